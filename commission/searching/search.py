"""One question at one instant: matched, weighed and shown; whichever table it is asked of.

All words first. Where few texts hold all of them, those that hold most follow
and are marked.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from django.db.models import FloatField, Func
from django.db.models.functions import Left

from commission.searching import counts, finding, snippets
from commission.searching.expansion import expanded
from commission.searching.finding import Sought, newest
from commission.searching.lexeme_query import all_of, any_of, one
from commission.searching.questions import parsed
from commission.searching.weighing import NEIGHBOURS, OWN_LANGUAGE, Weighing, freshness, rank_of, rarity, whole_of

PAGE_SIZE = 20
CANDIDATES = 200  # of a word with more matches than WHOLE no more than the newest so many are weighed and shown
PARTLY = 100  # no more texts with only some of the words
WITH_ANY = 2_000  # texts with any of the rarest words, among which those with most of them are sought
MOST_RANKS = 12_000  # of words in these
MOST_TIMES = 4  # that a word which is said again weighs more
MOST_GROUPS = 32  # words of a question, the rarest
MOST_JOINED = 6  # of them, the rarest, that the index joins; the others are looked for in what these leave
SHOWN_CHARACTERS = 20_000  # how far into a text a passage is looked for to be shown

_WEIGHED = ["pk", "seconds", "language", "length"]
# a number, because two hundred times an instant takes longer than to weigh what was found
_SECONDS = Func("published_at", template="extract(epoch FROM %(expressions)s)::float8", output_field=FloatField())


class Found(NamedTuple):
    """A match; the heaviest, newest, last is the greatest. `facets` are the values of the counted columns."""

    weight: float
    seconds: float  # when it was published, since 1970
    pk: int
    facets: tuple
    is_whole: bool = True  # has all words of the question


@dataclass(frozen=True)
class Result:
    """One text found, its title and excerpt as HTML with the hits marked."""

    entry: object
    title: str
    excerpt: str
    is_whole: bool


class Search:
    """A question to `entries`, a queryset of Searchable; asks the database when it is looked at.

    `facets` are lexemes that each text found must have; `columns` are fields
    whose values `tally` counts. `months` is a function for the pairs of a
    month and the number of its entries, newest first; None where the entries
    are so few that all matches may be asked for at once. All that are wanted
    lie `between` two months and are in one of `languages` (any if None).
    """

    def __init__(
        self, text, *, entries, at, own_language, facets=(), columns=(), months=None, between=finding.ALWAYS,
        languages=None, synonyms=None, by_date=False,
    ):  # fmt: skip
        self.question = parsed(text)
        self.entries, self.at, self.own_language = entries, at, own_language
        self.facets, self.columns, self.by_date = list(facets), list(columns), by_date
        self.asked = expanded(self.question, synonyms, languages)
        self.months, self.between = months, between
        self._is_more = False

    @property
    def text(self):
        return self.question.text

    @property
    def most(self):
        return CANDIDATES

    @property
    def understood(self):
        """What is looked for, as it was typed: a word, number, date or phrase each."""
        in_order = sorted((group.terms for _, group in self.groups), key=lambda terms: terms[0].start)
        return [self._typed(terms) for terms in in_order]

    @property
    def left_out(self):
        return [self._typed([term]) for term in self.question.excluded]

    def _typed(self, terms):
        return self.text[min(term.start for term in terms) : max(term.end for term in terms)]

    @property
    def can_be_answered(self):
        """Whether anything is left to look for: a negation alone is not."""
        return bool(self.asked.groups)

    @property
    def says_something(self):
        """Whether it asks for more than the commonest small words, which only texts of other languages are found by."""
        return not all(group.is_small for group in self.asked.groups)

    @property
    def is_cut(self):
        """Whether it has more words than are looked for."""
        return self.question.is_cut or len(self.asked.groups) > MOST_GROUPS

    @cached_property
    def corpus(self):
        return counts.of(self.asked.lexemes() | set(self.facets))

    @cached_property
    def groups(self):
        """The groups of the question with how many texts each may match, the rarest first."""
        counted = [(group.documents(self.corpus), group) for group in self.asked.groups]
        return sorted(counted, key=lambda pair: pair[0])[:MOST_GROUPS]

    @cached_property
    def whole(self):
        """The matches of all words, best first: all of a rare word, the newest CANDIDATES of a common one."""
        if not self.can_be_answered:
            return []
        rows = self._newest(self.groups, CANDIDATES + 1)
        self._is_more = self._at_most(self.groups) > finding.WHOLE and len(rows) > CANDIDATES
        return self._weighed(rows[:CANDIDATES] if self._is_more else rows)

    @cached_property
    def partial(self):
        """Texts with only some of the words, best first, where those with all fill no page."""
        if len(self.groups) < 2 or len(self.whole) >= PAGE_SIZE:
            return []
        rows = {}
        if 2 < len(self.groups) <= MOST_JOINED:
            rows |= {row[0]: row for row in self._with_all_but_one()}
        if len(rows) < PARTLY:
            rows |= {row[0]: row for row in self._with_the_rarest()}
        known = {found.pk for found in self.whole}
        return self._weighed([row for pk, row in rows.items() if pk not in known], is_whole=False)[:PARTLY]

    @cached_property
    def matches(self):
        return [*self.whole, *self.partial]

    @property
    def count(self):
        """How many hold all words, or so many at least (`is_more_than_counted`)."""
        return len(self.whole)

    @property
    def is_more_than_counted(self):
        return bool(self.whole) and self._is_more

    @property
    def pages(self):
        return max(1, -(-len(self.matches) // PAGE_SIZE))

    @cached_property
    def tally(self):
        """For each of `columns` a Counter of its values among the matches of all words, or of some if none has all."""
        among = self.whole or self.partial
        return {
            column: Counter(found.facets[place] for found in among if found.facets[place])
            for place, column in enumerate(self.columns)
        }

    def page(self, number):
        """The Results of a page counted from 1."""
        first = (number - 1) * PAGE_SIZE
        shown = self.matches[first : first + PAGE_SIZE]
        rows = self.entries.model._default_manager.filter(pk__in=[found.pk for found in shown])
        rows = rows.defer("vector", "body", "attached").annotate(
            passage=Left("body", SHOWN_CHARACTERS), beside=Left("attached", SHOWN_CHARACTERS)
        )
        entries = rows.in_bulk()
        worth = {
            each: rarity(documents, self.corpus.texts) for documents, group in self.groups for each in group.marked
        }
        return [self._result(entries[found.pk], worth, found.is_whole) for found in shown if found.pk in entries]

    @staticmethod
    def _result(entry, worth, is_whole):
        title = snippets.marked(entry.title, entry.language, worth)
        excerpt = snippets.best([entry.passage, entry.lead, entry.beside], entry.language, worth)
        return Result(entry, title, excerpt or snippets.beginning(entry.lead or entry.passage), is_whole)

    def _newest(self, groups, most):
        joined, others = [], []
        for place, (_, group) in enumerate(groups):
            by_neighbours = group.by_neighbours()
            if place < MOST_JOINED:
                joined.append(by_neighbours or group.query())
            if by_neighbours or place >= MOST_JOINED:
                others.append(group.query())
        return self._matching(all_of(joined), self._at_most(groups), self._expected(groups), most, others)

    def _at_most(self, groups):
        """How many texts match all of `groups` at most; where months are not counted, all are asked for at once."""
        facets = (self.corpus.documents.get(each, 0) for each in self.facets)
        return min([*(documents for documents, _ in groups), *facets]) if self.months else 0

    @property
    def _is_counted(self):
        """Whether counts tell how many texts are read: of a word alone, and of titles, found with all other texts."""
        words = [group for _, group in self.groups if not group.by_neighbours()]
        return len(words) == len(self.groups) == 1 or any(group.in_title for group in words)

    def _expected(self, groups):
        """How many texts match all of `groups` if the words of a language know nothing of each other."""
        total = 0.0
        for language, texts in self.corpus.languages.items():
            expected = texts
            for _, group in groups:
                expected *= group.documents_in(language, self.corpus) / max(1, texts)
            total += expected
        return total

    def _matching(self, query, at_most, expected, most, others=()):
        for each in self.facets:
            expected *= self.corpus.documents.get(each, 0) / self.corpus.texts
        query = all_of([query, *map(one, self.facets), *self.asked.excluded])
        also = all_of(others) if others else ""
        at_least = expected if self._is_counted else 0
        sought = Sought(query, at_most if self.months else 0, expected, at_least, also, self.between)
        return newest(
            self.entries.annotate(seconds=_SECONDS), sought, months=self.months, most=most,
            columns=[*_WEIGHED, *self.columns], ranks=self._ranks,
        )  # fmt: skip

    def _with_all_but_one(self):
        """Texts that lack one of the words, whichever."""
        sets = list(combinations(self.groups, len(self.groups) - 1))
        query = any_of(all_of(group.query() for _, group in each) for each in sets)
        expected = sum(self._expected(each) for each in sets)
        at_most = sum(min(documents for documents, _ in each) for each in sets)
        return self._matching(query, at_most, expected, PARTLY)

    def _with_the_rarest(self):
        """Texts with any of the rarest words, as long as these are few texts."""
        most = min(WITH_ANY, MOST_RANKS // len(self.groups))
        rare, documents = [], 0
        for count, group in self.groups:
            if rare and documents + count > most:
                break
            rare.append(group.query())
            documents += count
        if documents <= most:
            return self._matching(any_of(rare), 0, documents, most)
        return self._matching(any_of(rare), documents, documents, min(CANDIDATES, most))

    @cached_property
    def _ranks(self):
        ranks = [rank_of(group.weighed) for _, group in self.groups if group.weighed]
        if self.asked.neighbours:
            ranks.append(rank_of({way for ways in self.asked.neighbours for way in ways}))
        return ranks

    def _weighed(self, rows, *, is_whole=True):
        """The rows as Found, best first."""
        words = [
            (rarity(count, self.corpus.texts) * min(group.times, MOST_TIMES), len(group.weighed))
            for count, group in self.groups
            if group.weighed
        ]
        weighing = Weighing(words, average_length=self.corpus.average_length)
        neighbours = self.asked.neighbours
        together = NEIGHBOURS * sum(rarity for rarity, _ in words) * whole_of(neighbours)
        first, now = len(_WEIGHED) + len(self.columns), self.at.timestamp()
        found = []
        for row in rows:
            pk, seconds, language, length = row[: len(_WEIGHED)]
            value = weighing.weight(row[first:], length)
            if neighbours:
                value += together * row[-1]
            if language == self.own_language:
                value *= OWN_LANGUAGE
            value *= freshness(now - seconds)
            found.append(Found(value, seconds, pk, row[len(_WEIGHED) : first], is_whole))
        return sorted(found, key=(lambda each: each[1:3]) if self.by_date else None, reverse=True)
