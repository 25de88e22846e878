"""Writing to the search table; called in the transaction that changes the source, for the register by the worker."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import DateTimeField, Func
from django.utils import timezone
from psycopg2.extras import execute_values

from commission.models import SearchEntry
from commission.searching import counts
from commission.words import dates
from commission.words.folding import searchable
from commission.words.vectors import analysed

BODY_CHARACTERS = 250_000
ATTACHED_CHARACTERS = 200_000
BATCH = 500

_COLUMNS = [
    "kind", "object_id", "language", "address", "title", "lead", "body", "attached", "topic", "commission", "outcome",
    "published_at", "visible_from", "visible_until", "length", "vector", "entered_at",
]  # fmt: skip
_KEY = ["kind", "object_id", "language"]
_CASTS = {
    "object_id": "::bigint", "published_at": "::timestamptz", "visible_from": "::timestamptz",
    "visible_until": "::timestamptz", "length": "::float8", "vector": "::tsvector",
}  # fmt: skip
_ROW = "(" + ", ".join(f"%s{_CASTS.get(column, '')}" for column in _COLUMNS[:-1]) + ", clock_timestamp())"


def _with_columns(statement):
    lists = {
        "columns": _COLUMNS,
        "replaced": [f"{column} = excluded.{column}" for column in _COLUMNS if column not in _KEY],
        "known": [f"known.{column}" for column in _COLUMNS[3:-1]],
        "given": [f"given.{column}" for column in _COLUMNS[3:-1]],
    }
    for name, columns in lists.items():
        statement = statement.replace(f"{{{name}}}", ", ".join(columns))
    return statement


_PUT = _with_columns("""
INSERT INTO commission_searchentry ({columns}) VALUES %s
ON CONFLICT (kind, object_id, language) DO UPDATE SET {replaced}
""")
# who rebuilds the index knows what was there when it began, and nothing that was entered or taken out since; and what
# is as it should be is left alone, because to write it again costs as much as to enter it
_PUT_AGAIN = _with_columns("""
INSERT INTO commission_searchentry ({columns})
SELECT given.* FROM (VALUES %s) AS given ({columns})
WHERE NOT EXISTS (
  SELECT FROM commission_searchentry AS known
  WHERE known.kind = given.kind AND known.object_id = given.object_id AND known.language = given.language
    AND ({known}) IS NOT DISTINCT FROM ({given})
)
ON CONFLICT (kind, object_id, language) DO UPDATE SET {replaced}
WHERE commission_searchentry.entered_at < '{older_than}'::timestamptz
""")


@dataclass(frozen=True, kw_only=True)
class Indexed:
    """What the search shall know of one public text."""

    kind: str
    object_id: int
    language: str
    address: str
    title: str
    lead: str
    body: str  # plain text
    published_at: datetime
    visible_from: datetime
    visible_until: datetime | None = None
    attached: str = ""  # the text of its files
    topic: str = ""  # the key of a topic in addresses
    commission: str = ""  # the number of a commission
    outcome: str = ""

    def as_entry(self):
        """The SearchEntry, and the words of its lexemes as the text writes them."""
        texts = {
            "title": searchable(self.title),
            "lead": searchable(self.lead),
            "body": searchable(self.body)[:BODY_CHARACTERS],
            "attached": searchable(self.attached)[:ATTACHED_CHARACTERS],
        }
        found = analysed(language=self.language, facets=self.facets(), **texts)
        known = {name: getattr(self, name) for name in _COLUMNS if name in self.__dataclass_fields__}
        return SearchEntry(**known | texts, vector=found.vector, length=found.length), found.words

    def facets(self):
        """Lexemes for all by which results are narrowed, and for the day: who asks for a day finds what is of it."""
        day = timezone.localdate(self.published_at)
        found = [facet("language", self.language), facet("kind", self.kind), f"~{day:%Y}", f"~{day:%Y-%m}"]
        found += dates.of_day(day)
        narrower = ("topic", "commission", "outcome")
        return [*found, *(facet(name, getattr(self, name)) for name in narrower if getattr(self, name))]


def facet(name, value):
    """The lexeme of all texts whose `name` (language, kind, topic, commission, outcome) is `value`."""
    return f"={name}:{value}"


@transaction.atomic
def put(texts):
    """Enter or replace `texts` (an iterable of Indexed)."""
    entries = [text.as_entry() for text in texts]
    for start in range(0, len(entries), BATCH):
        batch = entries[start : start + BATCH]
        keys = [(entry.kind, entry.object_id, entry.language) for entry, _ in batch]
        counts.leave(keys)
        _write(_PUT, [entry for entry, _ in batch])
        counts.enter(keys, [words for _, words in batch])


def put_again(texts, *, older_than):
    """Enter `texts` where they are not there already, nor anything newer than the instant `older_than`; counts stay.

    Result: pairs of the instant from which a text is visible and the words of its lexemes.
    """
    entries = [text.as_entry() for text in texts]
    with transaction.atomic(), connection.cursor() as cursor:
        # what a crash loses is entered by the next rebuild; memory for what the index takes in at once
        cursor.execute("SET LOCAL synchronous_commit = off; SET LOCAL work_mem = '128MB'")
        _write(_PUT_AGAIN.replace("{older_than}", older_than.isoformat()), [entry for entry, _ in entries])
    return [(entry.visible_from, words) for entry, words in entries]


def _write(statement, entries):
    rows = [[getattr(entry, column) for column in _COLUMNS[:-1]] for entry in entries]
    rows.sort(key=lambda row: row[:3])  # always in the same order: two writers never wait for each other
    with connection.cursor() as cursor:
        execute_values(cursor, statement, rows, template=_ROW, page_size=BATCH)


@transaction.atomic
def take_out(*, kind, object_id):
    """Remove an object in all its languages; nothing happens where it is not in the index.

    An empty row stays for a day, so that who rebuilds the index from what was
    read before does not enter it again.
    """
    rows = SearchEntry.objects.filter(kind=kind, object_id=object_id).exclude(address="")
    counts.leave(list(rows.values_list(*_KEY)))
    now = Func(function="clock_timestamp", output_field=DateTimeField())  # the clock by which `put` says when
    emptied = dict.fromkeys(["address", "title", "lead", "body", "attached", "topic", "commission", "outcome"], "")
    rows.update(**emptied, vector="", length=0, visible_until=now, entered_at=now)
