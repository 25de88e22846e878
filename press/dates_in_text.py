"""Dates that a text names in Azerbaijani, English or Russian, and what in them cannot be right. Pure functions."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from commission.words.dates import MONTHS

# a day named with the year before or after, so near to its own day of the year, is a slip of January or December
NEAR = timedelta(days=45)

_WEEKDAYS = [
    ("bazar ertəsi", "monday", "понедельник", "понедельника"),
    ("çərşənbə axşamı", "tuesday", "вторник", "вторника"),
    ("çərşənbə", "wednesday", "среда", "среду", "среды"),
    ("cümə axşamı", "thursday", "четверг", "четверга"),
    ("cümə", "friday", "пятница", "пятницу", "пятницы"),
    ("şənbə", "saturday", "суббота", "субботу", "субботы"),
    ("bazar", "sunday", "воскресенье", "воскресенья"),
]


def _small(text):
    """Small letters of all three languages, letter for letter; ı is i, because I may be either."""
    return text.translate(str.maketrans("İIı", "iii")).lower()


_MONTH_OF = {_small(name): number for number, names in enumerate(MONTHS, 1) for name in names}
_WEEKDAY_OF = {_small(name): number for number, names in enumerate(_WEEKDAYS) for name in names}


def _one_of(names):
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_MONTH, _DAY, _YEAR = f"(?P<month>{_one_of(_MONTH_OF)})", r"(?P<day>\d{1,2})", r"(?P<year>(?:19|20)\d\d)"
_IN_THE_YEAR = rf"{_YEAR}(?:-\w+)?(?:\s+il(?:in)?)?"  # az: 2026-cı il
_WRITTEN = [
    rf"{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_IN_THE_YEAR})?",  # 9 fevral 2026-cı il, 9 февраля 2026
    rf"{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?:,\s*{_YEAR})",  # February 9, 2026
    rf"{_IN_THE_YEAR}\s+{_MONTH}(?:in|un|ün)?\s+{_DAY}(?:-\w+)?",  # 2026-cı il fevralın 9-u
    rf"{_MONTH}(?:in|un|ün)\s+{_DAY}-\w+",  # fevralın 9-da
    rf"{_DAY}\.(?P<month>\d{{2}})\.{_YEAR}",
]
_WEEKDAY = rf"(?P<{{}}>{_one_of(_WEEKDAY_OF)})"
_BEFORE = rf"(?:\b{_WEEKDAY.format('before')}\w{{0,3}}(?:\s+günü)?,?\s+)?"
_AFTER = rf"(?:\s*(?:года|г\.|il)?,?\s*\(?\b{_WEEKDAY.format('after')}\b)?"
_PATTERNS = [re.compile(rf"(?<![\w.-]){_BEFORE}{written}(?![\d]){_AFTER}", re.IGNORECASE) for written in _WRITTEN]


@dataclass(frozen=True)
class Contradiction:
    """What cannot be right, in words, and the place in the text."""

    words: str
    place: str


def _number(month):
    return int(month) if month.isdigit() else _MONTH_OF[month]


def contradictions(text, published_on=None):
    """What in the dates of a plain text contradicts the calendar, or the date under which it is published.

    A day without its year is taken to be of the year of `published_on`;
    without that it is passed over.
    """
    small = _small(text)  # letter for letter as long as the text
    taken, found = [], []
    for pattern in _PATTERNS:
        for match in pattern.finditer(small):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                found.append((match.start(), _judged(match, text[slice(*match.span())].strip(" ,("), published_on)))
    return [said for _, said in sorted(found, key=lambda pair: pair[0]) if said]


def _judged(match, place, published_on):
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else published_on and published_on.year
    if year is None:
        return None
    try:
        day = date(year, _number(parts["month"]), int(parts["day"]))
    except ValueError:
        return Contradiction(_("There is no such day."), place)
    weekday = parts.get("before") or parts.get("after")
    if weekday and _WEEKDAY_OF[weekday] != day.weekday():
        return Contradiction(_("The day of the week does not fit the date."), place)
    if published_on and abs(day.year - published_on.year) == 1 and _is_near(day, published_on):
        return Contradiction(_("This day is of another year than the release."), place)
    return None


def _is_near(day, published_on):
    """Whether `day` would be near the publication if its year were the one of the publication."""
    try:
        moved = day.replace(year=published_on.year)
    except ValueError:  # 29 February
        moved = day.replace(year=published_on.year, day=28)
    return abs(moved - published_on) <= NEAR and abs(day - published_on) > NEAR
