"""What counts as "the database is away" (reliability: F2), and what is an error of its own."""

import psycopg2
import pytest
from django import db
from django.db import DatabaseError, DataError, OperationalError, connection

from commission.errors import came_in_between, database_is_away


class WithState(psycopg2.OperationalError):
    def __init__(self, state):
        self.state = state

    @property
    def pgcode(self):
        return self.state


@pytest.mark.parametrize(
    ("state", "away"),
    [
        pytest.param("08006", True, id="connection-failure"),
        pytest.param("53100", True, id="disk-full"),
        pytest.param("57P01", True, id="shutdown"),
        pytest.param(None, True, id="no-connection"),
        pytest.param("55P03", True, id="lock-time-out"),
        pytest.param("57014", False, id="statement-time-out"),
    ],
)
def test_database_is_away_by_its_state(state, away):
    error = OperationalError("x")
    error.__cause__ = WithState(state)
    assert database_is_away(error) is away


def test_database_is_away_when_it_goes_in_the_middle_of_a_statement():
    error = DatabaseError("server closed the connection unexpectedly")
    error.__cause__ = psycopg2.DatabaseError("server closed the connection unexpectedly")
    assert database_is_away(error)


@pytest.mark.parametrize("kind", ["DataError", "IntegrityError", "ProgrammingError", "InternalError"])
def test_database_is_not_away_when_it_objects(kind):
    error = getattr(db, kind)("x")
    error.__cause__ = getattr(psycopg2, kind)("x")
    assert not database_is_away(error)


def test_database_is_not_away_for_errors_of_ours():
    assert not database_is_away(ValueError("x"))
    assert not database_is_away(DataError("too long"))
    assert not database_is_away(None)


@pytest.mark.django_db
def test_database_is_not_away_when_a_statement_takes_too_long():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 10")
        with pytest.raises(OperationalError) as caught:
            cursor.execute("SELECT pg_sleep(1)")
    assert not database_is_away(caught.value)


@pytest.mark.parametrize(
    ("state", "is_between"),
    [
        pytest.param("40P01", True, id="deadlock"),
        pytest.param("40001", True, id="serialisation"),
        pytest.param("55P03", True, id="lock-time-out"),
        pytest.param("57P01", False, id="shutdown"),
        pytest.param(None, False, id="no-connection"),
    ],
)
def test_somebody_else_came_in_between_by_the_state(state, is_between):
    error = OperationalError("x")
    error.__cause__ = WithState(state)
    assert came_in_between(error) is is_between
    assert not came_in_between(ValueError("x"))
