"""Dates that a folded text names in Azerbaijani, English or Russian, written out or in figures. Pure.

A lexeme is `@2026-02-15`, of a month `@2026-02`, of a day whose year is not said `@02-15`. A text with a whole date
is stored under its month, its day of the year and its year (`#2026`, as a bare year is a number) as well.

Figures are read day first, and month first only where that alone makes a date. A year has four figures. A day that
no calendar has is no date. Of a range both ends are dates.
"""

import re
from datetime import date
from functools import lru_cache

from commission.words.found import ENDING, HYPHEN, HYPHENS, SPACE, Found

# az, en, ru as they stand after a day; written small, in letters that folding leaves as they are
MONTHS = [
    ("yanvar", "january", "января"), ("fevral", "february", "февраля"), ("mart", "march", "марта"),
    ("aprel", "april", "апреля"), ("may", "may", "мая"), ("iyun", "june", "июня"), ("iyul", "july", "июля"),
    ("avqust", "august", "августа"), ("sentyabr", "september", "сентября"), ("oktyabr", "october", "октября"),
    ("noyabr", "november", "ноября"), ("dekabr", "december", "декабря"),
]  # fmt: skip
_SHORT = {
    name: month
    for names in ("jan feb mar apr may jun jul aug sep oct nov dec", "янв фев мар апр май июн июл авг сен окт ноя дек")
    for month, name in enumerate(names.split(), 1)
} | {"sept": 9, "февр": 2, "сент": 9, "нояб": 11}
_AZ_CASES = ["a", "e", "da", "de", "dan", "den"]
_AZ_ENDINGS = [*_AZ_CASES, "i", "u", "inin", "unun", *(own + case for own in ("in", "un") for case in _AZ_CASES)]
_AZ_OF = ("in", "un")  # fevralın 15-i
_RU_ENDINGS = {"я": ("ь", "й", "я", "ю", "е", "ем"), "а": ("", "а", "у", "е", "ом")}
_LEAP = 2024  # its calendar has every day


def _forms():
    """Every form of a month's name: the month, and whether the day may follow it."""
    forms = {}
    for month, (az, en, ru) in enumerate(MONTHS, 1):
        forms |= {ru[:-1] + ending: (month, False) for ending in _RU_ENDINGS[ru[-1]]}
        forms |= {az + ending: (month, False) for ending in _AZ_ENDINGS}
        forms |= dict.fromkeys((az, en, *(az + ending for ending in _AZ_OF)), (month, True))
    return {name: (month, True) for name, month in _SHORT.items()} | forms


_MONTH_OF = _forms()
_DAY = r"[0-9]{1,2}(?![0-9])"
_GAP = r"\s{1,3}"
_NAME = rf"(?P<name>(?:[a-z]{{3,11}}|[а-я]{{3,9}})(?!\w))(?P<dot>\.)?(?P<of>{_GAP}ay[a-z]{{0,6}}(?!\w))?"  # ayının
_YEAR = (
    rf"(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])(?:{ENDING})?"
    rf"(?:\s{{0,2}}(?:il(?:i|e|de|den|in)?|год[а-я]{{0,2}}|гг?)(?!\w)\.?)?"
)
_TO = rf"(?:{SPACE}?[{HYPHEN}—]{SPACE}?(?P<last>{_DAY})(?:{ENDING})?)?"
_DAYS = rf"(?P<day>{_DAY})(?:{ENDING})?{_TO}"
_NO_CLOCK = r"(?![.:/][0-9])"
_DAY_FIRST = re.compile(rf"{_DAYS}{_GAP}(?:of )?{_NAME}(?:,?{_GAP}(?:of )?{_YEAR})?")
_YEAR_FIRST = re.compile(
    rf"{_YEAR}{_GAP}(?:(?P<before>{_DAY})(?:{ENDING})?{_GAP})?{_NAME}(?:{_GAP}{_DAYS}{_NO_CLOCK})?"
    rf"(?!,?{_GAP}(?:19|20)[0-9]{{2}}(?![0-9]))"
)
_AFTER_NAME = re.compile(rf"{_DAYS}{_NO_CLOCK}(?:,?{_GAP}{_YEAR})?")
_YEAR_ALONE = re.compile(_YEAR)
_FIGURES = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?P<sign>[./] ?|[{HYPHEN}])(?P<month>[0-9]{{1,2}})(?P=sign){_YEAR}(?!(?P=sign)[0-9])"
)
_FIGURES_YEAR_FIRST = re.compile(
    rf"(?P<year>(?:19|20)[0-9]{{2}})(?P<sign>[./{HYPHEN}])(?P<month>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}})"
    r"(?:(?=t[0-9])|(?!\w|(?P=sign)[0-9]))"
)
_RUN = re.compile(r"[0-9][0-9]*+")
# "Article 12 may be amended" has no date
_NUMBERED = re.compile(r"(?:article|section|paragraph|part|item|constituency|precinct|commission|№|\bno\.?)\s?\Z")
_AFTER_A_VERB = re.compile(r"\s(?:be|not|have|only|also|still|file|appeal|decide|apply)\b")
_LINKS = frozenset(["of", "ayinin", "ayi", "ayinda"])
_BEFORE = 30  # how far before its figures a date may begin


