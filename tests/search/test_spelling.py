"""A word that nobody wrote is taken for a typing error, and said so; a rare one is kept, and another offered."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission.searching.spelling import distance
from commission.site_search.search import MOST_MENDED
from tests.search.texts import NOW, answer, enter, text

WORDS = st.text("abcş", max_size=7)


@given(WORDS, WORDS)
def test_distance_is_none_between_equals_symmetric_and_no_longer_than_the_longer(first, second):
    assert distance(first, first) == 0
    assert distance(first, second) == distance(second, first)
    assert abs(len(first) - len(second)) <= distance(first, second) <= max(len(first), len(second))


@given(WORDS, WORDS, WORDS, WORDS)
def test_distance_is_that_of_what_stands_between_the_same_letters(before, first, second, after):
    assert distance(before + first + after, before + second + after) == distance(first, second)


@pytest.mark.parametrize(
    ("first", "second", "far"),
    [("secki", "sekci", 1), ("secki", "seki", 1), ("secki", "seccki", 1), ("secki", "secgi", 1), ("abcd", "badc", 2)],
)
def test_distance_counts_letters_that_are_wrong_missing_too_many_or_changed(first, second, far):
    assert distance(first, second) == far


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("sekci", "seçki", id="changed-places"),
        pytest.param("seçkki günü", "seçki günü", id="one-of-two-words"),
        pytest.param("komisiyasi", "komissiya", id="before-an-ending"),
        pytest.param("observrs", "observers", id="English"),
        pytest.param("избирателный", "избирательный", id="Russian"),
    ],
)
def test_typing_error_is_mended_and_said(client, typed, meant):
    enter(
        text(1, "seçki günü komissiya"),
        text(2, "observers", language="en"),
        text(3, "избирательный", language="ru"),
    )
    mended = answer(typed)
    assert (mended.search.text, mended.instead_of) == (meant, typed)
    assert mended.search.whole
    assert f"“{typed}”" in client.get("/en/search/", {"q": typed}).content.decode()


@pytest.mark.django_db
def test_each_of_the_same_errors_is_mended_and_none_looked_for_twice(django_assert_max_num_queries):
    enter(text(1, "seçki günü"), text(2, "seçki"))
    assert answer("sekci sekci").search.text == "seçki seçki"
    assert answer("sekci günü, sekci").search.text == "seçki günü, seçki"
    with django_assert_max_num_queries(MOST_MENDED + 6):
        answer(" ".join(f"sekcixyz{letter}" for letter in "abcdefghijklmnop"))


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["sec", "26/149", '"sekci gunu"', "-sekci secki", "zzzzzzzz"])
def test_what_is_short_a_number_a_phrase_or_like_nothing_is_not_mended(typed):
    enter(text(1, "seçki günü 26/148"))
    assert answer(typed).instead_of == ""


@pytest.mark.django_db
def test_word_of_another_language_is_no_error_where_one_language_is_wanted():
    enter(*(text(number, "deputat") for number in range(5)), text(9, "deputy", language="en"))
    assert answer("deputat", language="ru").did_you_mean == ""


@pytest.mark.django_db
def test_rare_word_is_kept_and_a_much_commoner_one_offered():
    enter(text(1, "sekçi"), *(text(number, "seçki") for number in range(2, 30)))
    asked = answer("sekçi")
    assert (asked.instead_of, asked.did_you_mean) == ("", "seçki")
    assert [found.pk for found in asked.search.whole] != []
    assert answer("seçki").did_you_mean == ""


@pytest.mark.django_db
def test_rare_word_is_no_error_where_the_other_one_is_not_much_commoner():
    enter(text(1, "sekçi"), *(text(number, "seçki") for number in range(2, 20)))
    assert answer("sekçi").did_you_mean == ""


@pytest.mark.django_db
def test_word_of_a_text_that_is_not_public_mends_nothing():
    enter(text(1, "seçki", visible_from=NOW + timedelta(hours=1)))
    assert answer("sekci").instead_of == ""
