"""Filing: what was answered "received" is there once, whole, with its number and its journal row."""

import hashlib
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import TestCase
from django.utils import timezone

from appeals import codes, verbs
from appeals.models import Event, Evidence, Filing, NotAllowedNow, TimeLimitRule
from appeals.verbs import filing as filing_verbs
from commission.models import Election, Letter
from tests.factories_appeals import NOON, evidence, make_election, make_filing, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_staff("case-officer")


def test_filing_is_stored_whole():
    filing = make_filing(uploads=[evidence(), evidence("scan.pdf", b"<html>no pdf")])
    assert filing.number == "C033-M2020-000001"
    assert filing.filing_deadline.isoformat() == "2020-02-12T20:00:00+00:00" or filing.filing_deadline.hour == 0
    assert [event.kind for event in filing.events.all()] == ["filed"]
    first, second = filing.evidence.all()
    assert first.sha256 == hashlib.sha256(b"what I saw").hexdigest()
    with storages["evidence"].open(first.file.name) as file:
        assert file.read() == b"what I saw"
    assert (first.is_named_otherwise, second.kind, second.is_named_otherwise) == (False, "html", True)


def test_acknowledgement_never_holds_the_code():
    key = codes.new_form_key()
    filing = make_filing(form_key=key)
    letter = Letter.objects.get()
    code = codes.access_code(key, secret=settings.CODE_KEY)
    assert letter.to == "applicant@people.example"
    assert filing.number in letter.body
    assert code not in letter.body + letter.subject
    assert code.replace("-", "") not in letter.body


def test_database_holds_neither_key_nor_code():
    key = codes.new_form_key()
    make_filing(form_key=key)
    code = codes.access_code(key, secret=settings.CODE_KEY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(f)::text FROM appeals_filing f")
        stored = cursor.fetchone()[0]
    assert key not in stored
    assert code not in stored
    assert code.replace("-", "") not in stored


@pytest.mark.parametrize(
    ("arrived_at", "is_late"),
    [
        (NOON, False),
        (NOON.replace(day=12, hour=23, minute=59, second=59), False),
        (NOON.replace(day=13, hour=0), True),
    ],
)
def test_late_filing_is_taken_and_marked(arrived_at, is_late):
    assert make_filing(arrived_at=arrived_at).is_late is is_late


def test_decision_is_due_three_days_after_receipt():
    filing = make_filing(arrived_at=NOON.replace(day=12))
    assert filing.decision_deadline == NOON.replace(day=16, hour=0)


def test_provisional_rules_are_not_computed_with():
    assert not TimeLimitRule.objects.filter(is_provisional=True, is_active=True).exists()
    assert TimeLimitRule.objects.filter(is_provisional=True).exists()


def test_same_form_twice_files_once():
    key = codes.new_form_key()
    first = make_filing(form_key=key, uploads=[evidence()])
    second = make_filing(form_key=key, uploads=[evidence()], arrived_at=NOON + timedelta(minutes=1))
    assert first.pk == second.pk
    assert Filing.objects.count() == Event.objects.count() == Evidence.objects.count() == Letter.objects.count() == 1


def test_same_form_with_other_content_changes_nothing():
    key = codes.new_form_key()
    make_filing(form_key=key)
    for changes in ({"statement": "Something else."}, {"uploads": [evidence()]}):
        with pytest.raises(verbs.FiledOtherwise):
            make_filing(form_key=key, **changes)
    assert Filing.objects.get().statement == "A copy of the protocol was refused."


def test_numbers_have_no_gap_after_a_rollback():
    make_filing()
    with transaction.atomic():
        make_filing()
        transaction.set_rollback(True)
    assert make_filing().number == "C033-M2020-000002"


def test_file_of_a_filing_that_failed_does_not_stay(monkeypatch):
    before = set(storages["evidence"].listdir("")[0])
    key = codes.new_form_key()
    make_filing(form_key=key)
    monkeypatch.setattr(filing_verbs, "_already", lambda form_key, digest: None)
    saved = []
    save = storages["evidence"].save
    monkeypatch.setattr(storages["evidence"], "save", lambda *args: saved.append(save(*args)) or saved[-1])
    with pytest.raises(IntegrityError), transaction.atomic():
        make_filing(form_key=key, uploads=[evidence()])
    assert saved
    assert not any(storages["evidence"].exists(name) for name in saved)
    assert before <= set(storages["evidence"].listdir("")[0])


@pytest.mark.parametrize(
    "statement", ["UPDATE appeals_event SET kind = 'x'", "DELETE FROM appeals_event", "TRUNCATE appeals_event CASCADE"]
)
def test_journal_is_append_only_in_the_database(statement):
    make_filing()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement)


