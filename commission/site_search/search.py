"""The search itself: which rows, in which order, with the hit marked.

The query is folded by the same SQL expression as the rows and asked in each
row's own configuration. What the index cannot narrow down (a negation alone,
stop words alone) is not asked at all, so no question reads the whole table.

Four statements answer a question, each bounded whatever the word: what of it
the index can look for, the newest matches (which are counted by it too), the
best of them, and the hits in the little text that the page shows.
"""

import re
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_

from django.conf import settings
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Q, Subquery, Value

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
    folded,
    storable,
)

PAGE_SIZE = 20
CANDIDATES = 2_000  # no more matches than these are counted and shown
RANKED_OF_COMMON = 25 * PAGE_SIZE  # of a word with more matches the newest are ranked, the others follow by date
SHOWN_CHARACTERS = 20_000  # how far into a body a hit is looked for to be shown
SUGGESTIONS = 8
SHORTEST_PREFIX = 2
OWN_LANGUAGE_WEIGHT = 2.0

_ALL_CONFIGURATIONS = [*CONFIGURATIONS.values(), DEFAULT_CONFIGURATION]
_UNINDEXABLE = {"", "T"}
_LEXEME = re.compile(r"'((?:[^'\\]|''|\\.)*)'")


def _languages_of(configuration):
    """The condition on a row's language under which its vector was made with `configuration`."""
    own = [language for language, config in CONFIGURATIONS.items() if config == configuration]
    return Q(language__in=own) if own else ~Q(language__in=list(CONFIGURATIONS))


def _query(text, configuration):
    return SearchQuery(fold(Value(text)), config=configuration, search_type="websearch")


def index_questions(text):
    """What the index can look for of `text`, as PostgreSQL's querytree by configuration.

    Left out are the configurations in which it can look for nothing: a
    negation alone, stop words alone.
    """
    columns = ", ".join(
        ["querytree(websearch_to_tsquery(%s::regconfig, lower(translate(%s, %s, %s))))"] * len(_ALL_CONFIGURATIONS)
    )
    values = [value for config in _ALL_CONFIGURATIONS for value in (config, text, FOLDED_FROM, FOLDED_TO)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + columns, values)
        trees = cursor.fetchone()
    asked = zip(_ALL_CONFIGURATIONS, trees, strict=True)
    return {config: tree for config, tree in asked if tree not in _UNINDEXABLE}


def indexable_configurations(text):
    """In which configurations the index can narrow `text` down."""
    return list(index_questions(text))


@dataclass(frozen=True)
class Result:
    """One text found, its title and excerpt as HTML with the hits marked."""

    entry: SearchEntry
    title: str
    excerpt: str


