"""The verbs of the proceedings: before and after, the journal row, the letter, each refusal (Code 112 and 112-1)."""

import itertools
import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from appeals import marks, verbs
from appeals.models import Filing, Forwarding, NotAllowedNow, TimeLimitRule
from commission.models import Letter, SearchEntry
from tests.factories_appeals import NOON, evidence, make_commission, make_filing, make_staff, received, second_to

pytestmark = pytest.mark.django_db
Status = Filing.Status


@pytest.fixture
def clerk():
    return make_staff("clerk")


@pytest.fixture
def expert():
    return make_staff("expert", group="experts")


def registered(clerk, **changes):
    return verbs.register(make_filing(**changes), by=clerk, at=NOON)


def on_agenda(clerk, **changes):
    filing = registered(clerk, **changes)
    sessions = filing.commission.sessions
    session = sessions.first() or verbs.open_session(commission=filing.commission, number=26, held_at=NOON, by=clerk)
    return verbs.place_on_agenda(filing, session=session, by=clerk, at=NOON)


def decided(clerk, **facts):
    values = {"outcome": "upheld", "reasons": "<p>Shown by Sample Applicantov.</p>"} | facts
    return verbs.decide(on_agenda(clerk), by=clerk, at=NOON, **values)


def kinds(filing):
    return list(filing.events.values_list("kind", flat=True))


def newest_letter():
    return Letter.objects.order_by("-pk").first()


def test_case_goes_from_filing_to_decision(clerk, expert):
    filing = registered(clerk)
    filing = verbs.assign(filing, expert=expert, by=clerk, at=NOON)
    assert (filing.status, filing.expert, filing.assigned_by) == (Status.UNDER_REVIEW, expert, clerk)
    verbs.give_opinion(filing, text="Well founded.", proposed_outcome="upheld", by=expert, at=NOON)
    session = verbs.open_session(commission=filing.commission, number=26, held_at=NOON, by=clerk)
    filing = verbs.place_on_agenda(filing, session=session, by=clerk, at=NOON)
    decision = verbs.decide(filing, outcome="upheld", reasons="<p>Shown.</p>", votes_for=3, by=clerk, at=NOON)
    filing.refresh_from_db()
    assert (filing.status, filing.decision, filing.closed_at) == (Status.DECIDED, decision, NOON)
    assert decision.number == "26/1"
    assert kinds(filing) == ["filed", "registered", "assigned", "opinion_given", "on_agenda", "decided"]
    assert "26/1" in newest_letter().body


def test_decision_numbers_are_gapless_within_a_commission_and_year(clerk):
    assert [decided(clerk).number for _ in range(3)] == ["26/1", "26/2", "26/3"]
    assert verbs.return_(make_filing(), reasons="<p>Late.</p>", by=clerk, at=NOON).number == "R/4"


def test_reasons_are_sanitised(clerk):
    decision = decided(clerk, reasons="<p>Shown</p><script>alert(1)</script>")
    assert decision.reasons == "<p>Shown</p>"


def test_information_is_asked_for_and_given_once(clerk):
    filing = registered(clerk)
    due = NOON + timedelta(days=1)
    asked = verbs.request_information(filing, text="Which polling station?", answer_due_at=due, by=clerk, at=NOON)
    assert "asks for information" in newest_letter().subject
    assert "Which polling station?" not in newest_letter().body
    for _twice in range(2):
        answer = verbs.send_message(filing, text="No. 12", files=[received(evidence())], at=NOON)
    asked.refresh_from_db()
    assert asked.answer == answer
    assert filing.messages.count() == filing.evidence.count() == 1
    assert kinds(filing) == ["filed", "registered", "info_requested", "info_given"]
    verbs.send_message(filing, text="And more.", at=NOON)
    assert kinds(filing)[-1] == "supplemented"


def test_clock_rests_while_the_applicant_is_asked_only_where_the_rule_says_so(clerk):
    def after_an_answer_in_two_days():
        filing = registered(clerk)
        before = filing.decision_deadline
        verbs.request_information(filing, text="?", answer_due_at=NOON + timedelta(days=3), by=clerk, at=NOON)
        verbs.send_message(filing, text="!", at=NOON + timedelta(days=2))
        filing.refresh_from_db()
        return filing.decision_deadline - before

    assert after_an_answer_in_two_days() == timedelta(0)
    TimeLimitRule.objects.filter(limit="decide").update(stops_for_information=True)
    assert after_an_answer_in_two_days() == timedelta(days=2)


