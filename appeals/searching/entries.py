"""Writing what the search of the desk knows: after the journal, and never over what is newer."""

from django.db import connection
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from psycopg2.extras import execute_values

from appeals.models import Event, Filing, FilingEntry
from appeals.searching import texts
from commission.portions import in_portions

TOGETHER = 100

# lines of the journal with which no words come. Every other one is written while its filing is locked, so that of
# one filing they are committed in the order of their keys, and a newer key means newer words
WORDLESS = Event.READS | {
    Event.Kind.REGISTERED, Event.Kind.ASSIGNED, Event.Kind.PLACED_ON_AGENDA, Event.Kind.TAKEN_OFF_AGENDA,
    Event.Kind.HEARING_REVOKED, Event.Kind.SERVED, Event.Kind.PUBLISHED, Event.Kind.JOINED, Event.Kind.GIVEN_BACK,
    Event.Kind.EXTENDED, Event.Kind.DEADLINE_CHANGED, Event.Kind.WITHDRAWN, Event.Kind.APPEALED,
    Event.Kind.ADDRESS_CHANGED, Event.Kind.CODE_REPLACED,
}  # fmt: skip

_COLUMNS = [field.attname for field in FilingEntry._meta.concrete_fields]
_REPLACED = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS if column != "filing_id")
_PUT = f"""
INSERT INTO appeals_filingentry ({", ".join(_COLUMNS)}) VALUES %s
ON CONFLICT (filing_id) DO UPDATE SET {_REPLACED}
WHERE appeals_filingentry.newest_event <= excluded.newest_event
"""  # noqa: S608  our own words


def with_words():
    """The lines of the journal with which words came."""
    return Event.objects.exclude(kind__in=WORDLESS)


def behind():
    """Filings of which the search knows nothing yet, or nothing of what was written last."""
    newer = with_words().filter(filing=OuterRef("pk"), pk__gt=OuterRef("entry__newest_event"))
    return Filing.objects.filter(Q(entry=None) | Exists(newer))


def enter(keys):
    """Enter the filings with these keys as they are now.

    Whoever writes in one of them meanwhile makes it behind again: the line of
    the journal is read before the words, and an entry that knows a newer line
    stays.
    """
    newest = dict(with_words().filter(filing__in=keys).order_by().values_list("filing").annotate(Max("pk")))
    filings = Filing.objects.filter(pk__in=keys).prefetch_related(*texts.READ)
    _put([texts.as_entry(filing, newest_event=newest.get(filing.pk, 0)) for filing in filings])


def enter_all(progress=None):
    """Enter every filing anew; how many they were. `progress` is called with the number of those that are done."""
    done, portion = 0, []
    for filing in in_portions(Filing.objects.only("pk")):
        portion.append(filing.pk)
        if len(portion) == TOGETHER:
            done, portion = _entered(portion, done, progress), []
    return _entered(portion, done, progress)


def _entered(keys, done, progress):
    if keys:
        enter(keys)
        if progress:
            progress(done + len(keys))
    return done + len(keys)


def empty(filing, *, newest_event):
    """Take every word of an emptied filing away, in the transaction that empties it."""
    _put([texts.emptied(filing, newest_event=newest_event)])


def _put(entries):
    now = timezone.now()
    rows = []
    for entry in sorted(entries, key=lambda each: each.pk):  # in one order: two writers never wait for each other
        entry.entered_at = now
        rows.append([getattr(entry, column) for column in _COLUMNS])
    if rows:
        with connection.cursor() as cursor:
            execute_values(cursor, _PUT, rows, page_size=TOGETHER)
