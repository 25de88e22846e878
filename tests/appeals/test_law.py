"""Time limits of the Election Code, article 112, against real calendar cases."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.limits.law import BEFORE_VOTING, FROM_VOTING_DAY, Rule, Voting, came_in_time, rested, rule_on, time_limit

BAKU = ZoneInfo("Asia/Baku")
THREE_DAYS = Rule(days=3, article="112.1")
SHORTLY_BEFORE = Rule(days=2, article="98.10", phase=BEFORE_VOTING, phase_days=30)
AT_ONCE = Rule(days=0, article="98.11", phase=FROM_VOTING_DAY)
VOTING = Voting(day=date(2020, 2, 9), poll_closes=time(19))


def midnight_after(day):
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=BAKU)


@pytest.mark.parametrize(
    ("events", "last_day"),
    [
        pytest.param([date(2020, 2, 9)], date(2020, 2, 12), id="act-on-voting-sunday-2020"),
        pytest.param([date(2020, 2, 12)], date(2020, 2, 15), id="decision-of-the-constituency-by-the-15th"),
        pytest.param([date(2020, 2, 15)], date(2020, 2, 18), id="on-to-the-central-commission"),
        pytest.param([date(2013, 9, 12)], date(2013, 9, 15), id="decision-26/148-to-the-court-of-appeal"),
        pytest.param([date(2013, 9, 14)], date(2013, 9, 17), id="on-to-the-supreme-court"),
        pytest.param([date(2013, 9, 15)], date(2013, 9, 18), id="a-court-that-receives-on-the-15th"),
        pytest.param([date(2020, 2, 9), date(2020, 2, 11)], date(2020, 2, 14), id="the-latest-event-counts"),
        pytest.param([date(2024, 2, 27)], date(2024, 3, 1), id="leap-day"),
        pytest.param([date(2025, 12, 30)], date(2026, 1, 2), id="turn-of-the-year"),
    ],
)
def test_time_limit_of_three_days(events, last_day):
    limit = time_limit([THREE_DAYS], events, zone=BAKU)
    assert limit.last_day == last_day
    assert limit.deadline == midnight_after(last_day)


@pytest.mark.parametrize(
    ("before_the_end", "in_time"),
    [
        pytest.param(timedelta(seconds=1), True, id="last-second"),
        pytest.param(timedelta(microseconds=1), True, id="last-microsecond"),
        pytest.param(timedelta(0), False, id="the-deadline-itself"),
        pytest.param(-timedelta(microseconds=1), False, id="after"),
    ],
)
def test_in_time_means_before_the_deadline(before_the_end, in_time):
    limit = time_limit([THREE_DAYS], [date(2020, 2, 9)], zone=BAKU)
    assert limit.is_in_time(limit.deadline - before_the_end) is in_time


def test_day_that_ends_early_is_a_setting():
    limit = time_limit([THREE_DAYS], [date(2020, 2, 9)], zone=BAKU, ends_at=time(18))
    assert limit.deadline == datetime(2020, 2, 12, 18, tzinfo=BAKU)


def test_working_days_and_rolling_end_are_facts_of_the_rule():
    weekend = frozenset({date(2020, 2, 15), date(2020, 2, 16)})
    working = Rule(days=3, article="x", counts_working_days=True)
    rolling = Rule(days=3, article="x", end_rolls=True)
    assert time_limit([working], [date(2020, 2, 13)], zone=BAKU, rest_days=weekend).last_day == date(2020, 2, 18)
    assert time_limit([rolling], [date(2020, 2, 12)], zone=BAKU, rest_days=weekend).last_day == date(2020, 2, 17)
    assert time_limit([THREE_DAYS], [date(2020, 2, 12)], zone=BAKU, rest_days=weekend).last_day == date(2020, 2, 15)


def test_rule_is_the_one_in_force_on_the_day():
    old = Rule(days=3, article="old", valid_from=date(2003, 5, 27), valid_until=date(2015, 12, 31))
    new = Rule(days=2, article="new", valid_from=date(2016, 1, 1))
    assert rule_on([old, new], date(2015, 12, 31)) is old
    assert rule_on([old, new], date(2016, 1, 1)) is new
    with pytest.raises(LookupError):
        rule_on([old, new], date(2003, 5, 26))


def test_deadline_keeps_its_wall_clock_over_a_change_of_offset():
    # Azerbaijan left daylight saving time in 2016; in March 2015 the clock moved on the 29th
    limit = time_limit([THREE_DAYS], [date(2015, 3, 27)], zone=BAKU)
    assert (limit.deadline.hour, limit.deadline.utcoffset()) == (0, timedelta(hours=5))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60), st.integers(0, 10))
def test_limit_is_whole_days_after_the_latest_event(day, days, earlier):
    rule = Rule(days=days, article="x")
    limit = time_limit([rule], [day, day - timedelta(days=earlier)], zone=BAKU)
    assert limit.last_day - day == timedelta(days=days)
    assert limit.is_in_time(datetime.combine(day, time.min, tzinfo=BAKU))


@pytest.mark.parametrize(
    ("received_at", "deadline"),
    [
        pytest.param(datetime(2020, 1, 10, 12), datetime(2020, 1, 14), id="thirty-days-before-voting"),
        pytest.param(datetime(2020, 1, 11, 12), datetime(2020, 1, 14), id="less-than-thirty-days-before"),
        pytest.param(datetime(2020, 2, 6, 12), datetime(2020, 2, 9), id="two-days-end-before-voting-day"),
        pytest.param(datetime(2020, 2, 8, 12), datetime(2020, 2, 10), id="not-later-than-voting-day"),
        pytest.param(datetime(2020, 2, 9, 12), datetime(2020, 2, 9, 19), id="on-voting-day-until-the-poll-closes"),
        pytest.param(datetime(2020, 2, 9, 19), datetime(2020, 2, 10), id="on-voting-day-after-the-poll-has-closed"),
        pytest.param(datetime(2020, 2, 10, 12), datetime(2020, 2, 11), id="after-voting-day-at-once"),
    ],
)
def test_limit_to_decide_follows_the_phase_of_the_election(received_at, deadline):
    """The provisional rules (parallel law, 98.10 and 98.11) as they count once made active."""
    rules, received_at = [THREE_DAYS, SHORTLY_BEFORE, AT_ONCE], received_at.replace(tzinfo=BAKU)
    limit = time_limit(rules, [received_at.date()], zone=BAKU, voting=VOTING, received_at=received_at)
    assert limit.deadline == deadline.replace(tzinfo=BAKU)


def test_phases_mean_nothing_outside_an_election():
    limit = time_limit([THREE_DAYS, SHORTLY_BEFORE, AT_ONCE], [date(2020, 2, 9)], zone=BAKU)
    assert limit.rule is THREE_DAYS


def test_decision_at_once_received_after_an_early_end_of_the_day_is_due_at_midnight():
    received_at = datetime(2020, 2, 10, 20, tzinfo=BAKU)
    limit = time_limit(
        [AT_ONCE], [received_at.date()], zone=BAKU, voting=VOTING, received_at=received_at, ends_at=time(18)
    )
    assert limit.deadline == datetime(2020, 2, 11, tzinfo=BAKU)


@given(
    st.datetimes(datetime(2019, 12, 1), datetime(2020, 4, 1), timezones=st.just(BAKU)),
    st.times(),
    st.sampled_from([time.min, time(18)]),
)
def test_limit_to_decide_never_ends_before_the_complaint_was_received(received_at, poll_closes, ends_at):
    limit = time_limit(
        [THREE_DAYS, SHORTLY_BEFORE, AT_ONCE],
        [received_at.date()],
        zone=BAKU,
        voting=Voting(day=date(2020, 2, 9), poll_closes=poll_closes),
        received_at=received_at,
        ends_at=ends_at,
    )
    assert received_at < limit.deadline


@pytest.mark.parametrize(
    ("spans", "days"),
    [
        pytest.param([], 0, id="nothing-asked"),
        pytest.param([(9, 11)], 2, id="one"),
        pytest.param([(9, 9)], 0, id="answered-on-the-day"),
        pytest.param([(11, 9)], 0, id="answered-before-receipt"),
        pytest.param([(9, 12), (10, 11)], 3, id="one-within-another"),
        pytest.param([(12, 14), (9, 13)], 5, id="overlapping"),
        pytest.param([(9, 10), (12, 14)], 3, id="apart"),
    ],
)
def test_limit_rests_from_a_question_to_its_answer_and_no_day_twice(spans, days):
    assert rested((date(2020, 2, start), date(2020, 2, end)) for start, end in spans) == days


@pytest.mark.parametrize(
    ("arrived_at", "postmarked_on", "in_time"),
    [
        pytest.param(datetime(2020, 2, 12, 23, 59, 59, tzinfo=BAKU), None, True, id="last-second"),
        pytest.param(datetime(2020, 2, 13, tzinfo=BAKU), None, False, id="midnight"),
        pytest.param(datetime(2020, 2, 17, 10, tzinfo=BAKU), date(2020, 2, 12), True, id="postmark-of-the-last-day"),
        pytest.param(datetime(2020, 2, 17, 10, tzinfo=BAKU), date(2020, 2, 13), False, id="postmark-of-the-day-after"),
    ],
)
def test_answer_by_post_is_in_time_by_its_postmark(arrived_at, postmarked_on, in_time):
    due_at = datetime(2020, 2, 13, tzinfo=BAKU)  # 12 February, 24:00
    assert came_in_time(due_at, arrived_at, postmarked_on, zone=BAKU) is in_time
