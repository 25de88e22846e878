"""Numbers without a gap: of filings and of decisions, the last lock of the transaction that takes one (112-1.3)."""

from django.db import connection
from django.utils import timezone

from appeals.models import RegisterSerial

# one statement: who waits for the row waits for as few round trips as can be
_NEXT = f"""
    INSERT INTO {RegisterSerial._meta.db_table} AS serial (prefix, last) VALUES (%s, 1)
    ON CONFLICT (prefix) DO UPDATE SET last = serial.last + 1 RETURNING last
"""  # noqa: S608  a name of our own
WITHOUT_SESSION = "R"  # first part of the number of a return, which no session decides


def next_number(commission, election, at):
    """The next register number, gapless: the row lock holds to the end of the transaction (112-1.3)."""
    prefix = f"{commission.number}-{election.key if election else timezone.localtime(at).year}"
    return f"{prefix}-{next_serial(prefix):06d}"


def next_serial(prefix):
    """The next of the numbers 1, 2, 3… of `prefix`; without a gap, since a rollback gives it back."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [prefix])
        return cursor.fetchone()[0]


def next_decision_number(commission, session, at):
    """Year and number of the commission's next decision, `<session>/<serial>`; `session` None for a return."""
    year = timezone.localtime(at).year
    serial = next_serial(f"decisions-{commission.number}-{year}")
    return year, f"{session.number if session else WITHOUT_SESSION}/{serial}"
