"""Advice on a text before it goes out: what a careful reader would stumble over, in three languages."""

from datetime import date

import pytest

from press.advice import advice_on
from press.dates_in_text import contradictions

pytestmark = pytest.mark.usefixtures("in_english")
PUBLISHED = date(2026, 2, 9)  # a Monday
NO_SUCH, WEEKDAY, YEAR = "There is no such day.", "The day of the week does not fit the date.", "another year"


def said(body, **more):
    return [(str(each.words), each.place) for each in advice_on(body, **more)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("on Tuesday, 9 February 2026,", WEEKDAY, id="en weekday before"),
        pytest.param("on February 9, 2026 (Tuesday)", WEEKDAY, id="en weekday after"),
        pytest.param("on Monday, 9 February 2026", None, id="en right"),
        pytest.param("on Wednesday 11 February", None, id="en without year, right"),
        pytest.param("on Friday 11 February", WEEKDAY, id="en without year, wrong"),
        pytest.param("2026-cı il fevralın 9-u, çərşənbə axşamı", WEEKDAY, id="az Tuesday"),
        pytest.param("9 fevral 2026-cı il, bazar ertəsi günü", None, id="az right"),
        pytest.param("9 fevral 2026-cı il, bazar", WEEKDAY, id="az Sunday"),
        pytest.param("Çərşənbə axşamı, 10 fevral", None, id="az Tuesday right"),
        pytest.param("ÇƏRŞƏNBƏ AXŞAMI, 9 FEVRAL", WEEKDAY, id="az capitals without a dot"),
        pytest.param("9 FEVRAL 2026-CI İL, ÇƏRŞƏNBƏ", WEEKDAY, id="az capitals"),
        pytest.param("во вторник, 9 февраля 2026 года,", WEEKDAY, id="ru weekday before"),
        pytest.param("9 февраля 2026 года, понедельник", None, id="ru right"),
        pytest.param("9 февраля 2026 года, в среду", None, id="ru not attached"),
        pytest.param("31 February 2026", NO_SUCH, id="en no such day"),
        pytest.param("31 сентября", NO_SUCH, id="ru no such day"),
        pytest.param("29.02.2026", NO_SUCH, id="figures"),
        pytest.param("29.02.2024", None, id="leap year, long ago"),
        pytest.param("5 February 2025", YEAR, id="the year before"),
        pytest.param("2025-ci il fevralın 5-də", YEAR, id="az the year before"),
        pytest.param("20 December 2025", None, id="weeks ago"),
        pytest.param("5 November 2025", None, id="months ago"),
        pytest.param("7 February 2024", None, id="the election two years ago"),
        pytest.param("Article 9 of May", None, id="no date"),
        pytest.param("in the 19 marts", None, id="another word"),
        pytest.param("12 may be counted", None, id="a verb"),
    ],
)
def test_dates_that_cannot_be_right_are_named(text, words):
    found = contradictions(f"Held {text} in Baku.", PUBLISHED)
    if words is None:
        assert [(str(each.words), each.place) for each in found] == []
    else:
        [one] = found
        assert words in str(one.words)


def test_the_place_is_quoted_as_it_was_written():
    [one] = contradictions("İclas Çərşənbə, 9 Fevral 2026-cı ildə keçirilib.", PUBLISHED)
    assert one.place.startswith("Çərşənbə, 9 Fevral 2026")


def test_a_day_without_its_year_is_passed_over_where_no_publication_is_known():
    assert contradictions("Friday 11 February") == []


def test_a_skipped_heading_level_is_named():
    body = "<h2>a</h2><h4>b</h4><h3>c</h3><h4>d</h4><h2>e</h2>"
    assert said(body) == [("A heading skips a level: choose the larger one.", "b")]
    assert [place for _, place in said("<p>x</p><h3>first</h3>")] == ["first"]


def test_a_picture_without_alternative_text_is_named():
    assert len(said('<p><img src="/media/x/y.jpg" alt=" "><img src="/media/x/y.jpg" alt="A hall"></p>')) == 1


@pytest.mark.parametrize("text", ["here", "Click here.", "burada", "Ətraflı…", "здесь", "«Подробнее»"])
def test_link_text_that_says_nothing_is_named(text):
    assert said(f'<p>See <a href="https://a.example/">{text}</a></p>') == [
        ("The text of a link does not say where it leads.", text)
    ]


def test_links_that_lead_nowhere_and_links_without_text_are_named():
    body = '<p><a href="/en/x/">the list</a> <a href="/en/y/">the law</a> <a href="/en/z/"></a></p>'
    assert said(body, broken={"/en/x/"}) == [
        ("A link to this site leads nowhere.", "the list (/en/x/)"),
        ("A link has no text: nobody can follow it.", "/en/z/"),
    ]


def test_there_is_nothing_to_say_of_a_careful_text():
    body = '<h2>a</h2><h3>b</h3><p>On Monday, 9 February 2026 <a href="/en/x/">the list</a> was checked.</p>'
    assert said(body, lead="One visit.", published_on=PUBLISHED) == []


def test_the_lead_is_read_too():
    assert [place for _, place in said("<p>a</p>", lead="On 31 June.", published_on=PUBLISHED)] == ["31 June"]