def test_forwarding_keeps_the_instant_and_leaves_a_pointer(clerk):
    filing = registered(clerk)
    number, later = filing.number, NOON + timedelta(days=2)
    filing = verbs.forward(filing, to=make_commission("C001"), reasons="Theirs.", by=clerk, at=later)
    pointer = Forwarding.objects.get(old_number=number)
    assert (pointer.filing, pointer.to_commission.number, pointer.was_registered) == (filing, "C001", True)
    assert filing.number == "C001-M2020-000001"
    assert (filing.arrived_at, filing.received_at, filing.status) == (NOON, later, Status.FILED)
    assert filing.decision_deadline == NOON.replace(day=17, hour=0)
    assert (filing.registered_at, filing.registered_by) == (None, None)
    assert number in newest_letter().body
    assert filing.number in newest_letter().body
    with pytest.raises(NotAllowedNow):
        verbs.forward(filing, to=make_commission("C001"), reasons="Again.", by=clerk)


def test_duplicate_is_joined_and_follows_the_outcome(clerk):
    lead = on_agenda(clerk)
    twin = registered(clerk)
    verbs.join(twin, lead=lead, by=clerk, at=NOON)
    with pytest.raises(NotAllowedNow):
        verbs.join(registered(clerk), lead=twin, by=clerk)
    verbs.decide(lead, outcome="dismissed", reasons="<p>No.</p>", by=clerk, at=NOON)
    twin.refresh_from_db()
    assert (twin.status, twin.joined_to) == (Status.JOINED, lead)
    assert {letter.about for letter in Letter.objects.order_by("-pk")[:2]} == {lead.number, twin.number}


def test_respondent_is_heard_through_a_link_of_their_own(clerk):
    filing = registered(clerk)
    due = NOON + timedelta(days=1)
    hearing = verbs.open_hearing(
        filing, respondent_name="P012", respondent_email="p012@commission.example", answer_due_at=due, by=clerk, at=NOON
    )
    letter = newest_letter()
    token = re.search(r"/hearing/([\w-]{40,})/", letter.body).group(1)
    assert letter.to == "p012@commission.example"
    assert letter.holds_link
    assert token not in str(vars(hearing))
    found = type(hearing).objects.of_link(verbs.digest_of(token)).get()
    assert found.is_open_to_respondent(NOON)
    verbs.answer_hearing(found, text="It was handed out.", files=[received(evidence())], at=NOON)
    with pytest.raises(NotAllowedNow):
        verbs.answer_hearing(found, text="Again.", at=NOON)
    assert found.files.count() == 1
    verbs.revoke_hearing(found, by=clerk, at=NOON)
    assert not type(hearing).objects.of_link(verbs.digest_of(token)).get().is_open_to_respondent(NOON)
    assert kinds(filing)[2:] == ["hearing_opened", "hearing_answered", "hearing_revoked"]


def test_extension_needs_an_active_rule_and_is_granted_once(clerk):
    filing = registered(clerk)
    with pytest.raises(NotAllowedNow):
        verbs.extend(filing, by=clerk, at=NOON)
    TimeLimitRule.objects.filter(limit="investigate").update(is_active=True)
    before = filing.decision_deadline
    filing = verbs.extend(filing, by=clerk, at=NOON)
    assert filing.decision_deadline == before + timedelta(days=3)
    assert filing.events.last().deadline == filing.decision_deadline
    with pytest.raises(NotAllowedNow):
        verbs.extend(filing, by=clerk, at=NOON)


def test_changed_rule_recomputes_what_runs_and_journals_it(clerk):
    running, ended = registered(clerk), decided(clerk).filing
    before = running.decision_deadline
    TimeLimitRule.objects.filter(limit="decide", phase="always").update(days=5)
    assert verbs.recompute_running(at=NOON) == 1
    running.refresh_from_db()
    assert running.decision_deadline == before + timedelta(days=2)
    assert (running.events.last().kind, running.events.last().deadline) == (
        "deadline_changed",
        running.decision_deadline,
    )
    assert "deadline_changed" not in kinds(ended)
    assert verbs.recompute_running(at=NOON) == 0


def test_decision_is_served_and_starts_the_limit_for_an_appeal(clerk):
    decision = decided(clerk)
    verbs.serve(decision, party="applicant", way="email", by=clerk, at=NOON.replace(day=15))
    decision.refresh_from_db()
    assert decision.appeal_deadline == NOON.replace(day=19, hour=0)
    assert "until" in newest_letter().body


def test_service_by_email_needs_an_address_and_starts_nothing_without(clerk):
    decision = decided(clerk)
    letters = Letter.objects.count()
    with pytest.raises(NotAllowedNow):
        verbs.serve(decision, party="respondent", way="email", by=clerk, at=NOON)
    verbs.change_address(
        decision.filing, applicant_address="1 Street", applicant_email="", applicant_phone="", at=NOON
    )  # the old address is told
    with pytest.raises(NotAllowedNow):
        verbs.serve(decision, party="applicant", way="email", by=clerk, at=NOON)
    decision.refresh_from_db()
    assert (decision.appeal_deadline, decision.services.count()) == (None, 0)
    assert Letter.objects.count() == letters + 1
    verbs.serve(decision, party="applicant", way="post", by=clerk, at=NOON)
    verbs.serve(decision, party="respondent", way="hand", by=clerk, at=NOON)
    decision.refresh_from_db()
    assert decision.appeal_deadline == NOON.replace(day=15, hour=0)


