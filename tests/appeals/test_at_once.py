"""Many posts of one form at the same instant (reliability: F10)."""

import threading

import pytest
from django.db import connection

from appeals import codes
from appeals.models import Evidence
from tests.factories_appeals import evidence, make_filing


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The test database without a transaction around the test; what it filed is taken out again."""
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE appeals_event DISABLE TRIGGER USER")
            for table in ("appeals_event", "appeals_evidence", "appeals_filing", "appeals_registerserial"):
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608  names of our own
            cursor.execute("ALTER TABLE appeals_event ENABLE TRIGGER USER")
            for table in ("commission_letter", "commission_election"):
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            cursor.execute("DELETE FROM commission_electioncommission WHERE superior_id IS NOT NULL")
            cursor.execute("DELETE FROM commission_electioncommission")
        connection.close()


def test_fifty_posts_of_one_form_at_once_file_once(committed):
    key = codes.new_form_key()
    make_filing()  # commission and election exist
    numbers, broken = [], []

    def post():
        try:
            numbers.append(make_filing(form_key=key, uploads=[evidence()]).number)
        except Exception as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    assert len(numbers) == 50
    assert set(numbers) == {"C033-M2020-000002"}
    assert Evidence.objects.count() == 1
