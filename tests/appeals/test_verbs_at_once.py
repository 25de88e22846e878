"""Two who change the same at the same instant: neither waits for ever, nobody gets an error of the server."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from appeals import access, verbs
from appeals.models import Filing, NotAllowedNow
from tests.appeals.desk_cast import filed_now, registered, step
from tests.factories_appeals import make_commission, make_filing, make_staff

HEAD_START = 0.5  # seconds for the other to come as far as it can


def together(*doings):
    """What each of `doings` gives, done in connections of their own; raises what one of them raises."""
    given, broken = {}, []

    def run(place, do):
        try:
            given[place] = do()
        except Exception as error:
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if broken:
        raise broken[0]
    return [given[place] for place in range(len(doings))]


@pytest.mark.django_db
def test_filings_are_locked_with_those_joined_with_them_in_the_order_of_their_keys():
    clerk = make_staff()
    twin, lead, other = registered(clerk), registered(clerk), registered(clerk)
    verbs.join(twin, lead=lead, by=clerk)
    assert list(verbs.locked_together(other, lead)) == [twin.pk, lead.pk, other.pk]


def test_link_is_revoked_while_the_respondent_answers(committed):
    clerk = make_staff()
    filing = registered(clerk)
    hearing = verbs.open_hearing(
        filing, respondent_name="R", respondent_email="r@people.example",
        answer_due_at=timezone.now() + timedelta(days=1), by=clerk,
    )  # fmt: skip
    has_begun = threading.Event()

    @transaction.atomic
    def revoke():
        verbs.locked_together(filing)  # as the desk does before it looks whether the verb is allowed
        has_begun.set()
        time.sleep(HEAD_START)
        return verbs.revoke_hearing(hearing, by=clerk)

    def answer():
        has_begun.wait()
        try:
            return verbs.answer_hearing(hearing, text="It was handed out.", at=timezone.now())
        except NotAllowedNow:
            return None

    revoked, answered = together(revoke, answer)
    assert revoked.revoked_at
    assert answered is None
    assert list(filing.events.values_list("kind", flat=True))[2:] == ["hearing_opened", "hearing_revoked"]


def test_filing_is_forwarded_while_an_appeal_from_it_comes_to_the_same_commission(committed):
    clerk = make_staff()
    filing, above = registered(clerk), make_commission().superior
    make_filing(commission=above)  # its serial exists, and is waited for
    has_begun = threading.Event()

    @transaction.atomic
    def forward():
        verbs.locked_together(filing)
        has_begun.set()
        time.sleep(HEAD_START)
        return verbs.forward(filing, to=above, reasons="Theirs.", by=clerk).number

    def appeal():
        has_begun.wait()
        return make_filing(kind="appeal", commission=above, contested_filing=filing).number

    assert sorted(together(forward, appeal)) == ["CEC-M2020-000002", "CEC-M2020-000003"]


def test_two_officers_join_two_filings_with_each_other(committed, monkeypatch):
    first, second = filed_now(), filed_now()
    may = access.may

    def slowly(*arguments):
        allowed = may(*arguments)
        if connection.in_atomic_block:  # the filing is locked: let the other come as far
            time.sleep(HEAD_START)
        return allowed

    monkeypatch.setattr(access, "may", slowly)

    def joining(name, filing, lead):
        client = Client(raise_request_exception=False)
        client.force_login(make_staff(name))
        return lambda: client.post(step(filing, "joining"), {"lead": lead.number}).status_code

    answers = together(joining("one", first, second), joining("two", second, first))
    assert sorted(answers) == [302, 409]
    assert sorted(Filing.objects.values_list("status", flat=True)) == ["filed", "joined"]


def test_lead_that_ends_meanwhile_is_joined_with_nobody(committed):
    clerk = make_staff()
    lead, twin = registered(clerk), registered(clerk)
    has_begun = threading.Event()

    @transaction.atomic
    def return_():
        verbs.return_(lead, reasons="<p>Late.</p>", by=clerk)
        has_begun.set()
        time.sleep(HEAD_START)

    def join():
        has_begun.wait()
        with pytest.raises(NotAllowedNow):
            verbs.join(twin, lead=lead, by=clerk)

    together(return_, join)
    assert Filing.objects.get(pk=twin.pk).status == Filing.Status.REGISTERED


def test_what_the_database_gives_up_comes_back_with_everything_typed(committed, settings, monkeypatch):
    """One holds the filing and another waits for longer than the database lets it (55P03)."""
    settings.LANGUAGE_CODE = "en"
    filing = filed_now()
    client = Client(raise_request_exception=False)
    client.force_login(make_staff())
    may = access.may

    def impatient(*arguments):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = 100" if connection.in_atomic_block else "SELECT 1")
        return may(*arguments)

    monkeypatch.setattr(access, "may", impatient)
    has_begun, is_answered = threading.Event(), threading.Event()

    @transaction.atomic
    def hold():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE appeals_message IN SHARE MODE")
        has_begun.set()
        is_answered.wait()

    def write():
        has_begun.wait()
        try:
            return client.post(step(filing, "message"), {"text": "Typed <words>.", "end": "1"})
        finally:
            is_answered.set()

    _held, answer = together(hold, write)
    assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    page = answer.content.decode()
    assert "Somebody else was changing the same" in page
    assert "Typed &lt;words&gt;." in page
    assert not filing.messages.exists()