def found(folded):
    """The dates in a folded text, in order."""
    finds, floor = [], 0
    for run in _RUN.finditer(folded):
        start, end = run.span()
        if start >= floor and end - start in (1, 2, 4) and (read := _read(folded, floor, start, end)):
            floor, more = read
            finds += more
    return finds


def _read(folded, floor, start, end):
    """Where the date ends whose first figures these are, and what it is: nothing where no calendar has it; or None."""
    after, has_year = folded[end : end + 1], end - start == 4
    before = folded[start - 1] if start else ""
    if before.isalnum():
        return None
    continues = (
        before != "" and before in f"./{HYPHENS}" and folded[start - 2 : start - 1].isdigit() and start - floor > 1
    )
    if after and after in f"./{HYPHENS}":
        match = (_FIGURES_YEAR_FIRST if has_year else _FIGURES).match(folded, start)
        if match and not (continues and (before in "./" or before == match["sign"])):
            return _of_figures(match)
    if continues:
        return None
    match = (_YEAR_FIRST if has_year else _DAY_FIRST).match(folded, start)
    if match and match["name"] in _MONTH_OF:
        return (_of_year_first if has_year else _of_day_first)(folded, match)
    return _after_name(folded, floor, start) if before.isspace() else None


def _of_figures(match):
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    if month > 12 >= day and match["sign"] not in (".", ". ") and match.start("day") < match.start("year"):
        month, day = day, month
    one = _day(match.start(), match.end(), year, month, day)
    return (match.end(), [one]) if one else None


def _of_day_first(folded, match):
    name, end, year = match["name"], match.end(), match["year"]
    if match["dot"] and name not in _SHORT:
        end, year = match.end("name"), None  # the sentence ends
    if name == "may" and not year and _is_a_verb(folded, match.start(), end):
        return None
    return end, _days(match, match.start(), end, year, _MONTH_OF[name][0])


def _of_year_first(folded, match):
    month, may_have_day = _MONTH_OF[match["name"]]
    end_of_month = max(match.end("name"), match.end("of"))
    if match["before"]:
        one = _day(match.start(), end_of_month, int(match["year"]), month, int(match["before"]))
        return end_of_month, [one] if one else []
    if match["name"] == "may" and _is_a_verb(folded, match.start(), end_of_month):
        return None
    ends_the_sentence = match["dot"] and match["name"] not in _SHORT
    if match["day"] and not ends_the_sentence and (match["of"].endswith("in") if match["of"] else may_have_day):
        return match.end(), _days(match, match.start(), match.end(), match["year"], month)
    return end_of_month, [_month(match.start(), end_of_month, match["year"], month)]


def _after_name(folded, floor, start):
    """The date whose month stands before the figures at `start`: fevralın 15-i, February 15, в феврале 2026 года."""
    floor = max(floor, start - _BEFORE)
    last = folded[max(floor, folded.rfind(" ", floor, start - 1) + 1) : start - 1]
    if last not in _MONTH_OF and last.isalpha() and last not in _LINKS:
        return None  # as most numbers: it costs no list of words
    head = folded[floor:start]
    words = head.split()
    link = words.pop() if len(words) > 1 and words[-1] in _LINKS else ""
    name = words[-1] if words else ""
    bare = name.rstrip(",.")
    if bare not in _MONTH_OF or (name.endswith(".") and bare not in _SHORT):
        return None
    begin = start - len(head) + head.rindex(bare)
    if begin and folded[begin - 1].isalnum():
        return None
    month, may_have_day = _MONTH_OF[bare]
    match = _YEAR_ALONE.match(folded, start)
    if match:
        return match.end(), [_month(begin, match.end(), match["year"], month)]
    match = _AFTER_NAME.match(folded, start)
    if not match or not may_have_day or name.endswith(",") or link not in ("", "ayinin"):
        return None
    return match.end(), _days(match, begin, match.end(), match["year"], month)


def of_day(day):
    """The lexemes by which what happened on a date is found, whether the question names its year or not."""
    lexeme, (month, of_any_year, _year) = _names_of_day(day.year, day.month, day.day)
    return [lexeme, month, of_any_year]


def _is_a_verb(folded, start, end):
    return _AFTER_A_VERB.match(folded, end) or _NUMBERED.search(folded, max(0, start - _BEFORE), start)


def _days(match, start, end, year, month):
    """The day or, of a range, both its days: where the first ends the second begins."""
    year = int(year) if year else None
    if not match["last"]:
        days = [_day(start, end, year, month, int(match["day"]))]
    else:
        days = [
            _day(start, match.end("day"), year, month, int(match["day"])),
            _day(match.start("last"), end, year, month, int(match["last"])),
        ]
    return [one for one in days if one]


def _day(start, end, year, month, day):
    names = _names_of_day(year, month, day)
    return Found(start, end, *names) if names else None


@lru_cache(maxsize=4096)
def _names_of_day(year, month, day):
    """The lexeme of a day and the wider ones; None where no calendar has it."""
    try:
        date(year or _LEAP, month, day)
    except ValueError:
        return None
    of_any_year = f"@{month:02}-{day:02}"
    if year is None:
        return (of_any_year,)
    return f"@{year}-{month:02}-{day:02}", (f"@{year}-{month:02}", of_any_year, f"#{year}")


def _month(start, end, year, month):
    return Found(start, end, f"@{year}-{month:02}", (f"#{year}",))
