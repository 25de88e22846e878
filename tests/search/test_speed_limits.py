"""What bounds a search whatever the word is, and what is shown of what it finds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commission import search_index
from commission.site_search import snippets
from commission.site_search.search import Search
from commission.text_search import FOLDED_FROM, FOLDED_TO, folded, storable

NOW = timezone.now()


def text(number, title, *, body="", lead="", language="az", age=0):
    at = NOW - timedelta(days=age + 1)
    return search_index.Indexed(
        kind="release",
        object_id=number,
        language=language,
        address=f"/{language}/press/2026/{number}/",
        title=title,
        lead=lead,
        body=body,
        published_at=at,
        visible_from=at,
    )


def page(question, number=1, own_language="az"):
    return Search(question, at=NOW, own_language=own_language).page(number)


@pytest.mark.django_db
def test_of_a_common_word_the_newest_are_ranked_and_the_rest_follows_by_date(monkeypatch):
    monkeypatch.setattr("commission.site_search.search.CANDIDATES", 70)
    monkeypatch.setattr("commission.site_search.search.RANKED_OF_COMMON", 40)
    # the body holds the word everywhere; the title holds it, which ranks higher, at ages 39 and 45
    search_index.put(
        text(age, "Seçki" if age in (39, 45) else "Xəbər", body="seçki günü", age=age) for age in range(80)
    )
    pages = [[result.entry.object_id for result in page("secki", number)] for number in (1, 2, 3, 4)]
    assert pages[0][0] == 39
    assert set(pages[0] + pages[1]) == set(range(40))
    assert set(pages[2]) == set(range(40, 60))
    assert set(pages[3]) == set(range(60, 70))


@pytest.mark.django_db
def test_of_a_rarer_word_all_are_ranked(monkeypatch):
    monkeypatch.setattr("commission.site_search.search.RANKED_OF_COMMON", 20)
    search_index.put(text(age, "Seçki" if age == 45 else "Xəbər", body="seçki günü", age=age) for age in range(50))
    assert page("secki")[0].entry.object_id == 45


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "body", "question", "shown"),
    [
        pytest.param("en", "w " * 5_000 + "A study of it", "studies", "A <mark>study</mark> of it", id="irregular"),
        pytest.param("en", "w " * 5_000 + "They elected it", "election", "They <mark>elected</mark> it", id="stem"),
        pytest.param("az", "w " * 5_000 + "İLIQ şəhər", "iliq seher", "<mark>İLIQ</mark> <mark>şəhər</mark>", id="az"),
        pytest.param("ru", "w " * 5_000 + "в ЁЛКАХ", "елка", "в <mark>ЁЛКАХ</mark>", id="ru"),
        pytest.param("az", "w " * 5_000 + "qərar 26/148 <b>", "26/148", "qərar <mark>26/148</mark> &lt;b&gt;", id="no"),
    ],
)
def test_hit_far_into_a_text_is_shown(language, body, question, shown):
    search_index.put([text(1, "Title", body=body, language=language)])
    assert shown in page(question, own_language=language)[0].excerpt


@pytest.mark.django_db
def test_hit_in_the_lead_alone_is_shown_and_without_one_the_lead(client):
    search_index.put([text(1, "Başlıq", lead="Seçki günü", body="Mətn"), text(2, "Seçki", lead="Lid", body="Mətn")])
    excerpts = {result.entry.object_id: result.excerpt for result in page("secki")}
    assert excerpts == {1: "<mark>Seçki</mark> günü", 2: "Lid"}


def test_word_that_only_begins_alike_is_no_hit():
    around = snippets.window(["elect"], ("an electric car", "an electric car"))
    assert around.text == "an electric car"
    assert "<mark>" not in snippets.excerpt(around, "an electric car")


def test_cut_text_says_so():
    around = snippets.window(["x"], ("a " * 500 + "x" + " b" * 500, "a " * 500 + "x" + " b" * 500))
    marked = snippets.excerpt(around, around.text.replace("x", "\ue000x\ue001"))
    assert marked.startswith("… a ")
    assert marked.endswith(" b …")
    assert "<mark>x</mark>" in marked
    assert len(marked) < 400


@pytest.mark.django_db
@given(st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_fold_of_python_keeps_the_places_that_the_database_sees(words):
    words = storable(words)
    assert len(folded(words)) == len(words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(translate(%s, %s, %s))", [words, FOLDED_FROM, FOLDED_TO])
        assert len(cursor.fetchone()[0]) == len(words)
    assert folded("ƏİIŞÇĞÖÜЁ<") == "eiiscgouе "
