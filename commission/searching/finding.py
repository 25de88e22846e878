"""Which texts a question matches: the newest of very many, all of few, never more than a bounded number.

Ranking every match of a common word takes longer the more texts there are, and
walking back in time until enough texts hold a rare word does, too. So a
question that may match many is asked of the newest months first, as many of
them as its counts promise to be enough: months are lexemes, and the index
joins them with the words before any text is read.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.utils import timezone

from commission.searching.lexeme_query import LexemeQuery, all_of, any_of, one

WHOLE = 2_000  # matches that are asked for at once
AHEAD = 1.3  # how many more texts are looked through than the counts say
FURTHER = 4  # times as many in the next step, at least

# by an expression: an index by date would tempt the planner to walk back in time for a word that it thinks common
_NEWEST = [ExpressionWrapper(F("published_at") + Value(timedelta(0)), DateTimeField()).desc(), F("pk").desc()]


@dataclass(frozen=True)
class Sought:
    """A query, in how many of `texts` it may match at most and probably."""

    query: str
    at_most: float
    probably: float
    texts: int


def newest(entries, sought, *, months, most, columns, annotations):
    """The newest matches among `entries` (a queryset), at most `most` rows of `columns` and `annotations`.

    `months` is a function for the pairs of a month and its number of texts,
    newest first; it is asked only where a question may match many.
    """
    if sought.at_most <= WHOLE:
        return _asked(entries, sought.query, most, columns, annotations)
    found, seen, passed = [], 0, 0
    left = list(months())
    texts = sum(count for _, count in left)
    rate = max(sought.probably, 1) / max(sought.texts, 1)
    while left and len(found) < most:
        wanted = max(AHEAD * (most - len(found)) / rate, FURTHER * seen)
        slice_, seen = _slice(left, wanted)
        passed += seen
        if passed >= texts and not found:  # all of them: the months say nothing more
            return _asked(entries, sought.query, most, columns, annotations)
        query = all_of([sought.query, any_of(map(one, slice_))])
        found += _asked(entries, query, most - len(found), columns, annotations)
        rate = max(len(found), 1) / max(passed, 1)
    return found


def _asked(entries, query, most, columns, annotations):
    matching = entries.filter(vector=LexemeQuery(query)).order_by(*_NEWEST)
    return list(matching.annotate(**annotations).values_list(*columns, *annotations)[:most])


def _slice(left, wanted):
    """Take from `left` the newest months with as many texts as `wanted`: their lexemes, and the number of texts."""
    taken, texts = [], 0
    while left and (texts < wanted or not taken):
        month, count = left.pop(0)
        taken.append(month)
        texts += count
    whole_years = {month[:4] for month in taken} - {month[:4] for month, _ in left[:1]} - {taken[0][:4]}
    return [*(f"~{year}" for year in sorted(whole_years)), *(f"~{m}" for m in taken if m[:4] not in whole_years)], texts


def with_present_month(months, at):
    """`months` with the one of the instant `at`, of which nothing may be counted yet."""
    present = f"{timezone.localtime(at):%Y-%m}"
    return months if any(month == present for month, _ in months) else [(present, 0), *months]
