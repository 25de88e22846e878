"""Two officers press the same button at the same instant: one does it, the other is told."""

import threading

import pytest
from django.db import connection, connections
from django.test import Client

from tests.appeals.desk_cast import filed_now, step
from tests.factories_appeals import make_staff

FILINGS = ("appeals_event", "appeals_evidence", "appeals_filing", "appeals_registerserial")
OTHERS = (
    "commission_letter", "commission_election", "commission_membership", "auth_user_groups", "auth_user",
    "django_session",
)  # fmt: skip


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The test database without a transaction around the test; what it wrote is taken out again."""
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE appeals_event DISABLE TRIGGER USER")
            for table in (*FILINGS, *OTHERS):
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own
            cursor.execute("ALTER TABLE appeals_event ENABLE TRIGGER USER")
            cursor.execute("DELETE FROM commission_electioncommission WHERE superior_id IS NOT NULL")
            cursor.execute("DELETE FROM commission_electioncommission")
        connection.close()


def signed_in(name):
    client = Client()
    client.force_login(make_staff(name))
    return client


def test_two_officers_at_once_register_once(committed):
    filing = filed_now()
    clients = [signed_in("first"), signed_in("second")]
    barrier, answers = threading.Barrier(2), []

    def press(client):
        barrier.wait()
        answers.append(client.post(step(filing, "registration")).status_code)
        connections.close_all()

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409]
    assert list(filing.events.values_list("kind", flat=True)) == ["filed", "registered"]
