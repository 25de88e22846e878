"""In how many public texts each lexeme stands: for how much a word says, for what a question will cost, for spelling.

Who publishes adds rows that say what changes; nobody waits for another there.
The worker adds them up, each from the instant on at which its text is public:
so no count and no word tells of a text that is not.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from psycopg2.extras import Json

from commission.models import SearchEntry, SearchWord, SearchWordChange

LENGTHS = "=length"  # the sum of the lengths of all texts
ADDED_AT_ONCE = 1_000  # texts

# each text once when it becomes visible, and taken off at its end
_CHANGED = """
INSERT INTO commission_searchwordchange (vector, length, texts, words, counts_from)
SELECT entry.vector, entry.length, moment.texts * %s, coalesce(one.words, '{}'), moment.counts_from
FROM commission_searchentry AS entry
JOIN unnest(%s::text[], %s::bigint[], %s::text[], %s::jsonb[]) AS one (kind, object_id, language, words)
  USING (kind, object_id, language)
CROSS JOIN LATERAL (VALUES (1, visible_from), (-1, visible_until)) AS moment (texts, counts_from)
WHERE moment.counts_from IS NOT NULL AND entry.address <> ''
"""
_TO_COME = """
INSERT INTO commission_searchwordchange (vector, length, texts, words, counts_from)
SELECT entry.vector, entry.length, moment.texts, '{}', moment.counts_from
FROM commission_searchentry AS entry
CROSS JOIN LATERAL (VALUES (1, visible_from), (-1, visible_until)) AS moment (texts, counts_from)
WHERE moment.counts_from > now() AND entry.address <> ''
"""
_ADDED = """
WITH taken AS (
  DELETE FROM commission_searchwordchange WHERE id IN (
    SELECT id FROM commission_searchwordchange WHERE counts_from <= %s ORDER BY id LIMIT %s
  ) RETURNING vector, length, texts, words
), counted AS (
  SELECT lexeme, sum(texts) AS documents FROM taken CROSS JOIN unnest(vector)
  WHERE lexeme NOT LIKE '^%%' GROUP BY lexeme
  UNION ALL SELECT '=length', sum(length * texts) FROM taken HAVING count(*) > 0
), spelt AS (
  SELECT lexeme, max(word) AS word FROM taken CROSS JOIN jsonb_each_text(words) AS one (lexeme, word) GROUP BY lexeme
), summed AS (
  SELECT lexeme, coalesce(word, '') AS word, coalesce(documents, 0) AS documents
  FROM counted FULL JOIN spelt USING (lexeme)
)
INSERT INTO commission_searchword AS known (lexeme, word, stem, documents)
SELECT lexeme, word, CASE word WHEN '' THEN '' ELSE split_part(lexeme, ':', 2) END, documents
FROM summed ORDER BY lexeme
ON CONFLICT (lexeme) DO UPDATE SET documents = known.documents + excluded.documents,
  word = CASE known.word WHEN '' THEN excluded.word ELSE known.word END,
  stem = CASE known.word WHEN '' THEN excluded.stem ELSE known.stem END
"""
_COUNTED = """
INSERT INTO commission_searchword (lexeme, word, stem, documents)
SELECT counted.word, coalesce(spelt.word, ''),
  CASE WHEN spelt.word IS NULL THEN '' ELSE split_part(counted.word, ':', 2) END, ndoc
FROM ts_stat(
  'SELECT vector FROM commission_searchentry
   WHERE visible_from <= now() AND (visible_until IS NULL OR visible_until > now())', 'abcd'
) AS counted
LEFT JOIN unnest(%s::text[], %s::text[]) AS spelt (lexeme, word) ON spelt.lexeme = counted.word
UNION ALL SELECT '=length', '', '', coalesce(sum(length), 0) FROM commission_searchentry
WHERE visible_from <= now() AND (visible_until IS NULL OR visible_until > now())
"""
_KNOWN = "SELECT lexeme, documents FROM commission_searchword WHERE lexeme = ANY (%s)"
_MONTHS = """
SELECT substr(lexeme, 2), documents FROM commission_searchword
WHERE lexeme LIKE '~%-%' AND documents > 0 ORDER BY lexeme DESC
"""


@dataclass(frozen=True)
class Corpus:
    """How many texts are public, in all and of each language, their average length, and how many have a lexeme."""

    texts: int
    languages: dict
    average_length: float
    documents: dict


def of(lexemes):
    """The Corpus as the worker last counted it; a lexeme that it does not know stands in no text."""
    totals = {f"=language:{code}": code for code, _ in settings.LANGUAGES}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [[*lexemes, *totals, LENGTHS]])
        known = dict(cursor.fetchall())
    languages = {code: known.get(lexeme, 0) for lexeme, code in totals.items()}
    texts = max(1, sum(languages.values()))
    return Corpus(texts, languages, max(1.0, known.get(LENGTHS, 0) / texts), known)


def months():
    """Pairs of a month as `2026-11` and its number of public texts, the newest month first."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS)
        return cursor.fetchall()


def leave(keys):
    """Take the present texts of `keys` (kind, object_id, language) out of the counts, before they are replaced."""
    _change([(*key, None) for key in keys], -1)


def enter(keys, words):
    """Count the present texts of `keys`; `words` are how each writes its lexemes."""
    _change([(*key, Json(each)) for key, each in zip(keys, words, strict=True)], 1)


def _change(rows, sign):
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_CHANGED, [sign, *map(list, zip(*rows, strict=True))])


def spell(texts):
    """Note how texts that are not visible yet write their lexemes.

    `texts` are pairs of the instant from which one is visible and the words of its lexemes.
    """
    SearchWordChange.objects.bulk_create(
        SearchWordChange(vector="", length=0, texts=0, words=words, counts_from=visible_from)
        for visible_from, words in texts
    )


def add_up(at=None):
    """Add up the changes that count at `at` (now if None); whether some are left: they may be too many for once."""
    at = at or timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE commission_searchword IN ROW EXCLUSIVE MODE")  # before any row: see `recount`
        cursor.execute(_ADDED, [at, ADDED_AT_ONCE])
    return SearchWordChange.objects.filter(counts_from__lte=at).exists()


def recount(words):
    """Count everything anew from the index; `words` says how lexemes are written.

    Sees one instant alone: what is entered meanwhile stays to be added. Nothing
    is added up while this works, and it begins to see when nothing is any more.
    """
    known = dict(SearchWord.objects.exclude(word="").values_list("lexeme", "word")) | words
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("LOCK TABLE commission_searchword IN SHARE ROW EXCLUSIVE MODE")
        SearchWordChange.objects.all().delete()
        SearchWord.objects.all().delete()
        cursor.execute(_COUNTED, [list(known), list(known.values())])
        cursor.execute(_TO_COME)


def forgotten(at):
    """Words that stand in no text any more, and rows of texts that were taken out before `at`."""
    yield "words of no text", SearchWord.objects.filter(documents__lte=0)
    yield "emptied search entries", SearchEntry.objects.filter(address="", entered_at__lt=at)