class Search:
    """One question at one instant; asks the database when it is looked at."""

    def __init__(self, text, *, at, own_language, language="", kind=""):
        self.text, self.at, self.own_language = storable(text).strip(), at, own_language
        self.language, self.kind = language, kind

    @cached_property
    def questions(self):
        return index_questions(self.text) if self.text else {}

    @property
    def can_be_answered(self):
        return bool(self.questions)

    def matches(self):
        """Every visible text that the question matches."""
        if not self.questions:
            return SearchEntry.objects.none()
        matching = Q()
        for config in self.questions:
            matching |= _languages_of(config) & Q(vector=_query(self.text, config))
        found = SearchEntry.objects.visible(self.at).filter(matching)
        if self.language:
            found = found.filter(language=self.language)
        return found.filter(kind=self.kind) if self.kind else found

    @cached_property
    def newest(self):
        """The ids of the newest matches, one more than CANDIDATES where there are more."""
        newest = self.matches().order_by("-published_at", "-id")
        return list(newest.values_list("pk", flat=True)[: CANDIDATES + 1])

    @property
    def count(self):
        """How many match, counted no further than one above CANDIDATES."""
        return len(self.newest)

    @property
    def is_more_than_counted(self):
        return self.count > CANDIDATES

    @property
    def pages(self):
        return max(1, -(-min(self.count, CANDIDATES) // PAGE_SIZE))

    def page(self, number):
        """The Results of a page counted from 1, best first, the visitor's own language before others."""
        start = (number - 1) * PAGE_SIZE
        among = self.newest[:CANDIDATES]
        if self.is_more_than_counted and start < RANKED_OF_COMMON:
            among = among[:RANKED_OF_COMMON]
        elif self.is_more_than_counted:
            among, start = among[start : start + PAGE_SIZE], 0
        rows = _best(self.text, among, own_language=self.own_language, start=start)
        return _shown(self.text, rows, self.questions)


_LANGUAGES = [code for code, _ in settings.LANGUAGES if code in CONFIGURATIONS]
# one query for each language with a configuration of its own, and one with an empty name for all others
_ASKED = [*_LANGUAGES, ""], [*(CONFIGURATIONS[code] for code in _LANGUAGES), DEFAULT_CONFIGURATION]
_COLUMNS = ["id", "kind", "object_id", "language", "address", "title", "lead", "published_at"]

_BEST = """
WITH asked AS MATERIALIZED (
  SELECT language, websearch_to_tsquery(configuration::regconfig, lower(translate(%s, %s, %s))) AS query
  FROM unnest(%s::text[], %s::text[]) AS one (language, configuration)
), best AS (
  SELECT entry.id, row_number() OVER (
    ORDER BY ts_rank(entry.vector, asked.query) * CASE entry.language WHEN %s THEN %s ELSE 1 END DESC,
      entry.published_at DESC, entry.id DESC
  ) AS place
  FROM commission_searchentry AS entry
  JOIN asked ON asked.language = CASE WHEN entry.language = ANY(%s) THEN entry.language ELSE '' END
  WHERE entry.id = ANY(%s)
  ORDER BY place OFFSET %s LIMIT %s
)
SELECT left(body, %s), id, kind, object_id, language, address, title, lead, published_at
FROM best JOIN commission_searchentry USING (id) ORDER BY place
"""

_MARKED = """
SELECT ts_headline(
  configuration::regconfig, lower(translate(words, %s, %s)),
  websearch_to_tsquery(configuration::regconfig, lower(translate(%s, %s, %s))), %s
)
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS one (words, configuration, place) ORDER BY place
"""


def _best(text, ids, *, own_language, start):
    """The entries of one page among `ids`, each with the beginning of its body."""
    values = [text, FOLDED_FROM, FOLDED_TO, *_ASKED, own_language, OWN_LANGUAGE_WEIGHT, _LANGUAGES, ids]
    with connection.cursor() as cursor:
        cursor.execute(_BEST, [*values, start, PAGE_SIZE, SHOWN_CHARACTERS])
        rows = cursor.fetchall()
    return [(SearchEntry.from_db(connection.alias, _COLUMNS, columns), body) for body, *columns in rows]


def _marked(text, texts):
    """The folded copies of `texts` (pairs of text and configuration) with the private markers around hits."""
    words, configurations = zip(*texts, strict=True)
    options = f"StartSel={HIT_START}, StopSel={HIT_END}, HighlightAll=true"
    question = [FOLDED_FROM, FOLDED_TO, text, FOLDED_FROM, FOLDED_TO, options]
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, [*question, list(words), list(configurations)])
        return [marked for (marked,) in cursor.fetchall()]


def _shown(text, rows, questions):
    """The Results of entries: where a hit stands is guessed here, what is a hit is said by PostgreSQL."""
    configurations = [CONFIGURATIONS.get(entry.language, DEFAULT_CONFIGURATION) for entry, _ in rows]
    lexemes = {config: _LEXEME.findall(tree) for config, tree in questions.items()}
    windows = [
        snippets.window(lexemes.get(config, []), (body, folded(body)), (entry.lead, folded(entry.lead)))
        for (entry, body), config in zip(rows, configurations, strict=True)
    ]
    titles = [entry.title for entry, _ in rows]
    asked = [*zip(titles, configurations, strict=True)]
    asked += zip((window.text for window in windows), configurations, strict=True)
    marked = _marked(text, asked) if rows else []
    return [
        Result(entry, snippets.mark(title, title_marked), snippets.excerpt(window, window_marked))
        for (entry, _), title, title_marked, window, window_marked in zip(
            rows, titles, marked[: len(rows)], windows, marked[len(rows) :], strict=True
        )
    ]


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
