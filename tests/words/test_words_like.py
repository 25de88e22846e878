"""No stemmer changes the first letter of a word: so a text is looked through for words that begin alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission.words.analysis import lexeme, words_like
from commission.words.azerbaijani import CYRILLIC, read_lemmas

LETTERS = {
    "az": "abcdefghijklmnopqrstuvxyz" + "".join(CYRILLIC),
    "en": "abcdefghijklmnopqrstuvwxyz0123456789",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
}


def assert_is_found(word, language):
    stem = lexeme(word, language).partition(":")[2]
    assert words_like(frozenset(stem[:1]), language).fullmatch(word), stem


@pytest.mark.parametrize("language", LETTERS)
def test_a_word_begins_as_its_stem_does(language):
    @given(st.text(LETTERS[language], min_size=1, max_size=15))
    def holds(word):
        assert_is_found(word, language)

    holds()


def test_listed_lemmas_begin_as_their_stems_do():
    for line in read_lemmas():
        for word in line.replace("=", "").replace("-", "").split():
            assert_is_found(word, "az")


def test_azerbaijani_in_cyrillic_begins_as_its_latin():
    pattern = words_like(frozenset("s"), "az")
    assert [match[0] for match in pattern.finditer("сечки secki шуша dovlet, _samux 5seki")] == [
        "сечки", "secki", "шуша", "samux",
    ]  # fmt: skip
