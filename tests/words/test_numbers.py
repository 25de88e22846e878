"""A number that a text names is found as what it is, however it is spelled, and answers to no narrower question."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commission.words import numbers
from commission.words.dates import found as dates_found
from commission.words.folding import fold
from commission.words.numbers import LONGEST, found


def lexemes(text):
    return [find.lexeme for find in found(fold(text))]


@pytest.mark.parametrize(
    ("text", "lexeme"),
    [
        pytest.param("Maddə 112", "#112", id="az article"),
        pytest.param("112-ci maddə", "#112", id="az article ordinal"),
        pytest.param("112-1-ci maddələrinə", "#112-1", id="az part ordinal"),
        pytest.param("112.1-ci maddə", "#112.1", id="az paragraph ordinal"),
        pytest.param("112-1.4-cü maddə", "#112-1.4", id="az deep ordinal"),
        pytest.param("maddə 112 - 1.4", "#112-1.4", id="hyphen between blanks"),
        pytest.param("maddə 112–1.4", "#112-1.4", id="en dash"),
        pytest.param("maddə 112\u20111.4", "#112-1.4", id="non-breaking hyphen"),
        pytest.param("maddə 112¹.4", "#112-1.4", id="raised figure"),
        pytest.param("33 saylı dairə", "#33", id="az sayli"),
        pytest.param("33 nömrəli dairə", "#33", id="az nomreli"),
        pytest.param("33\u00a0№-li dairə", "#33", id="az sign behind"),
        pytest.param("33-cü dairədə", "#33", id="az ordinal"),
        pytest.param("33-ü", "#33", id="az case"),
        pytest.param("33cü dairə", "#33", id="az ordinal without hyphen"),
        pytest.param("nömrəsi 033", "#33", id="az word before"),
        pytest.param("№ 26/148 qərar", "#26/148", id="az decision"),
        pytest.param("26/148-li qərar", "#26/148", id="az decision case"),
        pytest.param("26 / 148 saylı qərar", "#26/148", id="slash between blanks"),
        pytest.param("026/0148", "#26/148", id="leading zeros"),
        pytest.param("“26/148”", "#26/148", id="in quotes"),
        pytest.param("qərar 26/148.", "#26/148", id="full stop"),
        pytest.param("Qərar № R/3", "#r/3", id="return"),
        pytest.param("№ 461-IIQ", "#461-iiq", id="az law"),
        pytest.param("Article 112.1", "#112.1", id="en article"),
        pytest.param("art. 112", "#112", id="en short"),
        pytest.param("constituency 33", "#33", id="en constituency"),
        pytest.param("the 33rd constituency", "#33", id="en ordinal"),
        pytest.param("No. 33", "#33", id="en no with a stop"),
        pytest.param("No33", "#33", id="en no attached"),
        pytest.param("N 33", "#33", id="en letter"),
        pytest.param("#33", "#33", id="hash"),
        pytest.param("a 33-day limit", "#33", id="en word behind a hyphen"),
        pytest.param("статья 112.1", "#112.1", id="ru article"),
        pytest.param("ст. 112", "#112", id="ru short"),
        pytest.param("33-й округ", "#33", id="ru ordinal"),
        pytest.param("33-го округа", "#33", id="ru ordinal case"),
        pytest.param("решение №33", "#33", id="ru sign"),
        pytest.param("за номером 33", "#33", id="ru word"),
        pytest.param("67-ФЗ", "#67-фз", id="ru law"),
        pytest.param("C033-M2026-000148", "#c033-m2026-148", id="filing"),
        pytest.param("№ c033-m2026-148", "#c033-m2026-148", id="filing small"),
        pytest.param("С033-М2026-000148", "#c033-m2026-148", id="filing typed with Cyrillic letters"),
        pytest.param("C033 – M2026 – 000148", "#c033-m2026-148", id="filing with dashes"),
        pytest.param("C007-2026-001131", "#c007-2026-1131", id="filing of a year"),
        pytest.param("CEC-M2026-000001", "#cec-m2026-1", id="filing to the central commission"),
        pytest.param("CEC-2026-000001", "#cec-2026-1", id="filing to the central commission of a year"),
        pytest.param("P33012-M2026-000001", "#p33012-m2026-1", id="filing to a precinct"),
        pytest.param("C033", "#c033", id="commission"),
        pytest.param("2026", "#2026", id="a year alone"),
    ],
)
def test_a_number_has_one_lexeme_in_every_spelling(text, lexeme):
    assert lexemes(text) == [lexeme]


@pytest.mark.parametrize(
    ("text", "also"),
    [
        pytest.param("112-1.4", {"#112", "#112-1"}, id="article"),
        pytest.param("112", set(), id="plain"),
        pytest.param("26/148", {"#148"}, id="decision by its serial, not its session"),
        pytest.param("11/53-2", {"#53", "#11/53"}, id="instruction"),
        pytest.param("33-35", {"#33", "#35"}, id="range"),
        pytest.param("2024 – 15", {"#2024", "#15"}, id="a dash may part"),
        pytest.param("C033-M2026-000148", {"#c033", "#c033-m2026"}, id="filing, not its serial"),
        pytest.param("C033", {"#33"}, id="commission"),
        pytest.param("461-IIQ", {"#461"}, id="law"),
        pytest.param("1.500.000", {"#1", "#1.500", "#1500000"}, id="thousands"),
        pytest.param("R/3", set(), id="return"),
    ],
)
def test_a_text_answers_to_wider_questions_too(text, also):
    [find] = found(fold(text))
    assert set(find.also) == also
    assert find.lexeme not in find.also
    assert find.lexeme not in find.also


@pytest.mark.parametrize(
    ("question", "text", "is_found"),
    [
        pytest.param("112", "112-1.4-cü maddə", True, id="article in its paragraph"),
        pytest.param("112-1.4", "maddə 112", False, id="paragraph not in its article"),
        pytest.param("112-1", "maddə 112.1", False, id="another article"),
        pytest.param("1", "maddə 112-1", False, id="paragraph alone"),
        pytest.param("33 saylı dairə", "constituency No. 033", True, id="across languages"),
        pytest.param("26", "qərar 26/148", False, id="session"),
        pytest.param("5500", "5 500 seçici", True, id="thousands"),
        pytest.param("113", "maddə 112,113", True, id="list without a blank"),
    ],
)
def test_what_finds_what(question, text, is_found):
    stored = {lexeme for find in found(fold(text)) for lexeme in (find.lexeme, *find.also)}
    assert (set(lexemes(question)) <= stored) is is_found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("112 və 112-1-ci", ["#112", "#112-1"], id="list of articles"),
        pytest.param("№№ 33, 34", ["#33", "#34"], id="two signs"),
        pytest.param("33 № 5", ["#33", "#5"], id="the sign belongs to what follows"),
        pytest.param("covid19 secki2026", [], id="figures in a word"),
        pytest.param("COVID-19", ["#19"], id="a word before a hyphen"),
        pytest.param("19:00", ["#19", "#0"], id="clock"),
        pytest.param("1 500 000", ["#1", "#500", "#0"], id="thousands stay apart"),
        pytest.param("148\n- 33", ["#148", "#33"], id="a list's dash on the next line"),
        pytest.param("1" * (LONGEST + 1), [], id="too long"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_numbers_of_a_text_in_order(text, expected):
    assert lexemes(text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("qərar No. 33 saylı", "no. 33 sayli", id="sign and word behind"),
        pytest.param("qərar № C033-M2026-000148 üzrə", "№ c033-m2026-000148", id="sign before letters"),
        pytest.param("dairə 33-cü olaraq", "33-cu", id="ending"),
        pytest.param("casino 33", "33", id="a word that ends as a sign does"),
    ],
)
def test_the_place_holds_sign_and_ending(text, place):
    [find] = found(fold(text))
    assert fold(text)[find.start : find.end] == place


def test_no_number_reaches_into_a_date():
    text = fold("Qərar № 26/148 – 15 fevral 2026 – 33 saylı dairə")
    dates = dates_found(text)
    assert [find.lexeme for find in found(text, apart=dates)] == ["#26/148", "#33"]


_PIECES = st.sampled_from([*"0123456789/-–.,№#'’¹ \u00a0crmn", "no. ", "c033", "-cü", "г", "saylı", "000"])


@settings(max_examples=60)
@given(st.one_of(st.text(), st.lists(_PIECES).map("".join)))
def test_places_lie_in_the_text_in_order_and_apart(text):
    small = fold(text)
    dates = dates_found(small)
    finds = sorted([*found(small, apart=dates), *dates], key=lambda find: find.start)
    places = [place for find in finds for place in (find.start, find.end)]
    assert places == sorted(places)
    assert all(0 <= find.start < find.end <= len(small) for find in finds)
    assert all(" " not in lexeme and len(lexeme) < 400 for find in finds for lexeme in (find.lexeme, *find.also))


@settings(max_examples=60)
@given(st.lists(_PIECES).map("".join))
def test_a_lexeme_is_a_spelling_of_itself(text):
    for find in found(fold(text)):
        again = found(find.lexeme)
        assert [other.lexeme for other in again] == [find.lexeme]


@pytest.mark.parametrize("piece", ["1", "1/", "1 - ", "1 000 ", "no ", "№", " ", "\n1"])
def test_a_long_text_takes_no_longer_by_the_letter(piece, slower_by):
    """Ten times the text is ten times the work; a square would be a hundred times."""
    numbers._names.cache_clear()
    assert slower_by(found, piece, times=10) < 40
