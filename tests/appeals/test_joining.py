"""Joined filings have one outcome, every applicant is told and served, and nobody ends the complaint of another."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from appeals import remedies, verbs
from appeals.models import Filing, Forwarding, NotAllowedNow, Service
from commission.models import Letter
from tests.factories_appeals import NOON, make_commission, make_filing, make_staff

pytestmark = pytest.mark.django_db
Status = Filing.Status
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def clerk():
    return make_staff("clerk")


def registered(clerk, name):
    filing = make_filing(applicant_name=name, applicant_email=f"{name}@people.example")
    return verbs.register(filing, by=clerk, at=NOON)


@pytest.fixture
def joined(clerk):
    """A lead on the register and a twin that follows it."""
    lead, twin = registered(clerk, "lead"), registered(clerk, "twin")
    verbs.join(twin, lead=lead, by=clerk, at=NOON)
    return SimpleNamespace(lead=lead, twin=twin)


def again(filing):
    return Filing.objects.get(pk=filing.pk)


def kinds(filing):
    return list(filing.events.values_list("kind", flat=True))


def letters_to(name):
    return Letter.objects.filter(to=f"{name}@people.example").order_by("pk")


def decided(filing, clerk):
    sessions = filing.commission.sessions
    session = sessions.first() or verbs.open_session(commission=filing.commission, number=26, held_at=NOON, by=clerk)
    verbs.place_on_agenda(filing, session=session, by=clerk, at=NOON)
    return verbs.decide(filing, outcome="dismissed", reasons="<p>No.</p>", by=clerk, at=NOON)


def test_withdrawal_of_the_lead_gives_the_joined_filing_back(joined):
    before = again(joined.twin)
    verbs.withdraw(joined.lead, at=LATER)
    twin = again(joined.twin)
    assert (twin.status, twin.joined_to, twin.closed_at) == (Status.REGISTERED, None, None)
    assert twin.decision_deadline == before.decision_deadline
    assert kinds(twin) == ["filed", "registered", "joined", "given_back"]
    line = twin.events.last()
    assert (line.subject_id, line.by, line.deadline) == (joined.lead.pk, None, twin.decision_deadline)
    letter = letters_to("twin").last()
    assert joined.lead.number in letter.body
    assert "decided by itself" in letter.body


def test_joined_filing_that_was_not_on_the_register_waits_for_it_again(clerk):
    lead, twin = registered(clerk, "lead"), make_filing()
    verbs.join(twin, lead=lead, by=clerk, at=NOON)
    verbs.withdraw(lead, at=LATER)
    twin = again(twin)
    assert (twin.status, twin.registered_at) == (Status.FILED, None)
    verbs.register(twin, by=clerk)


def test_filing_that_was_given_back_is_decided_by_itself(joined, clerk):
    verbs.withdraw(joined.lead, at=LATER)
    decision = decided(joined.twin, clerk)
    assert again(joined.twin).decision == decision


def test_return_of_the_lead_is_told_to_the_joined_applicant_who_can_appeal_it(joined, clerk):
    decision = verbs.return_(joined.lead, reasons="<p>Too late.</p>", by=clerk, at=LATER)
    assert decision.number in letters_to("twin").last().body
    assert remedies.of(again(joined.twin), LATER).decision == decision


def test_joined_filings_go_to_the_competent_commission_together(joined, clerk):
    old, there = joined.twin.number, make_commission("C001")
    lead = verbs.forward(joined.lead, to=there, reasons="Theirs.", by=clerk, at=LATER)
    twin = again(joined.twin)
    assert (twin.commission, twin.status, twin.joined_to, twin.registered_at) == (there, Status.JOINED, lead, None)
    assert {lead.number, twin.number} == {"C001-M2020-000001", "C001-M2020-000002"}
    assert (twin.arrived_at, twin.received_at) == (NOON, LATER)
    assert Forwarding.objects.get(old_number=old).filing == twin
    assert kinds(twin)[-1] == "forwarded"
    assert twin.number in letters_to("twin").last().body


def test_who_followed_a_filing_follows_the_one_that_it_is_joined_with(joined, clerk):
    new_lead = registered(clerk, "first")
    verbs.join(joined.lead, lead=new_lead, by=clerk, at=LATER)
    assert again(joined.twin).joined_to == again(joined.lead).joined_to == new_lead
    assert joined.twin.events.last().subject_id == new_lead.pk
    assert new_lead.number in letters_to("twin").last().body
    decision = decided(new_lead, clerk)
    for name in ("lead", "twin"):
        assert decision.number in letters_to(name).last().body


def test_nothing_is_joined_with_what_has_ended_or_is_joined_itself(joined, clerk):
    third = registered(clerk, "third")
    for wrong in (joined.twin, third):
        with pytest.raises(NotAllowedNow):
            verbs.join(third, lead=wrong, by=clerk)
    verbs.withdraw(joined.lead, at=LATER)
    with pytest.raises(NotAllowedNow):
        verbs.join(third, lead=joined.lead, by=clerk)


def test_decision_is_served_on_every_joined_applicant(joined, clerk):
    decision = decided(joined.lead, clerk)
    service = verbs.serve(decision, party="applicant", way="post", by=clerk, at=NOON.replace(day=15))
    assert service.filing == joined.lead
    other = Service.objects.get(filing=joined.twin)
    assert (other.decision, other.way, other.served_by) == (decision, "post", clerk)
    line = joined.twin.events.last()
    assert (line.kind, line.subject_id, line.deadline) == ("served", other.pk, NOON.replace(day=19, hour=0))
    assert "is served on you" in letters_to("twin").last().body
    remedy = remedies.of(again(joined.twin), NOON)
    assert (remedy.is_served, remedy.limit.deadline) == (True, NOON.replace(day=19, hour=0))


def test_service_on_the_respondent_is_none_on_the_joined_applicant(joined, clerk):
    verbs.serve(decided(joined.lead, clerk), party="respondent", way="post", by=clerk, at=LATER)
    assert not Service.objects.filter(filing=joined.twin).exists()


def test_joined_applicant_learns_that_the_lead_is_taken_up_again(joined, clerk):
    decided(joined.lead, clerk)
    verbs.reopen(joined.lead, reasons="A witness came.", by=clerk, at=LATER)
    letter = letters_to("twin").last()
    assert "taken up again" in letter.subject
    assert joined.lead.number in letter.body


def test_ring_of_joined_filings_does_not_hang_the_search_for_its_lead(joined):
    with connection.cursor() as cursor:  # the database refuses it, too
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE appeals_filing DISABLE TRIGGER USER")
    Filing.objects.filter(pk=joined.lead.pk).update(status="joined", joined_to=joined.twin, closed_at=NOON)
    assert remedies.lead_of(again(joined.twin)) == again(joined.lead)


def test_joined_filing_that_was_emptied_is_not_given_back(joined):
    Filing.objects.filter(pk=joined.twin.pk).update(emptied_at=LATER)
    verbs.withdraw(joined.lead, at=LATER)
    assert again(joined.twin).status == Status.JOINED
