"""Which releases are about the same: worked out from the words that the search index holds, kept in a small table.

Words count by how rare they are among all that is public (commission.searching.counts).
Two releases are as near as the cosine of the angle between their words, so the
nearness is the same seen from either side.
"""

from django.db import connection, transaction
from django.db.models import Q
from psycopg2.sql import SQL

from commission.models import SearchEntry
from commission.search_index import facet
from commission.searching import by_index, counts
from commission.searching.lexeme_query import one
from press.models import Relation

KEPT = 8  # for each release; a few more than are shown, since not all of them may be public
WORDS = 24  # of a release, the most telling ones, by which others are looked for
ROWS_A_WORD = 200
COMPARED = 24  # of those found, the ones with most of the words
LEAST = 0.12  # below this only phrases of the trade are shared
TOO_COMMON = 0.1  # of all texts: such a word is in too many to tell anything
FEW = 20  # texts in which any word may be
MOST_TELLING = 3  # how much more a word of the title tells than one of the text
WORDS_ALONE = "^[a-z]+:[^0-9]{3,}$"  # lexemes of words, and none of one or two letters

# in the query of words, because by kind and language the planner would read all releases for each of them
_AND_A_RELEASE = f" & {one(facet('kind', SearchEntry.Kind.RELEASE))}"
_TELLING = "ln(1 + %(texts)s / (coalesce(known.documents, 0) + 1.0::float8)) * least(cardinality(positions), %(most)s)"
_NEAREST = SQL("""
WITH own AS MATERIALIZED (
  SELECT one.lexeme, coalesce(known.documents, 0) AS documents, {telling} AS telling
  FROM commission_searchentry AS entry
  CROSS JOIN unnest(entry.vector) AS one
  LEFT JOIN commission_searchword AS known USING (lexeme)
  WHERE entry.kind = %(kind)s AND entry.object_id = %(release)s AND one.lexeme ~ %(words_only)s
), all_own AS MATERIALIZED (
  SELECT jsonb_object_agg(lexeme, telling) AS telling, sum(telling ^ 2) AS length FROM own
), asked AS MATERIALIZED (
  SELECT lexeme, telling FROM own WHERE documents < %(too_common)s
  ORDER BY telling DESC, lexeme LIMIT %(words)s
), found AS MATERIALIZED (
  SELECT hit.id, sum(telling) AS telling
  FROM asked CROSS JOIN LATERAL (
    SELECT id FROM commission_searchentry AS entry
    WHERE entry.vector @@ (quote_literal(asked.lexeme) || %(and_a_release)s)::tsquery AND entry.object_id <> %(release)s
    LIMIT %(rows)s
  ) AS hit
  GROUP BY hit.id ORDER BY telling DESC, hit.id DESC LIMIT %(compared)s
), theirs AS (
  SELECT entry.object_id, theirs.lexeme, {telling} AS telling
  FROM found JOIN commission_searchentry AS entry USING (id)
  CROSS JOIN unnest(entry.vector) AS theirs
  LEFT JOIN commission_searchword AS known USING (lexeme)
  WHERE theirs.lexeme ~ %(words_only)s
), compared AS (
  SELECT object_id,
    sum(theirs.telling * (all_own.telling ->> theirs.lexeme)::float8) / sqrt(sum(theirs.telling ^ 2) * length) AS weight
  FROM theirs CROSS JOIN all_own GROUP BY object_id, length
)
SELECT object_id, weight FROM compared WHERE weight >= %(least)s
ORDER BY weight DESC, object_id DESC LIMIT %(kept)s
""").format(telling=SQL(_TELLING))

_SHORTENED = """
WITH placed AS (
  SELECT id, row_number() OVER (PARTITION BY release_id ORDER BY weight DESC, id DESC) AS place
  FROM press_relation WHERE release_id = ANY(%s)
), last AS (
  SELECT id FROM press_relation WHERE id IN (SELECT id FROM placed WHERE place > %s) ORDER BY id FOR UPDATE
)
DELETE FROM press_relation USING last WHERE press_relation.id = last.id
"""


def nearest(pk):
    """Pairs of the key of another release and its nearness, the nearest first; none where the index lacks `pk`."""
    texts = counts.of([]).texts
    values = {
        "kind": SearchEntry.Kind.RELEASE, "and_a_release": _AND_A_RELEASE, "release": pk, "words_only": WORDS_ALONE,
        "words": WORDS, "rows": ROWS_A_WORD, "compared": COMPARED, "least": LEAST, "kept": KEPT, "most": MOST_TELLING,
        "too_common": max(FEW, TOO_COMMON * texts), "texts": texts,
    }  # fmt: skip
    return by_index.rows(connection, _NEAREST, values)


@transaction.atomic
def take_out(keys):
    """Let the releases with these keys be related to nothing, as what the search index lacks is."""
    theirs = Relation.objects.filter(Q(release__in=keys) | Q(other__in=keys))
    # always in the same order: two writers seldom wait for each other
    locked = list(theirs.order_by("pk").select_for_update().values_list("pk", flat=True))
    Relation.objects.filter(pk__in=locked).delete()


@transaction.atomic
def renew(keys):
    """Work out anew to what the releases with these keys are related; the others learn of it, too."""
    take_out(keys)
    rows = {}
    for pk in keys:
        for other, weight in nearest(pk):
            rows[pk, other] = rows[other, pk] = weight
    Relation.objects.bulk_create(
        [Relation(release_id=pk, other_id=other, weight=weight) for (pk, other), weight in sorted(rows.items())],
        update_conflicts=True, unique_fields=["release", "other"], update_fields=["weight"], batch_size=1_000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SHORTENED, [sorted({pk for pk, _ in rows}), 2 * KEPT])
