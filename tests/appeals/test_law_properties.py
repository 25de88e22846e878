"""What holds of every time limit, whatever its rule, its days and its zone; the hours in which the clock is moved."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from appeals.limits.law import (
    BEFORE_VOTING,
    FROM_VOTING_DAY,
    ONE_DAY,
    Rule,
    Voting,
    end_of,
    extended,
    last_day_of,
    time_limit,
)

BAKU = ZoneInfo("Asia/Baku")
INSTANT = timedelta(microseconds=1)

# Asia/Baku moved its clock until 2015; in Beirut it moves at midnight, so that a day begins at 01:00
zones = st.sampled_from(["Asia/Baku", "Europe/Berlin", "Asia/Beirut", "America/New_York", "UTC"]).map(ZoneInfo)
starts = st.dates(date(2000, 1, 1), date(2060, 1, 1))
rules = st.builds(
    Rule, days=st.integers(0, 30), article=st.just("x"), counts_working_days=st.booleans(), end_rolls=st.booleans()
)


@st.composite
def rest_days(draw, start):
    """The weekends and some other days around a start."""
    days = {start + timedelta(days=n) for n in draw(st.sets(st.integers(-10, 60), max_size=20))}
    week = [start + timedelta(days=n) for n in range(-10, 100)]
    return frozenset(days | {day for day in week if day.weekday() >= 5})


@st.composite
def cases(draw):
    start = draw(starts)
    return draw(rules), start, draw(rest_days(start))


def days_between(start, last):
    return [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]


@given(cases(), zones, st.sampled_from([time.min, time(18), time(23, 59)]))
def test_limit_is_half_open_and_never_ends_before_its_start(case, zone, ends_at):
    rule, start, rest = case
    limit = time_limit([rule], [start], zone=zone, rest_days=rest, ends_at=ends_at)
    end = limit.deadline.astimezone(UTC)
    assert not limit.is_in_time(end)
    assert limit.is_in_time(end - INSTANT)
    assert limit.last_day >= start
    assert end > datetime.combine(start, time.min, tzinfo=zone).astimezone(UTC)
    assert (limit.starts_on, limit.deadline) == (start, end_of(limit.last_day, zone=zone, ends_at=ends_at))


@given(cases(), st.integers(0, 20))
def test_limit_that_starts_later_ends_no_earlier(case, later):
    rule, start, rest = case
    assert last_day_of(rule, start, rest) <= last_day_of(rule, start + timedelta(days=later), rest)


@given(cases(), st.integers(1, 20))
def test_limit_of_more_days_ends_no_earlier(case, more):
    rule, start, rest = case
    longer = Rule(
        days=rule.days + more,
        article="x",
        counts_working_days=rule.counts_working_days,
        end_rolls=rule.end_rolls,
    )
    assert last_day_of(rule, start, rest) <= last_day_of(longer, start, rest)
    if not rule.end_rolls:
        assert last_day_of(rule, start, rest) < last_day_of(longer, start, rest)


@given(cases())
def test_working_days_are_as_many_as_the_rule_says_and_the_last_is_one(case):
    rule, start, rest = case
    assume(rule.counts_working_days and not rule.end_rolls)
    last = last_day_of(rule, start, rest)
    assert len([day for day in days_between(start, last) if day not in rest]) == rule.days
    assert last == start or last not in rest


@given(cases())
def test_end_rolls_to_the_next_working_day_and_no_further(case):
    rule, start, rest = case
    assume(rule.end_rolls)
    unrolled = last_day_of(Rule(days=rule.days, article="x", counts_working_days=rule.counts_working_days), start, rest)
    last = last_day_of(rule, start, rest)
    assert last not in rest
    assert last >= unrolled
    assert all(day in rest for day in [unrolled, *days_between(unrolled, last)][:-1])


@given(cases())
def test_calendar_days_take_no_notice_of_days_of_rest(case):
    rule, start, rest = case
    assume(not rule.counts_working_days and not rule.end_rolls)
    assert last_day_of(rule, start, rest) == start + timedelta(days=rule.days)


@given(cases(), zones, st.integers(0, 30), st.integers(1, 30))
def test_extension_adds_its_days_and_keeps_the_time_of_day(case, zone, days, more):
    rule, start, rest = case
    limit = time_limit([rule], [start], zone=zone, rest_days=rest)
    longer, longest = (extended(limit, n, zone=zone) for n in (days, days + more))
    assert longer.last_day == limit.last_day + timedelta(days=days)
    assert longer.extended_by == days
    assert longer.deadline.replace(tzinfo=None).time() == limit.deadline.replace(tzinfo=None).time()
    assert limit.deadline.astimezone(UTC) <= longer.deadline.astimezone(UTC) < longest.deadline.astimezone(UTC)


@given(st.dates(date(2019, 12, 1), date(2020, 2, 8)), st.integers(0, 40), st.integers(1, 60))
def test_limit_shortly_before_voting_never_passes_voting_day(start, days, phase_days):
    voting = Voting(day=date(2020, 2, 9), poll_closes=time(19))
    always = Rule(days=days, article="x")
    before = Rule(days=days, article="x", phase=BEFORE_VOTING, phase_days=phase_days)
    limit = time_limit([always, before], [start], zone=BAKU, voting=voting)
    assert limit.rule is (before if (voting.day - start).days < phase_days else always)
    if limit.rule is before:
        assert limit.last_day == min(start + timedelta(days=days), voting.day)
        assert limit.ends_with_voting == (start + timedelta(days=days) > voting.day)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


# voting on the very day on which the clock is moved
CHANGES = [
    # zone, voting day, closing of the poll at 19:00, the ends of three days from the day before and from voting day
    pytest.param(
        "Asia/Baku", date(2015, 3, 29), utc(2015, 3, 29, 14), utc(2015, 3, 31, 19), utc(2015, 4, 1, 19),
        id="baku-spring-2015",
    ),
    pytest.param(
        "Asia/Baku", date(2015, 10, 25), utc(2015, 10, 25, 15), utc(2015, 10, 27, 20), utc(2015, 10, 28, 20),
        id="baku-autumn-2015-for-the-last-time",
    ),
    pytest.param(
        "Asia/Baku", date(2016, 3, 27), utc(2016, 3, 27, 15), utc(2016, 3, 29, 20), utc(2016, 3, 30, 20),
        id="baku-2016-without-a-change",
    ),
    pytest.param(
        "Europe/Berlin", date(2025, 3, 30), utc(2025, 3, 30, 17), utc(2025, 4, 1, 22), utc(2025, 4, 2, 22),
        id="berlin-spring",
    ),
    pytest.param(
        "Europe/Berlin", date(2025, 10, 26), utc(2025, 10, 26, 18), utc(2025, 10, 28, 23), utc(2025, 10, 29, 23),
        id="berlin-autumn",
    ),
    pytest.param(
        "Asia/Beirut", date(2022, 3, 27), utc(2022, 3, 27, 16), utc(2022, 3, 29, 21), utc(2022, 3, 30, 21),
        id="beirut-spring-at-midnight",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "day", "poll_closes", "from_the_day_before", "from_voting_day"), CHANGES)
def test_voting_on_the_day_of_a_change_of_offset(zone, day, poll_closes, from_the_day_before, from_voting_day):
    zone, voting = ZoneInfo(zone), Voting(day=day, poll_closes=time(19))
    three, at_once = Rule(days=3, article="x"), Rule(days=0, article="x", phase=FROM_VOTING_DAY)
    before = Rule(days=2, article="x", phase=BEFORE_VOTING, phase_days=30)

    def end(rules, start):
        return time_limit(rules, [start], zone=zone, voting=voting).deadline.astimezone(UTC)

    assert end([three], day - ONE_DAY) == from_the_day_before
    assert end([three], day) == from_voting_day
    assert end([three, at_once], day) == poll_closes
    midnight = datetime.combine(day + ONE_DAY, time.min, tzinfo=zone).astimezone(UTC)
    assert end([three, before], day - ONE_DAY) == midnight  # cut at the end of voting day, however many hours it has
    assert end([three, at_once], day + ONE_DAY) == midnight + ONE_DAY


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        pytest.param(date(2015, 3, 29), 23, id="spring"),
        pytest.param(date(2015, 10, 25), 25, id="autumn"),
        pytest.param(date(2016, 3, 27), 24, id="since-2016"),
    ],
)
def test_day_of_a_change_of_offset_counts_as_one_day(day, hours):
    limits = [time_limit([Rule(days=0, article="x")], [at], zone=BAKU) for at in (day - ONE_DAY, day)]
    before, after = (limit.deadline.astimezone(UTC) for limit in limits)
    assert after - before == timedelta(hours=hours)


def test_day_that_begins_without_its_midnight_ends_the_day_before_at_its_first_instant():
    # Beirut, 27 March 2022: 00:00 was 01:00
    deadline = end_of(date(2022, 3, 26), zone=ZoneInfo("Asia/Beirut")).astimezone(UTC)
    assert deadline == utc(2022, 3, 26, 22)
    assert deadline.astimezone(ZoneInfo("Asia/Beirut")).hour == 1
