"""The queue: what runs, by time left, in colour and words; only what one may see, in rows and in counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from appeals import verbs
from appeals.desk.time_left import time_left
from appeals.models import Filing
from tests.appeals.desk_cast import assigned, central, decided, filed_now, precinct, queue, registered, sign_in
from tests.factories_appeals import NOON, make_commission, make_filing, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def numbers(answer):
    return [row["number"] for row in answer.context["rows"]]


def counted(answer):
    return {address: number for _label, number, address, _modifier in answer.context["counts"]}


def test_what_runs_is_shown_by_time_left(client):
    officer = sign_in(client)
    fresh, old = filed_now(), make_filing(arrived_at=timezone.now() - timedelta(days=6))
    ended = decided(officer)
    answer = client.get(queue())
    assert numbers(answer) == [old.number, fresh.number]
    text = answer.content.decode()
    assert 'badge--overdue">overdue by ' in text
    assert 'badge--in-time">in time: ' in text
    assert ended.number not in text
    assert numbers(client.get(queue("?state=decided"))) == [ended.number]


@pytest.mark.parametrize(
    ("left", "modifier", "words"),
    [
        pytest.param(timedelta(hours=-5), "overdue", "overdue by 5 h", id="overdue"),
        pytest.param(timedelta(0), "overdue", "overdue by 0 h", id="just-over"),
        pytest.param(timedelta(hours=23, minutes=59), "soon", "soon: 23 h left", id="soon"),
        pytest.param(timedelta(hours=24), "in-time", "in time: 24 h left", id="a-day"),
        pytest.param(timedelta(days=2, hours=3), "in-time", "in time: 2 d 3 h left", id="days"),
    ],
)
def test_time_left_is_told_in_colour_and_in_words(left, modifier, words):
    filing = Filing(status="filed", decision_deadline=NOON + left)
    told = time_left(filing, NOON)
    assert (told.modifier, told.words) == (modifier, words)


def test_no_time_is_left_to_what_has_ended_or_has_no_limit():
    assert time_left(Filing(status="decided", decision_deadline=NOON), NOON) is None
    assert time_left(Filing(status="filed"), NOON) is None


def test_counts_say_what_runs_by_state(client):
    officer = sign_in(client)
    expert = make_staff("expert", group="experts")
    filed_now()
    make_filing()
    registered(officer)
    assigned(officer, expert)
    found = counted(client.get(queue()))
    assert found == {
        "?overdue=on": 1,
        "?state=filed": 2,
        "?state=registered": 1,
        "?state=under_review": 1,
        "?state=on_agenda": 0,
        "?unassigned=on": 3,
        "?mine=on": 0,
    }
    client.force_login(expert)
    assert counted(client.get(queue()))["?mine=on"] == 1
    assert len(numbers(client.get(queue("?mine=on")))) == 1


def test_what_one_may_not_see_is_in_neither_rows_nor_counts(client):
    sign_in(client)
    sister, own_act = make_commission("C001"), make_commission()
    filed_now(commission=sister)
    filed_now(contested_commission=own_act)
    filed_now(commission=central())
    answer = client.get(queue())
    assert numbers(answer) == []
    assert set(counted(answer).values()) == {0}
    assert numbers(client.get(queue("?state=all&q=Sample"))) == []


def test_tier_above_sees_what_lies_below_it(client):
    sign_in(client, commission=central())
    below, about_below = filed_now(), filed_now(contested_commission=make_commission())
    assert set(numbers(client.get(queue()))) == {below.number, about_below.number}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?overdue=on", {"overdue"}),
        ("?is_late=on", {"late"}),
        ("?is_incomplete=on", {"overdue", "late", "misdirected"}),
        ("?is_misdirected=on", {"misdirected"}),
        ("?commission=P03312", {"below"}),
        ("?commission=nothing+like+it", set()),
        ("?election=M2020&is_misdirected=on", {"misdirected"}),
        ("?unassigned=on&is_late=on", {"late"}),
        ("?state=registered", set()),
    ],
)
def test_filters_narrow_the_queue(client, query, expected):
    sign_in(client)
    now = timezone.now()
    whole = {"evidence_explanation": "Two saw it.", "happened_on": now.date()}
    filings = {
        "overdue": make_filing(arrived_at=now - timedelta(days=9), happened_on=now.date() - timedelta(days=9)),
        "late": filed_now(),
        "misdirected": filed_now(contested_commission=make_commission("C001"), happened_on=now.date()),
        "below": filed_now(commission=precinct(), **whole),
    }
    names = {filing.number: name for name, filing in filings.items()}
    assert {names[number] for number in numbers(client.get(queue(query)))} == expected


def test_a_filing_is_found_by_number_old_number_applicant_and_respondent(client):
    officer = sign_in(client, commission=central())
    first = registered(officer, commission=central(), applicant_name="Aysel Əliyeva", respondent="Şəki məntəqəsi")
    old = first.number
    second = verbs.forward(first, to=make_commission(), reasons="Theirs.", by=officer)
    other = filed_now(applicant_name="Somebody Else", respondent="Nobody")
    for text in (old, second.number.lower(), "aliyeva", "sheki", "ELIYEVA aysel", "seki"):
        found = numbers(client.get(queue(), {"q": text, "state": "all"}))
        assert other.number not in found
        assert (second.number in found) is (text not in {"aliyeva", "sheki"}), text
    assert numbers(client.get(queue("?q=1"))) == [second.number]


def test_queue_asks_the_same_number_of_questions_for_3_and_60_rows(client):
    officer = sign_in(client)
    expert = make_staff("expert", group="experts")
    for _ in range(3):
        assigned(officer, expert)
    with CaptureQueriesContext(connection) as few:
        client.get(queue())
    for _ in range(57):
        assigned(officer, expert)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(queue())
    assert len(numbers(answer)) == 50
    assert len(many) == len(few)
    assert len(many) <= 12
    assert len(numbers(client.get(queue("?page=2")))) == 10


def test_short_words_are_found_at_the_beginnings_of_words(client):
    sign_in(client)
    found = filed_now(applicant_name="Aysel Ə. Sample", respondent="12 saylı məntəqə")
    other = filed_now(applicant_name="Nine Sample", respondent="312 saylı məntəqə")
    for text, expected in (("saylı 12", {found}), ("ə", {found}), ("12", set()), ("sample 31", {other})):
        state = "" if text != "ə" else "filed"
        answer = client.get(queue(), {"q": text, "state": state})
        assert set(numbers(answer)) == {filing.number for filing in expected}, text


def test_queue_of_the_central_commission_asks_no_more_for_more_rows(client):
    officer = sign_in(client, commission=central())
    asked = []
    for count in (1, 30):
        for _ in range(count):
            registered(officer, commission=central())
            filed_now(contested_commission=central())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(queue()).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


@pytest.mark.parametrize("query", ["?page=0", "?page=101", "?page=x", "?page=99999999999999999999", "?page=-1"])
def test_pages_that_do_not_exist_are_not_found(client, query):
    sign_in(client)
    assert client.get(queue(query)).status_code == 404


@pytest.mark.parametrize("query", ["?state=nowhere", "?election=none", "?q=" + "x" * 1001])
def test_filters_that_make_no_sense_are_named(client, query):
    sign_in(client)
    answer = client.get(queue(query))
    assert answer.status_code == 422
    assert numbers(answer) == []


def test_staff_without_a_commission_are_told_why_they_see_nothing(client, admin_user):
    client.force_login(admin_user)
    filed_now()
    answer = client.get(queue())
    assert numbers(answer) == []
    assert "do not work for any commission" in answer.content.decode()
