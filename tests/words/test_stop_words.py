"""The small words of each language hold no word that someone could look for, and are spelt as the index spells."""

import pytest

from commission.words.folding import fold
from commission.words.stop_words import SMALL

CONTENT = {
    "az": ["may", "su", "ay", "il", "gun", "secki", "qarsi", "an", "on", "san", "son", "yer", "is", "ad", "ses", "us"],
    "en": [
        "may",
        "will",
        "us",
        "un",
        "against",
        "all",
        "more",
        "election",
        "vote",
        "it's",
        "one",
        "act",
        "case",
        "down",
    ],
    "ru": ["май", "мая", "против", "год", "выборы", "голос", "дом", "акт", "один", "можно", "нет"],
}

STAND_ALONE = "nin nun in un da de dan den a e ya ye i u ni nu ci cu li lu"


@pytest.mark.parametrize("language", SMALL)
def test_small_words_are_folded(language):
    assert all(fold(word) == word and word.isalpha() for word in SMALL[language])


@pytest.mark.parametrize("language", SMALL)
def test_small_words_hold_no_content(language):
    assert SMALL[language].isdisjoint(CONTENT[language])


@pytest.mark.parametrize("language", SMALL)
def test_small_words_are_about_a_hundred(language):
    assert 60 <= len(SMALL[language]) <= 170


def test_endings_that_stand_alone_are_small():
    assert set(STAND_ALONE.split()) <= SMALL["az"]


@pytest.mark.parametrize(("language", "words"), [("az", "və ki üçün"), ("en", "the of and"), ("ru", "и её что ещё")])
def test_conjunctions_and_prepositions_are_small(language, words):
    assert {fold(word) for word in words.split()} <= SMALL[language]
