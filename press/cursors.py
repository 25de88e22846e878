"""Cursors of lists: where a page begins, as a short text in the address. Pure functions."""

from datetime import UTC, datetime


def cursor_of(release):
    """The cursor that continues a list below `release`."""
    return f"{int(release.published_at.timestamp() * 1_000_000)}-{release.pk}"


def read(cursor):
    """The instant and the id in `cursor`; raises ValueError for anything that is no cursor."""
    microseconds, dash, pk = cursor.partition("-")
    if not (dash and microseconds.isascii() and microseconds.isdigit() and pk.isascii() and pk.isdigit()):
        raise ValueError("no cursor")
    if len(microseconds) > 17 or len(pk) > 18:
        raise ValueError("no cursor")
    return datetime.fromtimestamp(int(microseconds) / 1_000_000, UTC), int(pk)
