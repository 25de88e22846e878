"""Which texts a question matches: the newest of very many, all of few, never more than a bounded number.

Ranking every match of a common word takes longer the more texts there are, and
walking back in time until enough texts hold a rare word does, too. So what may
match many is asked of the newest months first: months are lexemes, and the
index joins them with the words before any text is read. How many match there
tells how to go on. Where few do in all, they are asked for without months,
which takes less time than to join many of these; else of as many months as
promise to be enough.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from psycopg2.sql import SQL, Identifier

from commission.searching import by_index
from commission.searching.lexeme_query import LexemeQuery, all_of, any_of, one

WHOLE = 300  # matches that are all weighed
AT_ONCE = 2_000  # matches that are read faster than months are joined
AHEAD = 1.3  # how many more texts are looked through than the counts say
FEW_MONTHS = 12  # that are asked for as months; of more, whole years
FIRST_MONTHS = 4  # that are asked before more than the counts is known
TELLING = 30  # matches that say how many a month has
FURTHER = 4  # times as many texts in the next step as before, where those say too little
ALWAYS = "0000-00", "9999-99"

# by an expression: an index by date would tempt the planner to walk back in time for a word that it thinks common
_NEWEST = [ExpressionWrapper(F("published_at") + Value(timedelta(0)), DateTimeField()).desc(), F("pk").desc()]

_QUERY = "the query"  # where one stands in a statement that is made for several
_ROWS = SQL("SELECT {columns}{ranks} FROM ({newest} LIMIT %s) AS newest")
_RANK = SQL(", ts_rank('{1, 1, 1, 1}', vector, %s::tsquery)")


@dataclass(frozen=True)
class Sought:
    """A query, how many texts match it at most and probably; the first and the last month of these.

    `at_least` is how many the index finds, as far as counts tell; 0 where they do not. `also` is asked of those that
    it finds: it joins a few words fast, and many common ones slowly.
    """

    query: str
    at_most: float
    probably: float
    at_least: float = 0
    also: str = ""
    between: tuple[str, str] = ALWAYS


def newest(entries, sought, *, months, most, columns, ranks=()):
    """The newest matches among `entries` (a queryset): rows of `columns`, and of what ts_rank says of each of `ranks`.

    All of them where they are WHOLE at most, else no more than `most`.

    `months` is a function for the pairs of a month and its number of texts,
    newest first; it is asked only where a question may match many.
    """
    matches = _Matches(entries, sought.also, columns, ranks)
    if sought.at_most <= AT_ONCE:
        return matches.newest(sought.query, max(most, WHOLE) if sought.at_most <= WHOLE else most)
    known = dict(months())
    first, last = sought.between
    left = [(month, count) for month, count in known.items() if first <= month <= last]
    within = [month for month, _ in left]
    few_texts = sum(count for _, count in left[:FIRST_MONTHS])
    texts, all_texts = sum(dict(left).values()), sum(known.values())
    rate = max(sought.probably, 1) / max(all_texts, 1)
    elsewhere = rate * (all_texts - texts)
    found, passed, wanted = [], 0, min(few_texts, AHEAD * most / rate)
    while left and len(found) < most:
        taken, seen = _taken(left, wanted)
        # what nothing was found of yet may have been common long ago
        if found and max(sought.at_least, rate * texts + elsewhere) <= AT_ONCE:
            return matches.newest(sought.query, most)
        passed += seen
        if passed >= texts:  # to look through all of them again is faster than to look at the months of each
            query = sought.query if len(within) == len(known) else _of_months(sought.query, within, known)
            return matches.newest(query, most)
        found += matches.newest(_of_months(sought.query, taken, known), most - len(found))
        rate = max(len(found), 1) / max(passed, 1)
        is_told = len(found) >= TELLING
        wanted = max(AHEAD * (most - len(found)) / rate, passed) if is_told else FURTHER * passed
    return found


class _Matches:
    """The matches among `entries` of one query after the other: the statement is made once, which takes as long as it.

    They come as the database gives them: what the ORM does to each value of
    them takes as long as finding them. No text is ranked that is not asked for.
    """

    def __init__(self, entries, also, columns, ranks):
        if also:
            not_indexed = Coalesce("vector", Value("", SearchVectorField()))
            entries = entries.alias(not_indexed=not_indexed).filter(not_indexed=LexemeQuery(also))
        matching = entries.filter(vector=LexemeQuery(_QUERY)).order_by(*_NEWEST)
        self.database = connections[entries.db]
        try:
            newest, values = matching.values_list(*columns, "vector").query.sql_with_params()
        except EmptyResultSet:
            self.statement = None
            return
        names = SQL(", ").join(map(Identifier, columns))
        self.statement = _ROWS.format(columns=names, ranks=_RANK * len(ranks), newest=SQL(newest))
        self.values = [*ranks, *values]

    def newest(self, query, most):
        if not self.statement:
            return []
        values = [query if value is _QUERY else value for value in self.values]
        return by_index.rows(self.database, self.statement, [*values, most])


def _taken(left, wanted):
    """Take from `left` the newest months with as many texts as `wanted`; of many months the rest of the year, too.

    Result: the months and how many texts they have.
    """
    taken, texts = [], 0
    while left:
        month, count = left[0]
        is_enough = texts >= wanted and taken
        if is_enough and (len(taken) <= FEW_MONTHS or month[:4] != taken[-1][:4]):
            break
        taken.append(left.pop(0)[0])
        texts += count
    return taken, texts


def _of_months(query, months, known):
    return all_of([query, any_of(map(one, _times(months, known)))])


def _times(taken, known):
    """The lexemes of months; of a year that is taken whole its own: fewer are faster, and rare words go before."""
    years = {month[:4] for month in taken}
    whole = {year for year in years if all(month in taken for month in known if month.startswith(year))}
    return [f"~{year}" for year in sorted(whole)] + [f"~{month}" for month in taken if month[:4] not in whole]


def with_present_month(months, at):
    """`months` with the one of the instant `at`, of which nothing may be counted yet."""
    present = f"{timezone.localtime(at):%Y-%m}"
    return months if any(month == present for month, _ in months) else [(present, 0), *months]
