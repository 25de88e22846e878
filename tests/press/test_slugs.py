"""Slugs: Latin letters from three languages, never empty, never digits alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.slugs import free_slug, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        pytest.param("Şəhər ılıq: İclas", "seher-iliq-iclas", id="azerbaijani"),
        pytest.param("Щедрый объезд", "shchedryy-obezd", id="russian"),
        pytest.param("CEC meets on 16 September", "cec-meets-on-16-september", id="english"),
        pytest.param("26/148", "release-26148", id="digits-alone"),
    ],
)
def test_slug_of_a_title(title, slug):
    assert slug_of(title) == slug


@given(st.text(max_size=300))
def test_slug_is_never_empty_and_always_an_address(title):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(title))
    assert not slug_of(title).isdigit()
    assert slug_of(title) == slug_of(title)


def test_free_slug_takes_the_first_free_suffix():
    assert free_slug("a", set()) == "a"
    assert free_slug("a", {"a", "a-2"}) == "a-3"