def test_register_holds_only_what_was_accepted(officer):
    returned = make_filing()
    accepted = make_filing()
    verbs.return_(returned, reasons="No complaint.", by=officer)
    verbs.register(accepted, by=officer)
    assert list(Filing.objects.on_register()) == [accepted]


def test_overdue_is_an_open_filing_past_its_deadline(officer):
    filing = make_filing()
    assert not filing.overdue(filing.decision_deadline - timedelta(microseconds=1))
    assert filing.overdue(filing.decision_deadline)
    verbs.return_(filing, reasons="x", by=officer)
    filing.refresh_from_db()
    assert not filing.overdue(filing.decision_deadline)


def test_learned_later_starts_the_limit():
    filing = make_filing(learned_on=date(2020, 2, 10))
    assert filing.filing_deadline == NOON.replace(day=14, hour=0)


def test_provisional_rule_counts_once_it_is_made_active():
    TimeLimitRule.objects.filter(phase="from_voting_day").update(is_active=True)
    filing = make_filing(arrived_at=NOON.replace(day=9))
    assert filing.decision_deadline == NOON.replace(day=9, hour=19)


def test_every_rule_says_what_it_means_in_each_language():
    for rule in TimeLimitRule.objects.all():
        assert set(rule.text) == {code for code, _name in settings.LANGUAGES}, rule


@pytest.mark.parametrize(
    ("day", "key"),
    [
        pytest.param(date(2020, 1, 1), "M2020", id="before-voting"),
        pytest.param(date(2020, 2, 10), "M2020", id="the-day-after-voting"),
        pytest.param(date(2020, 4, 10), "P2020", id="proceedings-have-ended"),
        pytest.param(date(2019, 1, 1), None, id="not-announced"),
    ],
)
def test_filing_belongs_to_the_election_that_is_under_way(day, key):
    parliament = make_election()
    parliament.announced_on = date(2019, 12, 5)
    parliament.save()
    local = {"announced_on": date(2020, 2, 1), "voting_on": date(2020, 9, 1), "ends_on": date(2020, 11, 1)}
    Election.objects.create(key="P2020", **local)
    found = Election.objects.current(day)
    assert (found.key if found else None) == key


def test_texts_and_files_go_when_their_time_is_over_and_digests_stay(officer):
    old = make_filing(uploads=[evidence()])
    verbs.send_message(old, text="And more.", at=NOON)
    kept = make_filing(uploads=[evidence()])
    item, digest = old.evidence.get(), old.content_digest
    verbs.return_(old, reasons="Applicant has no right.", by=officer, at=NOON)
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("forget", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(f)::text FROM appeals_filing f WHERE id = %s", [old.pk])
        row = cursor.fetchone()[0]
    for text in ("Sample Applicant", "Example Street", "protocol was refused", "people.example"):
        assert text not in row
    old.refresh_from_db()
    assert (old.content_digest, old.status, old.messages.get().text) == (digest, "returned", "")
    assert (old.evidence.get().sha256, old.evidence.get().file.name) == (item.sha256, "")
    assert not storages["evidence"].exists(item.file.name)
    assert old.events.last().kind == Event.Kind.EMPTIED
    assert Filing.objects.get(pk=kept.pk).statement
    assert storages["evidence"].exists(kept.evidence.get().file.name)


def test_open_filing_is_never_emptied():
    filing = make_filing()
    with pytest.raises(NotAllowedNow):
        verbs.empty(filing, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Filing.objects.update(emptied_at=timezone.now())


def test_joined_filing_keeps_its_texts_while_its_lead_may_be_taken_up_again(officer):
    long_ago = timezone.now() - timedelta(days=2_000)
    lead, twin = make_filing(arrived_at=long_ago), make_filing(arrived_at=long_ago)
    verbs.join(twin, lead=lead, by=officer, at=long_ago)
    kept = Filing.objects.kept_long_enough(timezone.now() - timedelta(days=30))
    assert not kept.exists()
    verbs.return_(lead, reasons="x", by=officer, at=timezone.now())
    assert not kept.exists()
    Filing.objects.filter(pk=lead.pk).update(closed_at=long_ago)
    assert set(kept) == {lead, twin}
