"""Time limits as pure functions: dates in, a deadline and its working out.

Rules: Election Code 112.1 (three days to file, counted from the day after the
event or after it became known; of several starting events the latest counts).
A deadline is the first instant that no longer counts: 12 February, 24:00 is
13 February, 00:00 in the commission's zone, and in time means
`arrived_at < deadline`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One dated rule: how many days, which days count, and whether the end rolls over a day of rest."""

    days: int
    article: str
    counts_working_days: bool = False
    end_rolls: bool = False
    valid_from: date = date.min
    valid_until: date | None = None

    def holds_on(self, day):
        """Whether the rule is in force on `day`."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, kw_only=True)
class TimeLimit:
    """A deadline with its working: the day that starts it, the last day that counts, the rule."""

    starts_on: date
    last_day: date
    deadline: datetime
    rule: Rule

    def is_in_time(self, arrived_at):
        """Whether an arrival at the instant `arrived_at` (aware) is in time."""
        return arrived_at < self.deadline


def rule_on(rules, day):
    """The rule of `rules` in force on `day`; raises LookupError if there is none, the newest if several."""
    holding = [rule for rule in rules if rule.holds_on(day)]
    if not holding:
        raise LookupError(f"no rule is in force on {day}")
    return max(holding, key=lambda rule: rule.valid_from)


def time_limit(rules, events, *, zone, rest_days=frozenset(), ends_at=time.min):
    """The time limit that runs from the latest of `events` (dates; raises ValueError if empty).

    The day of the event is not counted. `rest_days` are the days that a rule
    for working days leaves out. `ends_at` is the local time at which the last
    day ends; midnight (the default) means 24:00. Raises LookupError where no
    rule is in force on the starting day.
    """
    start = max(events)
    rule = rule_on(rules, start)
    last = start
    counted = 0
    while counted < rule.days:
        last += ONE_DAY
        if not (rule.counts_working_days and last in rest_days):
            counted += 1
    while rule.end_rolls and last in rest_days:
        last += ONE_DAY
    end = last + ONE_DAY if ends_at == time.min else last
    return TimeLimit(starts_on=start, last_day=last, deadline=datetime.combine(end, ends_at, tzinfo=zone), rule=rule)
