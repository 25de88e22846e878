"""What bounds a search whatever the word is, and what is shown of what it finds."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commission import search_index
from commission.searching import finding, snippets
from commission.searching.weighing import hits
from commission.site_search.suggesting import suggestions
from commission.words.analysis import lexeme
from commission.words.folding import fold, searchable
from commission.words.vectors import pair
from tests.search.texts import NOW, asked, enter, found, text


def page(question, number=1, **options):
    return asked(question, **options).page(number)


@pytest.fixture
def few_at_once(monkeypatch):
    """Whatever more than ten texts may hold is asked for by months."""
    monkeypatch.setattr(finding, "WHOLE", 10)
    monkeypatch.setattr(finding, "AT_ONCE", 10)


def statements(question, **narrowing):
    """What the index is asked to find all words of a question: its lexemes, statement by statement."""
    with CaptureQueriesContext(connection) as seen:
        assert asked(question, **narrowing).whole
    return [re.findall(r"''([^']+)''", each["sql"]) for each in seen if "@@" in each["sql"]]


def times(asked_of_the_index):
    return {each for found in asked_of_the_index for each in found if each[0] == "~"}


@pytest.mark.django_db
def test_of_a_common_word_the_newest_are_weighed_and_no_other_is_shown(monkeypatch, few_at_once):
    monkeypatch.setattr("commission.searching.search.CANDIDATES", 70)
    # the body holds the word everywhere; the title holds it, which weighs more, at ages 39 and 85
    enter(*(text(age, "Seçki" if age in (39, 85) else "Xəbər", body="seçki günü", age=age) for age in range(100)))
    pages = [[result.entry.object_id for result in page("secki", number)] for number in (1, 2, 3, 4)]
    assert pages[0][0] == 39
    assert sorted(sum(pages, [])) == list(range(70))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("seçki", set(range(120)), id="all"),
        pytest.param("seçki nadir", {3, 117}, id="some of them"),
        pytest.param('"seçki günü" -nadir', set(range(120)) - {3, 117}, id="phrase without a word"),
        pytest.param("seçki gün rəy", set(), id="none"),
        pytest.param("seçki or rəy", set(range(121)), id="either"),
    ],
)
def test_months_leave_no_match_out(few_at_once, question, expected):
    rare = dict.fromkeys((3, 117), "nadir")
    enter(*(text(n, "Xəbər", body=f"seçki günü {rare.get(n, '')}", age=n * 9) for n in range(120)), text(120, "Rəy"))
    search = asked(question)
    assert {row.pk for row in search.whole} == {entry.pk for entry in search.entries if entry.object_id in expected}


@pytest.mark.django_db
def test_what_few_texts_hold_is_asked_for_by_some_months_and_then_at_once(monkeypatch, few_at_once):
    """To join many months takes longer than to read what few texts have it; before they are asked, nobody knows."""
    monkeypatch.setattr(finding, "AT_ONCE", 30)
    monkeypatch.setattr("commission.searching.search.CANDIDATES", 3)
    last = (NOW - datetime(NOW.year - 1, 12, 15, tzinfo=UTC)).days  # so that no year but the present one is whole
    bodies = ["günü seçki" if n % 25 else "seçki günü" for n in range(200)]
    enter(*(text(n, "Xəbər", body=body, age=last + n * 4) for n, body in enumerate(bodies)))
    by_months, at_once = statements('"seçki günü"')
    assert len([each for each in by_months if each[0] == "~"]) == finding.FIRST_MONTHS
    assert not times([at_once])


@pytest.mark.django_db
def test_days_of_one_month_are_asked_of_the_index_however_common_a_word_is(few_at_once):
    enter(*(text(n, "Seçki", age=n * 9) for n in range(200)))
    day = date(NOW.year - 2, 6, 17)
    assert times(statements("seçki", since=day, until=day + timedelta(days=9))) == {f"~{day:%Y-%m}"}
    since = times(statements("seçki", since=day))
    assert f"~{day:%Y}" not in since
    assert min(each for each in since if each.startswith(f"~{day:%Y}")) == f"~{day:%Y-%m}"


@pytest.mark.django_db
def test_word_that_was_common_long_ago_is_asked_for_by_months_alone(monkeypatch, few_at_once):
    monkeypatch.setattr("commission.searching.search.CANDIDATES", 20)
    enter(*(text(n, "Seçki günü" if n >= 20 else "Xəbər", age=n * 10) for n in range(300)))
    for question in ("seçki", '"seçki günü"', "seçki gün"):
        assert all(times([each]) for each in statements(question))


@pytest.mark.django_db
def test_word_that_is_rare_in_titles_alone_is_asked_for_by_months_alone(monkeypatch, few_at_once):
    """The index does not know a title from its text: all that have the word are read."""
    monkeypatch.setattr(finding, "AT_ONCE", 60)
    monkeypatch.setattr("commission.searching.search.CANDIDATES", 3)
    enter(*(text(n, "Xəbər" if n % 10 else "Seçki", body="seçki günü", age=n * 4) for n in range(400)))
    for question in ("title:seçki", "title:seçki günü"):
        assert all(times([each]) for each in statements(question))
    with CaptureQueriesContext(connection) as seen:
        assert suggestions("seç", at=NOW, language="az")
    assert all("~" in each["sql"] for each in seen if "@@" in each["sql"])


@pytest.mark.django_db
def test_word_that_is_rare_then_and_common_otherwise_is_asked_for_by_months_alone(few_at_once):
    enter(*(text(n, "Seçki" if n < 60 or n == 179 else "Xəbər", age=n * 10) for n in range(180)))
    until = timezone.localdate(NOW - timedelta(days=650))
    assert all(times([each]) for each in statements("seçki", until=until))
    assert found("seçki", until=until) == [179]


@pytest.mark.django_db
def test_words_of_one_language_are_asked_for_where_no_other_is_wanted():
    enter(text(1, "Seçki 26/148"), text(2, "Seçki 26/148", language="ru"))
    assert {each for found in statements("seçki", language="ru") for each in found} == {"ru:secki", "=language:ru"}
    assert {each for found in statements("26/148", language="ru") for each in found} == {"#26/148", "=language:ru"}
    assert found("seçki 26/148", language="ru") == [2]
    assert not asked("-seçki 26/148", language="ru").whole


@pytest.mark.django_db
def test_months_of_which_nothing_was_counted_are_searched_where_all_others_are(few_at_once):
    enter(*(text(number, "Seçki", age=100 + number) for number in range(30)))
    search_index.put([text(99, "Seçki", age=2_000)])
    matched = {row.pk for row in asked("seçki").whole}
    assert matched == {entry.pk for entry in asked("seçki").entries}


@pytest.mark.django_db
def test_words_beyond_those_that_the_index_joins_are_asked_for_as_well(monkeypatch):
    monkeypatch.setattr("commission.searching.search.MOST_JOINED", 2)
    others = (text(number, "Heyva") for number in range(3, 9))  # so common that the index is not asked for it
    enter(text(1, "Alma", body="armud heyva"), text(2, "Alma", body="armud"), *others)
    assert found("alma armud heyva") == [1]


@pytest.mark.django_db
def test_text_without_one_of_the_words_is_found_however_common_they_are(monkeypatch):
    monkeypatch.setattr("commission.searching.search.WITH_ANY", 5)
    for many, word in ((10, "Alma"), (20, "Armud"), (30, "Heyva")):
        enter(*(text(many * 100 + number, word, age=number) for number in range(many)))
    enter(text(999, "Xəbər", body="armud heyva", age=900))
    assert 999 in [result.entry.object_id for result in page("alma armud heyva")]


@pytest.mark.django_db
def test_neighbours_that_share_a_number_with_a_phrase_are_none():
    """The index is asked for the number of two neighbours alone, and what it finds for the words."""
    seen = {}
    for syllables in product(("bo", "co", "fo", "ho", "jo", "po", "ro", "vo"), repeat=5):
        other = f"{''.join(syllables)}x {''.join(reversed(syllables))}z"
        phrase = seen.setdefault(pair(*(lexeme(word, "az") for word in other.split())), other)
        if phrase != other:
            break
    assert phrase != other
    enter(text(1, "Xəbər", body=phrase), text(2, "Xəbər", body=other))
    assert found(f'"{phrase}"') == [1]


@pytest.mark.django_db
def test_present_month_is_searched_even_if_nothing_of_it_was_counted(few_at_once):
    enter(*(text(number, "Seçki", age=100 + number) for number in range(30)))
    search_index.put([text(99, "Seçki", age=-1)])
    assert 99 in found("seçki")


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
    enter(text(1, "Title", body=body, language=language))
    assert shown in page(question, own_language=language)[0].excerpt


@pytest.mark.django_db
def test_hit_in_the_lead_alone_is_shown_and_without_one_the_lead():
    enter(text(1, "Başlıq", lead="Seçki günü", body="Mətn"), text(2, "Seçki", lead="Lid", body="Mətn"))
    excerpts = {result.entry.object_id: result.excerpt for result in page("secki")}
    assert excerpts == {1: "<mark>Seçki</mark> günü", 2: "Lid"}


def test_best_passage_has_the_rarest_and_most_different_words():
    text = "seçki " * 40 + "xəbər " * 100 + "seçki şikayəti nadir " + "xəbər " * 100
    shown = snippets.best(["", text], "az", {"az:secki": 1.0, "az:nadir": 5.0})
    assert "<mark>nadir</mark>" in shown
    assert shown.count("<mark>") == 2
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 450


def test_whole_inflected_word_is_marked_with_its_marks_and_the_rest_escaped():
    shown = snippets.marked("<b>İLIQ</b> & seçkilərimizdə", "az", {"az:iliq": 1.0, "az:secki": 1.0})
    assert shown == "&lt;b&gt;<mark>İLIQ</mark>&lt;/b&gt; &amp; <mark>seçkilərimizdə</mark>"


@given(st.text())
def test_fold_keeps_the_places_of_letters(words):
    words = searchable(words)
    assert len(fold(words)) == len(words)


@pytest.mark.parametrize(
    ("typed", "folded"), [("ƏİIŞÇĞÖÜЁ<", "eiiscgouе "), ("Élan й ﬁ", "elan й ﬁ"), ("CO₂ ① 2¹", "co2 1 2¹")]
)
def test_fold_knows_the_letters_of_all_languages(typed, folded):
    assert fold(typed) == folded


@pytest.mark.django_db
@pytest.mark.parametrize("often", [1, 2, 7, 39])
def test_how_often_a_word_stands_is_read_from_the_rank(often):
    enter(text(1, "Xəbər", body="seçki " * often))
    search = asked("secki")
    (row,) = search._newest(search.groups, 1)
    assert hits(row[-1], len(search.asked.groups[0].weighed)) == pytest.approx(often, abs=0.1)
