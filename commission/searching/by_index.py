"""Questions that indexes answer, whatever the planner thinks of them.

It believes that words which nobody wrote stand in many texts, does not know
what reading a vector costs, and of what was entered a moment ago it knows
nothing: so it would read a whole table, and once more for every word.
"""

from psycopg2.sql import SQL

_BY_INDEX = SQL("SET LOCAL enable_seqscan = off; ")


def rows(connection, statement, values):
    """The rows of a `statement` (psycopg2's SQL, or what is composed of it), asked without reading whole tables."""
    with connection.cursor() as cursor:
        # what is sent at once is one transaction, in which the first part is forgotten
        cursor.execute((_BY_INDEX + statement).as_string(cursor.connection), values)
        found = cursor.fetchall()
        if connection.in_atomic_block:
            cursor.execute("SET LOCAL enable_seqscan = on")
    return found
