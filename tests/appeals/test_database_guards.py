"""What the database refuses, whoever asks, and whatever goes around the verbs (T10)."""

import importlib
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from appeals import verbs
from appeals.models import Correction, CourtOutcome, Decision, Event, Filing, Opinion, Service
from tests.factories_appeals import NOON, make_filing, make_staff

guards = importlib.import_module("appeals.migrations.0002_database_guards")
Status = Filing.Status


@pytest.fixture
def clerk(db):
    return make_staff("clerk")


@pytest.fixture
def case(clerk):
    """A decided case with an opinion, a correction, a service and an outcome in court."""
    expert = make_staff("expert", group="experts")
    filing = verbs.register(make_filing(), by=clerk, at=NOON)
    filing = verbs.assign(filing, expert=expert, by=clerk, at=NOON)
    verbs.give_opinion(filing, text="Founded.", proposed_outcome="upheld", draft_reasons="x", by=expert, at=NOON)
    session = verbs.open_session(commission=filing.commission, number=26, held_at=NOON, by=clerk)
    verbs.place_on_agenda(filing, session=session, by=clerk, at=NOON)
    decision = verbs.decide(filing, outcome="upheld", reasons="<p>Shown.</p>", by=clerk, at=NOON)
    verbs.serve(decision, party="applicant", way="hand", by=clerk, at=NOON)
    verbs.correct(decision, text="26, not 62", by=clerk, at=NOON)
    verbs.record_court_outcome(
        decision, court="appeal", number="1", decided_on=date(2020, 2, 20), result="confirmed", by=clerk, at=NOON
    )
    return Filing.objects.get(pk=filing.pk)


@contextmanager
def committing():
    """A transaction in which what is checked at the commit is checked at its end, though the test goes on."""
    with transaction.atomic(), connection.cursor() as cursor:
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refuses(match="", **changes):
    """That a filing, registered unless `changes` say otherwise, is not stored with them."""
    with pytest.raises(IntegrityError, match=match), committing():
        Filing.objects.update(**changes)


def test_database_keeps_the_kinds_of_the_model():
    assert {status: set(kinds) for status, kinds in guards.FITTING.items()} == Event.FITTING
    assert set(Event.FITTING) == set(Status)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        pytest.param({"status": "under_review"}, "reviewed_filing_has_its_expert", id="review-without-an-expert"),
        pytest.param({"status": "filed"}, "filed_filing_is_in_nobodys_hands", id="filed-and-registered"),
        pytest.param({"registered_by": None}, "registered_filing_has_its_author", id="registered-by-nobody"),
        pytest.param(
            {"registered_at": None, "registered_by": None}, "filing_in_proceedings_is_registered", id="never-registered"
        ),
        pytest.param({"status": "withdrawn"}, "ended_filing_has_its_instant", id="ended-at-no-instant"),
        pytest.param({"closed_at": NOON}, "ended_filing_has_its_instant", id="runs-and-ended"),
        pytest.param({"assigned_at": NOON}, "assigned_filing_has_its_author", id="assigned-to-nobody"),
        pytest.param({"status": "joined", "closed_at": NOON}, "joined_filing_says_with_which", id="joined-with-none"),
        pytest.param({"emptied_at": NOON}, "only_closed_filings_are_emptied", id="emptied-while-it-runs"),
    ],
)
def test_states_are_tied_to_their_facts(clerk, changes, constraint):
    verbs.register(make_filing(), by=clerk, at=NOON)
    refuses(constraint, **changes)


def test_filing_is_not_joined_with_itself(clerk):
    filing = verbs.register(make_filing(), by=clerk, at=NOON)
    refuses("filing_is_not_joined_with_itself", status="joined", joined_to=filing, closed_at=NOON)


