"""No sequence of verbs reaches a state without its author, its instant and a journal row of a kind that fits it."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appeals import access, verbs
from appeals.models import Event, Filing, NotAllowedNow, TimeLimitRule
from tests.factories_appeals import NOON, evidence, make_commission, make_filing, make_staff, second_to

pytestmark = pytest.mark.django_db
Status, Kind = Filing.Status, Event.Kind

# verb: the kinds of the rows that it writes, the first of them always
WRITES = {
    "register": [Kind.REGISTERED],
    "assign": [Kind.ASSIGNED],
    "request_information": [Kind.INFORMATION_REQUESTED, Kind.DEADLINE_CHANGED],
    "send_message": [(Kind.SUPPLEMENTED, Kind.INFORMATION_GIVEN), Kind.DEADLINE_CHANGED],
    "enter_message": [(Kind.SUPPLEMENTED, Kind.INFORMATION_GIVEN), Kind.DEADLINE_CHANGED],
    "write_to_applicant": [Kind.WRITTEN_TO],
    "forward": [Kind.FORWARDED, Kind.HEARING_REVOKED],
    "join": [Kind.JOINED],
    "open_hearing": [Kind.HEARING_OPENED],
    "answer_hearing": [Kind.HEARING_ANSWERED],
    "enter_hearing_answer": [Kind.HEARING_ANSWERED],
    "revoke_hearing": [Kind.HEARING_REVOKED],
    "give_opinion": [Kind.OPINION_GIVEN],
    "place_on_agenda": [Kind.PLACED_ON_AGENDA],
    "take_off_agenda": [Kind.TAKEN_OFF_AGENDA],
    "decide": [Kind.DECIDED],
    "return_": [Kind.RETURNED, Kind.HEARING_REVOKED],
    "refer": [Kind.REFERRED],
    "extend": [Kind.EXTENDED],
    "withdraw": [Kind.WITHDRAWN, Kind.HEARING_REVOKED],
    "reopen": [Kind.REOPENED],
    "serve": [Kind.SERVED],
    "correct": [Kind.CORRECTED],
    "publish": [Kind.PUBLISHED, Kind.PUBLISHED_ALONE],
    "record_court_outcome": [Kind.COURT_OUTCOME],
    "change_address": [Kind.ADDRESS_CHANGED],
    "replace_code": [Kind.CODE_REPLACED],
    "open_file": [Kind.FILE_READ],
    "open_evidence": [Kind.EVIDENCE_READ],
    "recompute": [Kind.DEADLINE_CHANGED],
    "empty": [Kind.EMPTIED],
    "empty_again": [Kind.EMPTIED],
}
# done by the applicant, the respondent or time: no member of staff is their author
BY_NOBODY_OF_STAFF = {
    Kind.SUPPLEMENTED, Kind.INFORMATION_GIVEN, Kind.HEARING_ANSWERED, Kind.WITHDRAWN, Kind.ADDRESS_CHANGED,
    Kind.DEADLINE_CHANGED, Kind.EMPTIED, Kind.HEARING_REVOKED, Kind.GIVEN_BACK,
}  # fmt: skip
NOT_OF_ONE_FILING = {
    "ask_to_recompute", "content_digest", "digest_of", "file", "open_session", "record", "recompute_running",
    "FiledOtherwise", "RECOMPUTED", "locked_together", "written_after_emptying",
}  # fmt: skip
# how each state is reached; what is drawn goes on from there
WAYS = {
    "filed": [],
    "registered": ["register"],
    "under_review": ["register", "assign", "give_opinion"],
    "on_agenda": ["register", "assign", "place_on_agenda"],
    "decided": ["register", "place_on_agenda", "decide", "serve"],
    "published": ["register", "place_on_agenda", "decide", "publish", "record_court_outcome", "correct"],
    "returned": ["register", "return_"],
    "joined": ["register", "join"],
    "withdrawn": ["register", "withdraw"],
    "forwarded": ["register", "assign", "forward"],
    "heard": ["register", "open_hearing", "answer_hearing"],
    "emptied": ["register", "assign", "give_opinion", "place_on_agenda", "decide", "publish", "empty"],
    "reopened": ["register", "place_on_agenda", "decide", "reopen"],
}


class Cast:
    """Who acts, in which commissions, with which other filing; `does` holds each verb with valid arguments."""

    def __init__(self):
        self.clerk = make_staff("clerk")
        self.second, self.expert = second_to(self.clerk), make_staff("expert", group="experts")
        self.here, self.there = make_commission(), make_commission("C001")
        TimeLimitRule.objects.filter(limit="investigate").update(is_active=True)
        self.leads, self.sessions, self.numbers = {}, {}, count(1)
        for at in (self.here, self.there):
            lead = make_filing(commission=at, statement="The same again.")
            self.leads[at.pk] = verbs.register(lead, by=self.clerk, at=NOON)
            self.sessions[at.pk] = verbs.open_session(commission=at, number=1, held_at=NOON, by=self.clerk)
        self.does = self._before_the_decision() | self._from_the_decision_on() | self._whenever()

    def _before_the_decision(self):
        by, late = self.clerk, timezone.now() + timedelta(days=1)
        return {
            "register": lambda f: verbs.register(f, by=by),
            "assign": lambda f: verbs.assign(f, expert=self.expert, by=by),
            "request_information": lambda f: verbs.request_information(f, text="?", answer_due_at=late, by=by),
            "forward": lambda f: verbs.forward(
                f, to=self.there if f.commission == self.here else self.here, reasons="x", by=by
            ),
            "join": lambda f: verbs.join(f, lead=self.leads[f.commission_id], by=by),
            "open_hearing": lambda f: verbs.open_hearing(
                f, respondent_name="R", respondent_email="r@people.example", answer_due_at=late, by=by
            ),
            "answer_hearing": lambda f: verbs.answer_hearing(existing(f.hearings.last()), text="!", at=timezone.now()),
            "enter_hearing_answer": lambda f: verbs.enter_hearing_answer(
                existing(f.hearings.last()), text="!", channel="post", received_at=timezone.now(), by=by
            ),
            "revoke_hearing": lambda f: verbs.revoke_hearing(existing(f.hearings.last()), by=by),
            "give_opinion": lambda f: verbs.give_opinion(f, text="x", proposed_outcome="upheld", by=self.expert),
            "place_on_agenda": lambda f: verbs.place_on_agenda(f, session=self.sessions[f.commission_id], by=by),
            "take_off_agenda": lambda f: verbs.take_off_agenda(f, by=by),
            "refer": lambda f: verbs.refer(f, to="Prosecutor", text="x", by=by),
            "extend": lambda f: verbs.extend(f, by=by),
        }

    def _from_the_decision_on(self):
        by, day = self.clerk, date(2020, 2, 20)
        return {
            "decide": lambda f: verbs.decide(f, outcome="upheld", reasons="x", by=by),
            "return_": lambda f: verbs.return_(f, reasons="x", by=by),
            "reopen": lambda f: verbs.reopen(f, reasons=f"x{next(self.numbers)}", by=by),
            "serve": lambda f: verbs.serve(existing(f.decision), party="applicant", way="hand", by=by),
            "correct": lambda f: verbs.correct(existing(f.decision), text="x", by=by),
            "publish": lambda f: verbs.publish(existing(f.decision), redactions=[], by=self.second),
            "record_court_outcome": lambda f: verbs.record_court_outcome(
                existing(f.decision), court="appeal", number="1", decided_on=day, result="confirmed", by=by
            ),
        }

    def _whenever(self):
        by = self.clerk
        return {
            "send_message": lambda f: verbs.send_message(f, text=f"{next(self.numbers)}", at=timezone.now()),
            "write_to_applicant": lambda f: verbs.write_to_applicant(f, text=".", by=by),
            "withdraw": lambda f: verbs.withdraw(f, at=timezone.now()),
            "change_address": lambda f: verbs.change_address(
                f, applicant_address=f"{next(self.numbers)} Street", applicant_email="", applicant_phone="", at=NOON
            ),
            "replace_code": lambda f: verbs.replace_code(f, by=by),
            "open_file": lambda f: verbs.open_file(f, by=by),
            "open_evidence": lambda f: verbs.open_evidence(existing(f.evidence.first()), by=by),
            "recompute": self._recompute,
            "empty": lambda f: verbs.empty(f, at=timezone.now()),
            "empty_again": lambda f: verbs.empty_again(f, before=timezone.now(), at=timezone.now()),
            "enter_message": lambda f: verbs.enter_message(
                f, text=f"{next(self.numbers)}", channel="paper", received_at=timezone.now(), by=by
            ),
        }

    def _recompute(self, filing):
        """After the rule has changed; NotAllowedNow where nothing runs any more."""
        TimeLimitRule.objects.filter(limit="decide", phase="always").update(days=F("days") + 1)
        if not verbs.recompute(filing):
            raise NotAllowedNow


def existing(row):
    """What the desk offers a step with only where there is one."""
    if row is None:
        raise NotAllowedNow
    return row


def test_every_verb_of_a_filing_is_tried():
    assert set(WRITES) == set(verbs.__all__) - NOT_OF_ONE_FILING
    assert set(Cast().does) == set(WRITES)


@pytest.mark.parametrize("way", WAYS)
def test_no_sequence_of_verbs_reaches_a_state_without_author_instant_and_journal_row(way):
    cast = Cast()

    @settings(max_examples=5, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(sorted(WRITES)), max_size=6))
    def holds(drawn):
        with transaction.atomic():
            filing = make_filing(uploads=[evidence()])
            for name in WAYS[way]:
                assert was_done(cast, filing, name), name
            for name in drawn:
                was_done(cast, filing, name)
            transaction.set_rollback(True)

    holds()


def was_done(cast, filing, name):
    """Do a verb and look at what came of it; whether it was allowed: where not, nothing may have changed."""
    before, rows = Filing.objects.get(pk=filing.pk), list(filing.events.order_by("pk"))
    try:
        with transaction.atomic():
            cast.does[name](Filing.objects.get(pk=filing.pk))
    except (NotAllowedNow, access.Conflict):
        after = Filing.objects.get(pk=filing.pk)
        assert vars(after) | {"_state": 0} == vars(before) | {"_state": 0}
        assert list(filing.events.order_by("pk")) == rows
        return False
    with connection.cursor() as cursor:  # what the database checks at the commit
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    after = Filing.objects.get(pk=filing.pk)
    is_journaled(before, after, list(filing.events.order_by("pk"))[len(rows) :], name)
    is_sound(after)
    return True


def is_journaled(before, after, written, name):
    kinds = [row.kind for row in written]
    first, *others = WRITES[name]
    assert kinds, name
    assert kinds[0] in (first if isinstance(first, tuple) else (first,)), (name, kinds)
    assert set(kinds[1:]) <= set(others), (name, kinds)
    assert all(row.happened_at and row.happened_at <= timezone.now() for row in written), name
    assert all(row.by_id or row.kind in BY_NOBODY_OF_STAFF for row in written), name
    if after.status != before.status:
        assert after.status in Filing.TRANSITIONS[before.status], name
        assert kinds[0] in Event.FITTING[after.status], (name, after.status)


def is_sound(filing):
    """What holds of a filing in every state."""
    assert bool(filing.closed_at) == (not filing.is_open)
    assert filing.received_at >= filing.arrived_at
    is_registered = filing.status in (Status.REGISTERED, Status.UNDER_REVIEW, Status.ON_AGENDA, Status.DECIDED)
    assert not is_registered or (filing.registered_by_id and filing.registered_at)
    assert filing.status != Status.FILED or not (filing.registered_at or filing.expert_id)
    assert filing.status != Status.UNDER_REVIEW or (filing.expert_id and filing.assigned_at and filing.assigned_by_id)
    on_agenda = filing.agenda_items.filter(taken_off_at=None).count()
    assert on_agenda == (filing.status == Status.ON_AGENDA)
    assert bool(filing.decision_id) == (filing.status in (Status.DECIDED, Status.RETURNED))
    assert bool(filing.joined_to_id) == (filing.status == Status.JOINED)
    for decision in filing.decisions.all():
        assert decision.decided_by_id
        assert decision.decided_at
        assert bool(decision.published_at) == bool(decision.published_by_id)
        assert decision.published_by_id != decision.decided_by_id
    for hearing in filing.hearings.all():
        assert bool(hearing.revoked_at) >= bool(hearing.revoked_by_id)
        assert hearing.answered_at or not hearing.answer
    if filing.emptied_at:
        assert filing.applicant_name == filing.statement == ""
        assert not filing.evidence.exclude(file="").exists()
