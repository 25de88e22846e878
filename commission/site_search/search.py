"""The search itself: which rows, in which order, with the hit marked.

The query is folded by the same SQL expression as the rows and asked in each
row's own configuration. What the index cannot narrow down (a negation alone,
stop words alone) is not asked at all, so no question reads the whole table.
"""

import re
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db import connection
from django.db.models import Case, F, FloatField, Q, Subquery, TextField, Value, When
from django.db.models.functions import Left

from commission.models import SearchEntry
from commission.site_search import snippets
from commission.text_search import (
    CONFIGURATIONS,
    DEFAULT_CONFIGURATION,
    FOLDED_FROM,
    FOLDED_TO,
    HIT_END,
    HIT_START,
    fold,
    storable,
)

PAGE_SIZE = 20
CANDIDATES = 2_000  # of a common word only the newest are ranked
MARKED_CHARACTERS = 20_000  # how far into a body a hit is looked for to be shown
SUGGESTIONS = 8
SHORTEST_PREFIX = 2
OWN_LANGUAGE_WEIGHT = 2.0

_ALL_CONFIGURATIONS = [*CONFIGURATIONS.values(), DEFAULT_CONFIGURATION]
_UNINDEXABLE = {"", "T"}


def _languages_of(configuration):
    """The condition on a row's language under which its vector was made with `configuration`."""
    own = [language for language, config in CONFIGURATIONS.items() if config == configuration]
    return Q(language__in=own) if own else ~Q(language__in=list(CONFIGURATIONS))


def _query(text, configuration):
    return SearchQuery(fold(Value(text)), config=configuration, search_type="websearch")


def indexable_configurations(text):
    """In which configurations the index can narrow `text` down; none for a negation alone or stop words alone."""
    columns = ", ".join(
        ["querytree(websearch_to_tsquery(%s::regconfig, lower(translate(%s, %s, %s))))"] * len(_ALL_CONFIGURATIONS)
    )
    values = [value for config in _ALL_CONFIGURATIONS for value in (config, text, FOLDED_FROM, FOLDED_TO)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + columns, values)
        trees = cursor.fetchone()
    return [config for config, tree in zip(_ALL_CONFIGURATIONS, trees, strict=True) if tree not in _UNINDEXABLE]


@dataclass(frozen=True)
class Result:
    """One text found, its title and excerpt in pieces."""

    entry: SearchEntry
    title: list
    excerpt: list


class Search:
    """One question at one instant; asks the database when it is looked at."""

    def __init__(self, text, *, at, own_language, language="", kind=""):
        self.text, self.at, self.own_language = storable(text).strip(), at, own_language
        self.language, self.kind = language, kind

    @cached_property
    def configurations(self):
        return indexable_configurations(self.text) if self.text else []

    @property
    def can_be_answered(self):
        return bool(self.configurations)

    def matches(self):
        """Every visible text that the question matches."""
        if not self.configurations:
            return SearchEntry.objects.none()
        matching = Q()
        for config in self.configurations:
            matching |= _languages_of(config) & Q(vector=_query(self.text, config))
        found = SearchEntry.objects.visible(self.at).filter(matching)
        if self.language:
            found = found.filter(language=self.language)
        return found.filter(kind=self.kind) if self.kind else found

    def candidates(self):
        """The newest matches, no more than can be ranked in no time."""
        newest = self.matches().order_by("-published_at", "-id").values("pk")[:CANDIDATES]
        return SearchEntry.objects.filter(pk__in=Subquery(newest))

    @cached_property
    def count(self):
        """How many match, counted no further than one above CANDIDATES."""
        return self.matches().values("pk")[: CANDIDATES + 1].count()

    @property
    def is_more_than_counted(self):
        return self.count > CANDIDATES

    @property
    def pages(self):
        return max(1, -(-min(self.count, CANDIDATES) // PAGE_SIZE))

    def page(self, number):
        """The Results of a page counted from 1, best first, the visitor's own language before others."""
        start = (number - 1) * PAGE_SIZE
        own = Case(
            When(language=self.own_language, then=Value(OWN_LANGUAGE_WEIGHT)),
            default=Value(1.0),
            output_field=FloatField(),
        )
        ranked = self.candidates().annotate(
            rank=self._by_language(lambda query, config: SearchRank(F("vector"), query), FloatField()) * own
        )
        ids = list(ranked.order_by("-rank", "-published_at", "-id").values_list("pk", flat=True)[start:][:PAGE_SIZE])
        rows = self._with_hits(SearchEntry.objects.filter(pk__in=ids))
        return [_result(row) for row in sorted(rows, key=lambda row: ids.index(row.pk))]

    def _with_hits(self, entries):
        columns = {"title": F("title"), "lead": F("lead"), "start": Left("body", MARKED_CHARACTERS)}
        entries = entries.defer("vector", "body").annotate(start=columns["start"])
        for name, column in columns.items():
            marked = self._by_language(lambda query, config, c=column: _headline(c, query, config), TextField())
            entries = entries.annotate(**{f"{name}_marked": marked})
        return entries

    def _by_language(self, make, output_field):
        cases = [
            When(_languages_of(config), then=make(_query(self.text, config), config)) for config in _ALL_CONFIGURATIONS
        ]
        return Case(*cases, output_field=output_field)


def _headline(column, query, config):
    return SearchHeadline(fold(column), query, config=config, start_sel=HIT_START, stop_sel=HIT_END, highlight_all=True)


def _result(row):
    shown = snippets.excerpt(row.start, row.start_marked) or snippets.excerpt(row.lead, row.lead_marked)
    plain = row.lead or row.start[:200]
    return Result(row, snippets.mark(row.title, row.title_marked), shown or [snippets.Piece(plain)])


def suggestions(text, *, at, language):
    """The newest visible texts in `language` whose title begins a word with the last word of `text` and has the others.

    None for less than two letters.
    """
    words = re.findall(r"[^\W_]+", storable(text))
    if not words or len(words[-1]) < SHORTEST_PREFIX:
        return SearchEntry.objects.none()
    config = CONFIGURATIONS.get(language, DEFAULT_CONFIGURATION)
    # only letters and digits are left in the words, so they can stand in the query's own syntax
    asked = [f"{word}:A" for word in words[:-1]] + [f"{words[-1]}:*A"]
    query = reduce(and_, [SearchQuery(fold(Value(word)), config=config, search_type="raw") for word in asked])
    matching = SearchEntry.objects.visible(at).filter(language=language, vector=query)
    newest = matching.order_by("-published_at", "-id").values("pk")[:CANDIDATES]
    found = SearchEntry.objects.filter(pk__in=Subquery(newest)).order_by("-published_at", "-id")
    return found.only("title", "address")[:SUGGESTIONS]
