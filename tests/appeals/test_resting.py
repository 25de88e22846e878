"""The limit to decide rests while the applicant is asked for information, where the rule says so."""

from datetime import timedelta

import pytest

from appeals import remedies, verbs
from appeals.limits import recomputing
from appeals.models import Filing, TimeLimitRule
from commission.models import Letter
from tests.factories_appeals import NOON, make_commission, make_filing, make_staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
END = NOON.replace(day=15, hour=0)  # three days from 11 February


@pytest.fixture
def clerk():
    return make_staff("clerk")


@pytest.fixture
def rests():
    """The rule lets the limit rest, and further investigation is allowed."""
    TimeLimitRule.objects.filter(limit="decide").update(stops_for_information=True)
    TimeLimitRule.objects.filter(limit="investigate").update(is_active=True)


@pytest.fixture
def filing(clerk):
    return verbs.register(make_filing(), by=clerk, at=NOON)


def ask(filing, clerk, *, at=NOON, days=4):
    return verbs.request_information(filing, text="Where?", answer_due_at=at + days * DAY, by=clerk, at=at)


def again(filing):
    return Filing.objects.get(pk=filing.pk)


def deadline_letters():
    return Letter.objects.filter(subject__contains="another time limit").count()


def test_open_question_rests_the_limit_until_its_answer_is_due(rests, filing, clerk):
    ask(filing, clerk)
    found = again(filing)
    assert (found.rested_days, found.extension_days, found.decision_deadline) == (4, 0, END + 4 * DAY)
    line = found.events.last()
    assert (line.kind, line.by, line.deadline) == ("deadline_changed", clerk, END + 4 * DAY)
    assert deadline_letters() == 1
    assert not found.overdue(END + DAY)
    assert remedies.of(found, END + DAY) is None
    assert found.overdue(END + 4 * DAY)


def test_answer_ends_the_rest_and_the_applicant_is_told(rests, filing, clerk):
    ask(filing, clerk)
    verbs.send_message(filing, text="There.", at=NOON + DAY)
    found = again(filing)
    assert (found.rested_days, found.decision_deadline) == (1, END + DAY)
    assert found.events.last().deadline == END + DAY
    assert deadline_letters() == 2


def test_late_answer_lengthens_nothing(rests, filing, clerk):
    ask(filing, clerk, days=2)
    verbs.send_message(filing, text="There.", at=NOON + 3 * DAY)
    assert again(filing).rested_days == 2
    assert deadline_letters() == 1


def test_nothing_rests_where_the_rule_does_not_say_so(filing, clerk):
    ask(filing, clerk)
    assert (again(filing).rested_days, again(filing).decision_deadline) == (0, END)
    assert deadline_letters() == 0


def test_investigation_is_extended_after_a_rest(rests, filing, clerk):
    ask(filing, clerk, days=2)
    found = verbs.extend(filing, by=clerk, at=NOON)
    assert (found.rested_days, found.extension_days, found.decision_deadline) == (2, 3, END + 5 * DAY)


def test_after_forwarding_no_day_before_the_receipt_there_rests(rests, filing, clerk):
    ask(filing, clerk, days=4)
    there = verbs.forward(filing, to=make_commission("C001"), reasons="Theirs.", by=clerk, at=NOON + 2 * DAY)
    assert (there.rested_days, there.decision_deadline) == (2, END + 4 * DAY)
    verbs.send_message(filing, text="There.", at=NOON + 3 * DAY)
    assert (again(filing).rested_days, again(filing).decision_deadline) == (1, END + 3 * DAY)


def test_rest_of_what_is_reopened_begins_anew(rests, filing, clerk):
    ask(filing, clerk, days=2)
    verbs.return_(filing, reasons="x", by=clerk, at=NOON + DAY)
    found = verbs.reopen(filing, reasons="x", by=clerk, at=NOON + 9 * DAY)
    assert (found.rested_days, found.decision_deadline) == (0, END + 9 * DAY)


def test_rule_that_begins_to_let_the_limit_rest_counts_for_what_runs(filing, clerk):
    recomputing.recompute_if_due()
    ask(filing, clerk)
    TimeLimitRule.objects.filter(limit="decide").update(stops_for_information=True)
    assert recomputing.recompute_if_due()
    assert (again(filing).rested_days, again(filing).decision_deadline) == (4, END + 4 * DAY)
