"""A date that a text names is found in any usual spelling; what no calendar has, or what may be a number, is none."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commission.words.dates import MONTHS, found
from commission.words.folding import fold


def lexemes(text):
    return [find.lexeme for find in found(fold(text))]


WHOLE, MONTH, DAY = "@2026-02-15", "@2026-02", "@02-15"


@pytest.mark.parametrize(
    ("text", "lexeme"),
    [
        pytest.param("15 fevral 2026", WHOLE, id="az"),
        pytest.param("15 Fevral 2026-cı il tarixli", WHOLE, id="az year with ending"),
        pytest.param("15 fevral 2026-cı ildə", WHOLE, id="az year in a case"),
        pytest.param("2026-cı il fevralın 15-i", WHOLE, id="az year first"),
        pytest.param("2026-cı il fevralın 15-dən", WHOLE, id="az year first in a case"),
        pytest.param("2026-cı ilin fevral ayının 15-də", WHOLE, id="az with the word month"),
        pytest.param("2026-cı il 15 fevral", WHOLE, id="az year, day, month"),
        pytest.param("15 FEVRAL 2026-CI İL", WHOLE, id="az capitals"),
        pytest.param("15\u00a0fevral\u00a02026", WHOLE, id="no-break spaces"),
        pytest.param("February 15, 2026", WHOLE, id="en month first"),
        pytest.param("15 February 2026", WHOLE, id="en day first"),
        pytest.param("the 15th of February, 2026", WHOLE, id="en with of"),
        pytest.param("Feb. 15, 2026", WHOLE, id="en short"),
        pytest.param("15 февраля 2026 года", WHOLE, id="ru"),
        pytest.param("15 февраля 2026 г.", WHOLE, id="ru short year"),
        pytest.param("15-го февраля 2026", WHOLE, id="ru ordinal"),
        pytest.param("15.02.2026", WHOLE, id="stops"),
        pytest.param("15.2.2026", WHOLE, id="month of one figure"),
        pytest.param("15. 02. 2026", WHOLE, id="stops and blanks"),
        pytest.param("15.02.2026г.", WHOLE, id="stops ru"),
        pytest.param("15.02.2026-cı il", WHOLE, id="stops az"),
        pytest.param("15/02/2026", WHOLE, id="slashes"),
        pytest.param("15-02-2026", WHOLE, id="hyphens"),
        pytest.param("2026-02-15", WHOLE, id="iso"),
        pytest.param("2026-02-15T10:00", WHOLE, id="iso with a clock"),
        pytest.param("2026.02.15", WHOLE, id="year first, stops"),
        pytest.param("02/15/2026", WHOLE, id="month first, as nothing else fits"),
        pytest.param("fevral 2026", MONTH, id="month az"),
        pytest.param("2026-cı ilin fevralı", MONTH, id="month az year first"),
        pytest.param("2026-cı ilin fevral ayında", MONTH, id="month az with its word"),
        pytest.param("2026-cı ilin fevralında 15 namizəd", MONTH, id="month az, then a count"),
        pytest.param("February 2026", MONTH, id="month en"),
        pytest.param("in February of 2026", MONTH, id="month en with of"),
        pytest.param("в феврале 2026 года", MONTH, id="month ru"),
        pytest.param("февраль 2026", MONTH, id="month ru nominative"),
        pytest.param("15 fevral", DAY, id="day az"),
        pytest.param("fevralın 15-i", DAY, id="day az month first"),
        pytest.param("fevral ayının 15-də", DAY, id="day az with the word month"),
        pytest.param("February 15", DAY, id="day en"),
        pytest.param("15th February", DAY, id="day en first"),
        pytest.param("15 февраля", DAY, id="day ru"),
        pytest.param("15 fevral. 2026-cı ildə", DAY, id="day, and the year of the next sentence"),
        pytest.param("15 fevral 20 nəfər", DAY, id="day, then a count"),
    ],
)
def test_a_date_has_one_lexeme_in_every_spelling(text, lexeme):
    assert lexemes(text) == [lexeme]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("31.02.2026", id="no such day"),
        pytest.param("29.02.2025", id="no leap year"),
        pytest.param("31 fevral 2026", id="no such day in words"),
        pytest.param("31 сентября", id="no such day ru"),
        pytest.param("0.02.2026", id="day zero"),
        pytest.param("02.15.2026", id="month first with stops"),
        pytest.param("15.13.2026", id="no such month"),
        pytest.param("15.02.26", id="year of two figures"),
        pytest.param("15.02", id="no year in figures"),
        pytest.param("02/2026", id="a decision's number"),
        pytest.param("2026", id="a year alone"),
        pytest.param("C007-2026-02-15", id="in a register number"),
        pytest.param("1.15.02.2026", id="in a longer number"),
        pytest.param("15.02.2026.1", id="at the start of a longer number"),
        pytest.param("Article 12 may be amended", id="en verb"),
        pytest.param("under Article 9 May", id="en article"),
        pytest.param("in February. 15 people", id="en next sentence"),
        pytest.param("fevralda 15 nəfər", id="az count"),
        pytest.param("в феврале 15 человек", id="ru count"),
        pytest.param("February 10:30", id="clock"),
        pytest.param("15 marts", id="another word"),
    ],
)
def test_what_is_no_date(text):
    assert lexemes(text) == []


def test_a_text_answers_to_the_month_the_day_and_the_year_of_its_date():
    [whole], [month], [day] = (found(text) for text in ("15.02.2026", "fevral 2026", "15 fevral"))
    assert whole.also == (month.lexeme, day.lexeme, "#2026")
    assert month.also == ("#2026",)
    assert day.also == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("15–17 fevral 2026", [WHOLE, "@2026-02-17"], id="az"),
        pytest.param("fevralın 15-17-də", [DAY, "@02-17"], id="az month first"),
        pytest.param("February 15-17, 2026", [WHOLE, "@2026-02-17"], id="en"),
        pytest.param("15-17 февраля 2026 года", [WHOLE, "@2026-02-17"], id="ru"),
        pytest.param("15.02.2026-17.02.2026", [WHOLE, "@2026-02-17"], id="figures"),
        pytest.param("9 fevral – 15 mart 2026", ["@02-09", "@2026-03-15"], id="two months"),
    ],
)
def test_both_ends_of_a_range_are_dates(text, expected):
    assert lexemes(text) == expected


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_known_in_every_language(number):
    for name in MONTHS[number - 1]:
        assert lexemes(f"9 {name} 2026") == [f"@2026-{number:02}-09"], name
    short = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"][number - 1]
    assert lexemes(f"9 {short}. 2026") == [f"@2026-{number:02}-09"]


_PIECES = st.sampled_from([*"0123456789/-–., ", "15", "2026", " fevral", "ın", " 9 мая ", "may ", "-cı il ", " of "])


@settings(max_examples=60)
@given(st.one_of(st.text(), st.lists(_PIECES).map("".join)))
def test_places_lie_in_the_text_in_order_and_apart(text):
    small = fold(text)
    finds = found(small)
    places = [place for find in finds for place in (find.start, find.end)]
    assert places == sorted(places)
    assert all(0 <= find.start < find.end <= len(small) for find in finds)


@settings(max_examples=60)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_the_same_in_figures_and_in_words(day):
    az, en, ru = MONTHS[day.month - 1]
    spellings = [f"{day:%d.%m.%Y}", f"{day.day} {az} {day.year}", f"{en} {day.day}, {day.year}"]
    spellings += [f"{day.day} {ru} {day.year} года", f"{day.year}-cı il {az}ın {day.day}-də"]
    assert [lexemes(spelling) for spelling in spellings] == [[f"@{day.isoformat()}"]] * len(spellings)


@pytest.mark.parametrize("piece", ["1", "1-", " ", "\n1", "15 fevral ", "may ", "15.02.2026-"])
def test_a_long_text_takes_no_longer_by_the_letter(piece, slower_by):
    """Ten times the text is ten times the work; a square would be a hundred times."""
    assert slower_by(found, piece, times=10) < 40
