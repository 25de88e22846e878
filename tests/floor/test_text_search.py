"""Folding keeps positions, joins spellings, and meets itself in SQL."""

import pytest
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as st

from commission.models import Election
from commission.text_search import FOLDED_FROM, FOLDED_TO, fold, storable


def folded(text):
    """`text` as the database folds it."""
    Election.objects.get_or_create(key="F", defaults={"voting_on": "2026-01-01", "ends_on": "2026-03-01"})
    return Election.objects.annotate(folded=fold(Value(storable(text)))).values_list("folded", flat=True).get(key="F")


def test_fold_maps_one_character_to_one():
    assert len(FOLDED_FROM) == len(FOLDED_TO)
    assert len(set(FOLDED_FROM)) == len(FOLDED_FROM)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "meets"),
    [
        pytest.param("secki", "Seçki", id="diacritics"),
        pytest.param("ISPARTA", "isparta", id="capital-i"),
        pytest.param("İstanbul", "i̇stanbul", id="dot-above-left-by-lower-casing"),
        pytest.param("ılıq", "ILIQ", id="dotless-i"),
        pytest.param("gəncə", "GENCE", id="schwa"),
        pytest.param("s\u0327ənbə", "Şenbe", id="decomposed"),
        pytest.param("ещё", "ЕЩЕ", id="yo"),
    ],
)
def test_fold_joins_spellings(typed, meets):
    assert folded(typed) == folded(meets)


@pytest.mark.django_db
def test_fold_turns_markup_into_spaces_and_keeps_the_length():
    assert folded("<b>A&Ə</b>") == " b a e  b ".replace("  b ", " /b ")


@given(st.text(max_size=200))
def test_storable_is_stable_and_holds_nothing_that_postgresql_refuses(text):
    kept = storable(text)
    assert "\x00" not in kept
    assert "\ue000" not in kept
    kept.encode("utf-8")
