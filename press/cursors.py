"""Cursors of lists: where a page begins, as a short text in the address. Pure functions."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def cursor_of(release):
    """The cursor that continues a list below `release`: whole microseconds, since a float would lose the last one."""
    return f"{(release.published_at - EPOCH) // MICROSECOND}-{release.pk}"


def read(cursor):
    """The instant and the id in `cursor`; raises ValueError for anything that is no cursor."""
    microseconds, dash, pk = cursor.rpartition("-")
    digits = microseconds.removeprefix("-")
    if not (dash and digits.isascii() and digits.isdigit() and pk.isascii() and pk.isdigit()):
        raise ValueError("no cursor")
    if len(digits) > 16 or len(pk) > 18:
        raise ValueError("no cursor")
    return EPOCH + int(microseconds) * MICROSECOND, int(pk)
