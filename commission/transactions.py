"""What a transaction needs that waits for something outside the database."""

from django.db import connection


def may_rest(seconds):
    """Let the transaction under way rest for so long, whatever the role's own limit; no pooled session keeps it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", [f"{seconds}s"])
