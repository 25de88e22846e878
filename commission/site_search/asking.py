"""Counting what is asked of the search, so that the press office learns what people look for in vain.

Who asks is not kept, nor when, beyond the day. A question that looks like
something of one person (an e-mail address, a telephone number, a code, the
number of a filing) is not counted at all. No robot can fill the table: a day
has so many questions, and each of them so many times. And no search waits for
this or fails with it: what cannot be written is left.
"""

import logging
import re

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from commission.site_search.models import QUESTION_CHARACTERS
from commission.words.analysis import tokens
from commission.words.folding import fold, searchable

log = logging.getLogger("portal.search")

MOST_NEW_A_DAY = 5_000
MOST_TIMES_A_DAY = 1_000
LOCK_WAIT = "100ms"

_LETTERS = r"[^\W\d_]"
_SIGN = r"[\s./()+\-–—−]"
_MIXED = rf"(?<!\w)(?=[^\W_]*\d)(?=\d*{_LETTERS})"  # letters and figures in one word
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MANY_FIGURES = re.compile(rf"(?:{_SIGN}*\d){{7}}")  # telephones, passports, accounts
_PERSONAL = re.compile(
    "|".join(
        (
            "@",
            rf"(?<!\w){_LETTERS}{{1,6}}\d*{_SIGN}*{_LETTERS}{{1,3}}\d{{4}}{_SIGN}*\d",  # C033-M2026-123
            rf"(?<!\w)(?:(?=\w{{0,3}}\d)[^\W_]{{4}}{_SIGN}*){{2}}",  # two groups of an access code, figures in each
            rf"(?<!\w)(?=.*\d)(?:[^\W_]{{4}}{_SIGN}+){{5}}[^\W_]{{4}}(?!\w)",  # a whole one
            rf"{_MIXED}[^\W_]{{7}}(?!\w)",  # the personal number on an identity card
            rf"{_MIXED}[^\W_]{{12,}}",  # keys and codes in one piece
        )
    )
)
# together in one statement and so in one transaction: a commit that waits neither for the disk nor for a standby
_COUNT = """
SELECT set_config('synchronous_commit', 'off', true), set_config('lock_timeout', %(wait)s, true);
INSERT INTO site_search_countedquestion AS known (day, language, question, spelling, times, has_result)
SELECT %(day)s, %(language)s, %(question)s, %(spelling)s, 1, %(has_result)s
WHERE EXISTS (
    SELECT FROM site_search_countedquestion WHERE language = %(language)s AND question = %(question)s AND day = %(day)s
) OR %(most)s > (
    SELECT count(*) FROM (SELECT FROM site_search_countedquestion WHERE day = %(day)s LIMIT %(most)s) AS today
)
ON CONFLICT (language, question, day) DO UPDATE SET times = known.times + 1, has_result = excluded.has_result
WHERE known.times < %(times)s
"""


def normal(text):
    """A question as it is counted: folded, with one blank between words."""
    return fold(typed(text))


def typed(text):
    """A question as it was typed, without what nobody sees and with one blank between words."""
    return " ".join(searchable(text).split())


def looks_personal(question):
    """Whether a normal question holds what may point at one person; rather once too often."""
    plain = question
    for token in reversed(tokens(question)):
        if token.mark.startswith("@"):  # a date has as many figures as a telephone number
            plain = plain[: token.start] + "·" + plain[token.end :]
    return bool(_PERSONAL.search(plain) or _MANY_FIGURES.search(_YEAR.sub("·", plain)))


def count(text, *, language, has_result, at):
    """Count a question of the day of `at`, where it may be kept; failing to write is logged and changes nothing."""
    spelling, question = typed(text), normal(text)
    if not question or len(question) > QUESTION_CHARACTERS or looks_personal(question):
        return
    values = {
        "day": timezone.localdate(at), "language": language, "question": question, "spelling": spelling,
        "has_result": has_result, "wait": LOCK_WAIT, "most": MOST_NEW_A_DAY, "times": MOST_TIMES_A_DAY,
    }  # fmt: skip
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_COUNT, values)
    except DatabaseError as error:
        _Failed.tell(error)


class _Failed:
    """Tells once a process and kind of error that questions are not counted: a standby refuses each of them."""

    told = set()

    @classmethod
    def tell(cls, error):
        kind = type(error.__cause__ or error).__name__
        if kind not in cls.told:
            cls.told.add(kind)
            log.warning("questions are not counted", extra={"error": kind})
