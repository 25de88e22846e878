"""Which releases are about the same: worked out from the words that the search index holds, kept in a small table.

Words count by how rare they are. How rare is what PostgreSQL's own statistics
of the index say (`pg_stats.most_common_elems`): a word that they do not name is
rarer than all that they do. Two releases are as near as the cosine of the angle
between their words, so the nearness is the same seen from either side.
"""

from django.db import connection, transaction

from commission.models import SearchEntry
from press.models import Relation

KEPT = 8  # for each release; a few more than are shown, since not all of them may be public
WORDS = 24  # of a release, the most telling ones, by which others are looked for
ROWS_A_WORD = 200
COMPARED = 40  # of those found, the ones with most of the words
LEAST = 0.12  # below this only phrases of the trade are shared
TOO_COMMON = 0.1  # of all texts: such a word is in too many to tell anything

_NEAREST = """
WITH common AS MATERIALIZED (
  SELECT word, frequency
  FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs::real[]) AS one (word, frequency)
  WHERE schemaname = current_schema() AND tablename = 'commission_searchentry' AND attname = 'vector'
    AND word IS NOT NULL
), rarest AS MATERIALIZED (
  SELECT coalesce(min(frequency), 0.5) / 2 AS frequency FROM common
), own AS MATERIALIZED (
  SELECT lexeme, -ln(coalesce(common.frequency, rarest.frequency))
      * CASE WHEN 'A' = ANY(weights) THEN 3 WHEN 'B' = ANY(weights) THEN 2 ELSE 1 END AS telling,
    coalesce(common.frequency, 0) AS frequency, entry.language
  FROM commission_searchentry AS entry
  CROSS JOIN rarest
  CROSS JOIN unnest(entry.vector)
  LEFT JOIN common ON common.word = lexeme
  WHERE entry.kind = %(kind)s AND entry.object_id = %(release)s
), asked AS MATERIALIZED (
  SELECT lexeme, telling, language FROM own
  WHERE frequency < %(too_common)s AND length(lexeme) > 2 AND lexeme !~ '^[0-9.,:/-]+$'
  ORDER BY telling DESC, lexeme LIMIT %(words)s
), found AS MATERIALIZED (
  SELECT hit.id, sum(telling) AS telling
  FROM asked CROSS JOIN LATERAL (
    SELECT id FROM commission_searchentry AS entry
    WHERE entry.vector @@ (quote_literal(asked.lexeme)::tsquery) AND entry.kind = %(kind)s
      AND entry.language = asked.language AND entry.object_id <> %(release)s
    LIMIT %(rows)s
  ) AS hit
  GROUP BY hit.id ORDER BY telling DESC, hit.id DESC LIMIT %(compared)s
), theirs AS (
  SELECT entry.object_id, theirs.lexeme, -ln(coalesce(common.frequency, rarest.frequency))
      * CASE WHEN 'A' = ANY(weights) THEN 3 WHEN 'B' = ANY(weights) THEN 2 ELSE 1 END AS telling
  FROM found JOIN commission_searchentry AS entry USING (id)
  CROSS JOIN rarest
  CROSS JOIN unnest(entry.vector) AS theirs
  LEFT JOIN common ON common.word = theirs.lexeme
)
SELECT object_id,
  sum(theirs.telling * own.telling)
    / sqrt(sum(theirs.telling ^ 2) * (SELECT sum(telling ^ 2) FROM own)) AS weight
FROM theirs LEFT JOIN own USING (lexeme)
GROUP BY object_id
HAVING sum(theirs.telling * own.telling)
    / sqrt(sum(theirs.telling ^ 2) * (SELECT sum(telling ^ 2) FROM own)) >= %(least)s
ORDER BY weight DESC, object_id DESC LIMIT %(kept)s
"""

_SHORTENED = """
DELETE FROM press_relation USING (
  SELECT id, row_number() OVER (PARTITION BY release_id ORDER BY weight DESC, id DESC) AS place
  FROM press_relation WHERE release_id = ANY(%s)
) AS placed
WHERE press_relation.id = placed.id AND place > %s
"""


def nearest(pk):
    """Pairs of the key of another release and its nearness, the nearest first; none where the index lacks `pk`."""
    values = {
        "kind": SearchEntry.Kind.RELEASE, "release": pk, "words": WORDS, "rows": ROWS_A_WORD, "compared": COMPARED,
        "least": LEAST, "kept": KEPT, "too_common": TOO_COMMON,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, values)
        return cursor.fetchall()


def take_out(keys):
    """Let the releases with these keys be related to nothing, as what the search index lacks is."""
    Relation.objects.filter(release__in=keys).delete()
    Relation.objects.filter(other__in=keys).delete()


@transaction.atomic
def renew(keys):
    """Work out anew to what the releases with these keys are related; the others learn of it, too."""
    take_out(keys)
    rows = {}
    for pk in keys:
        for other, weight in nearest(pk):
            rows[pk, other] = rows[other, pk] = weight
    Relation.objects.bulk_create(
        [Relation(release_id=pk, other_id=other, weight=weight) for (pk, other), weight in rows.items()],
        update_conflicts=True, unique_fields=["release", "other"], update_fields=["weight"], batch_size=1_000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SHORTENED, [sorted({pk for pk, _ in rows}), 2 * KEPT])