@pytest.mark.parametrize("is_revoked", [False, True])
def test_respondent_who_was_heard_until_the_decision_is_served_by_email(clerk, is_revoked):
    filing = on_agenda(clerk)
    hearing = verbs.open_hearing(
        filing, respondent_name="R", respondent_email="r@people.example", answer_due_at=NOON, by=clerk, at=NOON
    )
    if is_revoked:
        verbs.revoke_hearing(hearing, by=clerk, at=NOON)
    decision = verbs.decide(filing, outcome="upheld", reasons="<p>x</p>", by=clerk, at=NOON + timedelta(minutes=1))
    if is_revoked:
        with pytest.raises(NotAllowedNow):
            verbs.serve(decision, party="respondent", way="email", by=clerk, at=NOON)
        return
    verbs.serve(decision, party="respondent", way="email", by=clerk, at=NOON)
    assert newest_letter().to == "r@people.example"


def test_published_decision_is_found_without_the_names(clerk):
    decision = decided(clerk)
    assert not SearchEntry.objects.filter(kind="decision").exists()
    verbs.publish(decision, redactions=["Sample Applicant"], by=second_to(clerk), at=NOON)
    entry = SearchEntry.objects.get(kind="decision")
    assert "Applicant" not in entry.body
    assert "█" in entry.body
    assert decision.number in entry.title


def test_decision_is_published_by_a_second_person_or_with_a_reason(clerk):
    decision = decided(clerk)
    with pytest.raises(NotAllowedNow):
        verbs.publish(decision, redactions=[], by=clerk, at=NOON)
    with pytest.raises(NotAllowedNow):
        verbs.publish(decision, redactions=[], alone_because=" ", by=clerk, at=NOON)
    assert kinds(decision.filing)[-1] == "decided"
    verbs.publish(decision, redactions=[], by=second_to(clerk), at=NOON)
    assert kinds(decision.filing)[-1] == "published"
    assert decision.published_alone_because == ""
    for reason in ("She is ill.", "She is still ill."):  # published anew: the first reason stays
        verbs.publish(decision, redactions=["x"], alone_because=reason, by=clerk, at=NOON)
    decision.refresh_from_db()
    assert decision.published_alone_because.splitlines() == ["She is ill.", "She is still ill."]
    assert kinds(decision.filing)[-2:] == ["published", "published_alone"]
    told = decision.filing.events
    assert "published_alone" not in told.told_to_parties().values_list("kind", flat=True)
    assert told.last().digest == verbs.digest_of(decision.published_alone_because)


def test_correction_stands_beside_the_decision(clerk):
    decision = decided(clerk)
    verbs.correct(decision, text="26/1, not 26/11", by=clerk, at=NOON)
    assert decision.corrections.get().text == "26/1, not 26/11"
    assert kinds(decision.filing)[-1] == "corrected"


def test_outcome_in_court_is_recorded(clerk):
    decision = decided(clerk)
    verbs.record_court_outcome(
        decision, court="appeal", number="2-1", decided_on=date(2020, 2, 20), result="confirmed", by=clerk, at=NOON
    )
    assert kinds(decision.filing)[-1] == "court_outcome"


def test_applicant_withdraws_and_the_case_is_reopened(clerk):
    filing = on_agenda(clerk)
    verbs.withdraw(filing, at=NOON)
    filing.refresh_from_db()
    assert (filing.status, filing.agenda_items.get().taken_off_at) == (Status.WITHDRAWN, NOON)
    filing = verbs.reopen(filing, reasons="It was not she who withdrew.", by=clerk, at=NOON.replace(day=20))
    assert (filing.status, filing.closed_at) == (Status.REGISTERED, None)
    assert filing.decision_deadline == NOON.replace(day=24, hour=0)
    assert filing.messages.get().text.startswith("It was not she")


def test_address_is_changed_and_the_old_one_is_told(clerk):
    filing = make_filing()
    verbs.change_address(
        filing, applicant_address="2 New Street", applicant_email="new@people.example", applicant_phone="", at=NOON
    )
    told = set(Letter.objects.filter(subject__contains="address").values_list("to", flat=True))
    assert told == {"applicant@people.example", "new@people.example"}