def test_other_states_are_tied_to_their_facts(case):
    hearing = verbs.open_hearing(
        verbs.reopen(case, reasons="x", by=case.decision.decided_by, at=NOON), respondent_name="R",
        respondent_email="r@people.example", answer_due_at=NOON, by=case.decision.decided_by, at=NOON,
    )  # fmt: skip
    for rows, changes, constraint in (
        (case.agenda_items.all(), {"taken_off_at": None}, "taken_off_has_its_instant"),
        (case.hearings.all(), {"answer": "x"}, "answer_has_its_instant"),
        (case.hearings.all(), {"revoked_by": case.decision.decided_by}, "who_revokes_a_hearing_does_it_at_an_instant"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            rows.update(**changes)
    facts = {field.attname: getattr(case.decision, field.attname) for field in Decision._meta.concrete_fields}
    with pytest.raises(IntegrityError, match="decision_was_taken_in_a_session"), transaction.atomic():
        Decision.objects.create(**facts | {"id": None, "number": "26/2", "session_id": None})
    assert hearing.answer == ""


def test_step_without_a_journal_row_is_refused(clerk):
    filing = make_filing()
    refuses("without a line in the journal", status="withdrawn", closed_at=NOON)
    with transaction.atomic():
        Event.objects.create(filing=filing, kind="registered", happened_at=NOON)
        refuses("without a line in the journal", status="withdrawn", closed_at=NOON)
        Event.objects.create(filing=filing, kind="withdrawn", happened_at=NOON)
    with committing():
        Filing.objects.update(status="withdrawn", closed_at=NOON)
    assert Filing.objects.get().status == Status.WITHDRAWN


def test_filing_without_a_journal_row_is_refused(db):
    filing = make_filing()
    filing.pk, filing.number, filing.form_key_digest = None, "X", "x"
    with pytest.raises(IntegrityError, match="without a line in the journal"), committing():
        filing.save(force_insert=True)


def test_journal_row_of_an_earlier_transaction_does_not_count(committed):
    clerk = make_staff("clerk")
    filing = verbs.register(make_filing(), by=clerk, at=NOON)
    session = verbs.open_session(commission=filing.commission, number=1, held_at=NOON, by=clerk)
    verbs.place_on_agenda(filing, session=session, by=clerk, at=NOON)
    verbs.take_off_agenda(filing, by=clerk, at=NOON)  # and so there is a row of the kind that is wanted
    with pytest.raises(IntegrityError, match="became on_agenda without"):
        Filing.objects.update(status="on_agenda")
    assert Filing.objects.get().status == Status.REGISTERED
    line = filing.events.first()
    with transaction.atomic():  # a row cannot say of itself that it is of this transaction
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            mine = cursor.fetchone()[0]
        forged = Event.objects.create(filing=filing, kind="file_read", happened_at=NOON, written_in=mine + 7)
        forged.refresh_from_db()
    assert (forged.written_in, line.written_in < mine) == (mine, True)


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        pytest.param(Decision, {"reasons": "<p>Other.</p>"}, id="decision"),
        pytest.param(Decision, {"outcome": "dismissed"}, id="outcome"),
        pytest.param(Decision, {"published_at": NOON, "votes_for": 9}, id="decision-beside-its-publication"),
        pytest.param(Opinion, {"text": "Unfounded."}, id="opinion"),
        pytest.param(Opinion, {"text": "", "draft_reasons": ""}, id="opinion-emptied-before-its-time"),
        pytest.param(Correction, {"text": "Other."}, id="correction"),
        pytest.param(Service, {"served_at": NOON.replace(day=20)}, id="service"),
        pytest.param(CourtOutcome, {"result": "annulled"}, id="court-outcome"),
        pytest.param(Event, {"kind": "file_read"}, id="journal"),
    ],
)
def test_what_stands_is_not_changed_nor_removed(case, model, changes):
    table = connection.ops.quote_name(model._meta.db_table)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete("default")
    with committing():
        pass  # nothing is pending: TRUNCATE is refused by the guard alone
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_publication_and_the_limit_for_an_appeal_may_change(case, clerk):
    Decision.objects.update(
        redactions=["x"], appeal_deadline=NOON, published_at=NOON, published_by=make_staff("second")
    )
    assert Decision.objects.get().redactions == ["x"]


def test_nobody_publishes_their_own_decision_without_a_reason(case, clerk):
    with pytest.raises(IntegrityError, match="published_by_a_second_person"), transaction.atomic():
        Decision.objects.update(published_at=NOON, published_by=clerk)
    Decision.objects.update(published_at=NOON, published_by=clerk, published_alone_because="Alone here.")


def test_opinion_is_emptied_with_its_filing_and_not_rewritten_then(case):
    verbs.empty(case, at=NOON.replace(day=20))
    opinion = case.opinions.get()
    assert (opinion.text, opinion.draft_reasons, opinion.proposed_outcome) == ("", "", "upheld")
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.update(text="New words.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.update(proposed_outcome="dismissed")


def test_filing_is_ended_by_a_decision_of_its_own(case, clerk):
    other = verbs.return_(make_filing(), reasons="<p>Late.</p>", by=clerk, at=NOON)
    verbs.reopen(other.filing, reasons="It was in time.", by=clerk, at=NOON)  # its decision ends nothing now
    with pytest.raises(IntegrityError, match="filing_is_ended_by_its_own_decision"), committing():
        Filing.objects.filter(pk=case.pk).update(decision=other)


def test_guards_are_taken_away_and_set_again(db):
    operations = guards.Migration.operations
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal")
        before = cursor.fetchone()
        for operation in reversed(operations):
            cursor.execute(operation.reverse_sql)
        cursor.execute("SELECT count(*) FROM pg_proc WHERE proname LIKE 'appeals%'")
        assert cursor.fetchone() == (0,)
        for operation in operations:
            cursor.execute(operation.sql)
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal")
        assert cursor.fetchone() == before
