"""What several modules about the proceedings share."""

import pytest
from django.db import connection


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The test database without a transaction around the test; what was stored is taken out again."""
    with django_db_blocker.unblock():
        yield
        tables = "appeals_filing, appeals_registerserial, commission_electioncommission, commission_election, auth_user"
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE appeals_event DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {tables}, commission_letter, commission_bucket CASCADE")
            cursor.execute("ALTER TABLE appeals_event ENABLE TRIGGER USER")
        connection.close()
