"""Which past questions are shown: those without result to the press office, those with results to visitors.

The worker adds them up. What visitors are shown reveals nobody: it was asked
on several days and many times, it stood the test of `asking.looks_personal`,
and its words stand in several public texts (commission.site_search.suggesting).
"""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from commission.site_search.models import CountedQuestion, SuggestedQuestion

KEPT_DAYS = 400
RECENT_DAYS = 90
LEAST_DAYS, LEAST_TIMES = 5, 20  # below these no question is suggested
MOST_UNANSWERED = 2_000
MOST_SUGGESTED = 20_000

# so much memory, because questions of 90 days that robots have filled are sorted on the disk with less
_ALONE = """
SELECT pg_try_advisory_xact_lock(hashtext('past questions of the search')), set_config('work_mem', '64MB', true)
"""
# a question's last day decides whether it has an answer now
_RECENT = """
WITH recent AS MATERIALIZED (
  SELECT language, question, max(day) AS last_on, max(day) FILTER (WHERE has_result) AS last_found_on,
    coalesce(sum(times) FILTER (WHERE has_result), 0) AS found, count(*) FILTER (WHERE has_result) AS days,
    coalesce(sum(times) FILTER (WHERE NOT has_result), 0) AS not_found
  FROM site_search_countedquestion WHERE day > %(since)s GROUP BY language, question
)
"""
_SPELLING = """(
  SELECT mode() WITHIN GROUP (ORDER BY spelling) FROM site_search_countedquestion AS asked
  WHERE asked.language = chosen.language AND asked.question = chosen.question AND day > %(since)s
)"""
_UNANSWERED = """
{recent}, chosen AS (
  SELECT * FROM recent WHERE last_found_on IS DISTINCT FROM last_on ORDER BY not_found DESC, question LIMIT %(most)s
), gone AS (
  DELETE FROM site_search_unansweredquestion AS old
  WHERE NOT EXISTS (SELECT FROM chosen WHERE (chosen.language, chosen.question) = (old.language, old.question))
)
INSERT INTO site_search_unansweredquestion (language, question, spelling, times, last_on)
SELECT language, question, {spelling}, not_found, last_on FROM chosen
ON CONFLICT (language, question)
DO UPDATE SET spelling = excluded.spelling, times = excluded.times, last_on = excluded.last_on
""".replace("{recent}", _RECENT).replace("{spelling}", _SPELLING)
_SUGGESTED = """
{recent}, chosen AS (
  SELECT * FROM recent WHERE last_found_on = last_on AND days >= %(days)s AND found >= %(times)s
  ORDER BY found DESC, question LIMIT %(most)s
), gone AS (
  DELETE FROM site_search_suggestedquestion AS old
  WHERE NOT EXISTS (SELECT FROM chosen WHERE (chosen.language, chosen.question) = (old.language, old.question))
    AND (NOT is_hidden OR last_on < %(kept)s)
)
INSERT INTO site_search_suggestedquestion (language, question, spelling, times, last_on, is_hidden)
SELECT language, question, {spelling}, found, last_on, false FROM chosen
ON CONFLICT (language, question)
DO UPDATE SET spelling = excluded.spelling, times = excluded.times, last_on = excluded.last_on
""".replace("{recent}", _RECENT).replace("{spelling}", _SPELLING)


@transaction.atomic
def add_up(at=None):
    """Work out anew, as of `at` (now if None), which questions are shown; False, since nothing is left to do."""
    today = timezone.localdate(at or timezone.now())
    values = {
        "since": today - timedelta(days=RECENT_DAYS), "kept": _kept_until(today),
        "days": LEAST_DAYS, "times": LEAST_TIMES,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        if cursor.fetchone()[0]:
            cursor.execute(_UNANSWERED, values | {"most": MOST_UNANSWERED})
            cursor.execute(_SUGGESTED, values | {"most": MOST_SUGGESTED})
    return False


def forgotten(at):
    """What has outlived its time at `at`: a name and the rows, each."""
    until = _kept_until(timezone.localdate(at))
    yield "questions of the search", CountedQuestion.objects.filter(day__lt=until)
    yield "suggested questions", SuggestedQuestion.objects.filter(last_on__lt=until)


def _kept_until(today):
    return today - timedelta(days=KEPT_DAYS)
