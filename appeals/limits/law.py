"""Time limits as pure functions: dates in, a deadline and its working out.

Rules: Election Code 112.1 (three days to file, counted from the day after the
event or after it became known; of several starting events the latest counts).
A deadline is the first instant that no longer counts: 12 February, 24:00 is
13 February, 00:00 in the commission's zone, and in time means
`arrived_at < deadline`.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

ONE_DAY = timedelta(days=1)
MIDNIGHT = time.min  # as the end of a day: 24:00

# when a rule applies, the more special one first
FROM_VOTING_DAY, BEFORE_VOTING, ALWAYS = "from_voting_day", "before_voting", "always"
PHASES = (FROM_VOTING_DAY, BEFORE_VOTING, ALWAYS)


@dataclass(frozen=True, kw_only=True)
class Voting:
    """The voting day of the election that a filing belongs to, and the local time at which the poll closes."""

    day: date
    poll_closes: time


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One dated rule: how many days, which days count, and whether the end rolls over a day of rest.

    `phase` says when it applies: always, less than `phase_days` days before
    voting, or from voting day on. 0 days means at once: the end of the day.
    """

    days: int
    article: str
    phase: str = ALWAYS
    phase_days: int = 0
    counts_working_days: bool = False
    end_rolls: bool = False
    stops_for_information: bool = False
    valid_from: date = date.min
    valid_until: date | None = None

    def holds_on(self, day, voting=None):
        """Whether the rule is in force on `day` and its phase of the election (a Voting or None) has come."""
        if day < self.valid_from or (self.valid_until is not None and day > self.valid_until):
            return False
        if self.phase == ALWAYS:
            return True
        if voting is None:
            return False
        days_left = (voting.day - day).days
        return days_left <= 0 if self.phase == FROM_VOTING_DAY else 0 < days_left < self.phase_days


@dataclass(frozen=True, kw_only=True)
class TimeLimit:
    """A deadline with its working: the day that starts it, the last day that counts, the rule.

    `ends_with_voting` says that voting day, or the close of its poll, ends it
    earlier than its days alone would.
    """

    starts_on: date
    last_day: date
    deadline: datetime
    rule: Rule
    ends_with_voting: bool = False
    extended_by: int = 0
    rested_by: int = 0

    def is_in_time(self, arrived_at):
        """Whether an arrival at the instant `arrived_at` (aware) is in time."""
        return arrived_at < self.deadline

    def was_met(self, arrived_at, postmarked_on=None):
        """Whether a filing is in time; one that came by post counts from its postmark (a date)."""
        return postmarked_on <= self.last_day if postmarked_on else self.is_in_time(arrived_at)


def came_in_time(due_at, arrived_at, postmarked_on=None, *, zone):
    """Whether what was due before the instant `due_at` is in time; what came by post counts from its postmark."""
    if postmarked_on is None:
        return arrived_at < due_at
    return postmarked_on <= (due_at - timedelta.resolution).astimezone(zone).date()


def rule_on(rules, day, voting=None):
    """The rule of `rules` for `day`: of the most special phase, the newest of several; LookupError if there is none."""
    holding = [rule for rule in rules if rule.holds_on(day, voting)]
    if not holding:
        raise LookupError(f"no rule is in force on {day}")
    return min(holding, key=lambda rule: (PHASES.index(rule.phase), -rule.valid_from.toordinal()))


def last_day_of(rule, start, rest_days=frozenset()):
    """The last day of a limit that starts with `start`, which is not counted itself."""
    last, counted = start, 0
    while counted < rule.days:
        last += ONE_DAY
        if not (rule.counts_working_days and last in rest_days):
            counted += 1
    while rule.end_rolls and last in rest_days:
        last += ONE_DAY
    return last


def end_of(day, *, zone, ends_at=MIDNIGHT):
    """The first instant after `day`, or after the local time `ends_at` of it."""
    return datetime.combine(day + ONE_DAY if ends_at == MIDNIGHT else day, ends_at, tzinfo=zone)


def time_limit(rules, events, *, zone, voting=None, received_at=None, rest_days=frozenset(), ends_at=MIDNIGHT):
    """The time limit that runs from the latest of `events` (dates; raises ValueError if empty).

    `voting` is the Voting of the election, None outside any. `received_at` is
    the instant from which a limit to decide runs: one that would end before it
    ends at 24:00 of that day. `rest_days` are the days that a rule for working
    days leaves out. `ends_at` is the local time at which the last day ends;
    midnight (the default) means 24:00. Raises LookupError where no rule is in
    force on the starting day.
    """
    start = max(events)
    rule = rule_on(rules, start, voting)
    last = last_day_of(rule, start, rest_days)
    ends_with_voting = rule.phase == BEFORE_VOTING and last > voting.day
    if ends_with_voting:
        last = voting.day
    if rule.phase == FROM_VOTING_DAY and last == voting.day:
        ends_at, ends_with_voting = voting.poll_closes, True
    deadline = end_of(last, zone=zone, ends_at=ends_at)
    if received_at is not None and deadline <= received_at:
        deadline, ends_with_voting = end_of(last, zone=zone), False
    return TimeLimit(starts_on=start, last_day=last, deadline=deadline, rule=rule, ends_with_voting=ends_with_voting)


def extended(limit, days, *, rested=0, zone, ends_at=MIDNIGHT):
    """A TimeLimit whose last day lies `days` later, and as many as it `rested`; voting does not cut it then."""
    last = limit.last_day + timedelta(days=days + rested)
    deadline = end_of(last, zone=zone, ends_at=ends_at)
    return replace(limit, last_day=last, deadline=deadline, ends_with_voting=False, extended_by=days, rested_by=rested)


def rested(spans):
    """For how many days a limit rests in `spans`, pairs of dates from a question to its answer; none counts twice."""
    days, known = 0, date.min
    for start, end in sorted(spans):
        start = max(start, known)
        if end > start:
            days, known = days + (end - start).days, end
    return days