def test_lost_code_is_replaced_and_the_old_one_void(clerk):
    filing = make_filing()
    old = filing.code_digest
    code = verbs.replace_code(filing, by=clerk, at=NOON)
    filing.refresh_from_db()
    assert filing.code_digest != old
    assert len(code.replace("-", "")) == 24
    assert code not in newest_letter().body


def test_paper_filing_is_registered_with_its_entry_and_counts_from_its_postmark(clerk):
    filing = make_filing(channel="post", postmarked_on=date(2020, 2, 12), arrived_at=NOON.replace(day=14), by=clerk)
    assert (filing.status, filing.registered_by, filing.is_late) == (Status.REGISTERED, clerk, False)
    late = make_filing(channel="post", postmarked_on=date(2020, 2, 13), arrived_at=NOON.replace(day=14), by=clerk)
    assert late.is_late


def test_appeal_leaves_a_line_in_the_case_that_it_contests(clerk):
    decision = decided(clerk)
    appeal = make_filing(
        kind="appeal", contested_kind="decision", contested_filing=decision.filing, contested_decision=decision
    )
    assert kinds(decision.filing)[-1] == "appealed"
    assert decision.filing.events.last().subject_id == appeal.pk


@pytest.mark.parametrize(
    ("changes", "is_incomplete"),
    [
        pytest.param({}, True, id="without-evidence"),
        pytest.param({"evidence_explanation": "Two witnesses."}, False, id="evidence-explained"),
        pytest.param({"evidence_explanation": "x", "ground": ""}, True, id="without-ground"),
        pytest.param({"evidence_explanation": "x", "capacity": "party"}, True, id="party-without-authority"),
    ],
)
def test_incomplete_filing_is_taken_and_marked(changes, is_incomplete):
    assert make_filing(**changes).is_incomplete is is_incomplete


def test_incomplete_filing_that_gets_what_it_lacked_loses_the_mark(clerk):
    filing = make_filing()
    verbs.send_message(filing, text="My evidence follows.", at=NOON)
    filing.refresh_from_db()
    assert filing.is_incomplete
    verbs.send_message(filing, text="Here it is.", files=[received(evidence())], at=NOON)
    filing.refresh_from_db()
    assert not filing.is_incomplete
    assert not any("Incomplete" in mark for mark in marks.of(filing))
    filing.is_incomplete = True  # as in a filing whose contents were judged otherwise once
    assert marks.of(filing) == []


@pytest.mark.parametrize("channel", ["paper", "post", "telephone", "in_person"])
def test_only_who_files_online_declares_there_that_it_is_true(channel, clerk):
    assert make_filing(channel=channel, by=clerk).declared_true_at is None
    assert make_filing().declared_true_at == NOON


def test_session_names_the_day_of_the_commissions_zone(clerk):
    late = datetime(2020, 2, 11, 22, tzinfo=UTC)  # the 12th in Baku
    assert str(verbs.open_session(commission=make_commission(), number=7, held_at=late, by=clerk)) == "7 · 12.02.2020"


def test_misdirected_filing_is_taken_and_marked():
    above = make_commission("C033").superior
    assert make_filing(contested_commission=make_commission("C033")).is_misdirected
    assert not make_filing(contested_commission=make_commission("C033"), commission=above).is_misdirected
    assert not make_filing().is_misdirected


def test_database_allows_the_same_steps_as_the_table():
    """The trigger's own function, on a table that has nothing but a status."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE step (status text) ON COMMIT DROP")
        for old in Status.values:
            cursor.execute("INSERT INTO step VALUES (%s)", [old])
        guard = "FOR EACH ROW EXECUTE FUNCTION appeals_filing_takes_legal_steps()"
        cursor.execute(f"CREATE TRIGGER moves BEFORE UPDATE ON step {guard}")
    allowed = set()
    for old, new in itertools.permutations(Status.values, 2):
        with suppress(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE step SET status = %s WHERE status = %s", [new, old])
            allowed.add((old, new))
            cursor.execute("ALTER TABLE step DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM step WHERE ctid = (SELECT max(ctid) FROM step WHERE status = %s)", [new])
            cursor.execute("INSERT INTO step VALUES (%s)", [old])
            cursor.execute("ALTER TABLE step ENABLE TRIGGER USER")
    assert allowed == {(old, new) for old, ways in Filing.TRANSITIONS.items() for new in ways}


def test_database_refuses_an_illegal_step_and_another_beginning(clerk):
    filing = decided(clerk).filing
    with pytest.raises(IntegrityError, match="illegal step"), transaction.atomic():
        Filing.objects.filter(pk=filing.pk).update(status=Status.FILED, decision=None, closed_at=None)
    filing = Filing.objects.get(pk=filing.pk)
    filing.pk, filing.number, filing.form_key_digest = None, "X", "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        filing.save(force_insert=True)
