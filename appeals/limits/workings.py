"""How a time limit was worked out, step by step, for people who want to check it."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appeals.limits import wording
from appeals.limits.law import ONE_DAY
from appeals.models import NonWorkingDay, TimeLimitRule

DAYS_SHOWN = 15


@dataclass(frozen=True, kw_only=True)
class CountedDay:
    """A day after the start: the how many-th of the limit it is, 0 where it is not counted."""

    day: date
    place: int


def rule_text(kind, limit):
    """The wording of the rule that a TimeLimit rests on; empty if the row is gone."""
    rows = TimeLimitRule.objects.filter(limit=kind, is_active=True, days=limit.rule.days)
    return next((row.wording for row in rows if row.as_rule() == limit.rule), "")


def counted_days(limit):
    """The days of a TimeLimit one by one; empty where they are too many to be read."""
    if (limit.last_day - limit.starts_on).days > DAYS_SHOWN:
        return []
    rest = set()
    if limit.rule.counts_working_days or limit.rule.end_rolls:
        span = (limit.starts_on, limit.last_day)
        rest = set(NonWorkingDay.objects.filter(day__range=span).values_list("day", flat=True))
    days, place, day = [], 0, limit.starts_on
    length = limit.rule.days + limit.extended_by + limit.rested_by
    while day < limit.last_day:
        day += ONE_DAY
        counts = place < length and not (limit.rule.counts_working_days and day in rest)
        place += counts
        days.append(CountedDay(day=day, place=place if counts else 0))
    return days


def in_words(limit):
    """The working in one line, for a letter: "3 days from 9 February 2020; … → 12 February 2020, 24:00"."""
    values = {"days": limit.rule.days, "start": date_format(limit.starts_on, "DATE_FORMAT")}
    if not limit.rule.days:
        found = _("At once, that is on %(start)s.") % values
    else:
        found = ngettext(
            "%(days)d day from %(start)s; the day itself is not counted.",
            "%(days)d days from %(start)s; the day itself is not counted.",
            limit.rule.days,
        ) % values  # fmt: skip
    return f"{found} → {wording.last_moment(limit.deadline)}. {limit.rule.article}."
