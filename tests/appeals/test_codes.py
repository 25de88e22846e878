"""Access codes: 120 bits from the form key, the same on every retry, typed as people type (finding 2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals import codes


def test_code_is_the_same_for_the_same_key_and_no_other():
    key, other = codes.new_form_key(), codes.new_form_key()
    assert codes.access_code(key, secret="s") == codes.access_code(key, secret="s")
    assert codes.access_code(key, secret="s") != codes.access_code(other, secret="s")
    assert codes.access_code(key, secret="s") != codes.access_code(key, secret="t")


@given(st.binary(min_size=16, max_size=16))
def test_code_has_24_symbols_of_the_alphabet(raw):
    code = codes.access_code(raw.hex(), secret="s")
    assert [len(group) for group in code.split("-")] == [4] * 6
    assert set(code) <= {*codes.ALPHABET, "-"}


def test_code_may_be_typed_in_any_usual_way():
    usual = codes.code_digest("7KQ4-ZM2P-9T8X-R3VN-0C5H-WJ61", pepper="p")
    for typed in ("7kq4zm2p9t8xr3vn0c5hwj61", "7KQ4 ZM2P 9T8X R3VN OC5H WJ6I", "7KQ4–ZM2P–9T8X–R3VN–0C5H–WJ6l"):
        assert codes.code_digest(typed, pepper="p") == usual
    assert codes.code_digest("7KQ4-ZM2P-9T8X-R3VN-0C5H-WJ62", pepper="p") != usual


@pytest.mark.parametrize("text", ["", "x" * 32, "A" * 32, "a" * 31, "a" * 33])
def test_form_key_has_one_shape(text):
    assert not codes.is_form_key(text)
    assert codes.is_form_key(codes.new_form_key())
