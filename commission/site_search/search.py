"""The search over all that is public: what may be seen at an instant, narrowed, with typing errors mended."""

from dataclasses import dataclass
from functools import cached_property

from commission.models import SearchEntry
from commission.searching import counts, spelling
from commission.searching.finding import with_present_month
from commission.searching.search import PAGE_SIZE, Search
from commission.site_search.narrowing import COUNTED, Narrowing
from commission.site_search.synonyms import meaning_the_same

RARE = 3  # texts with a word so few that another one may have been meant
MOST_MENDED = 8  # words of a question


class PublicSearch(Search):
    """One question to the public index."""

    def __init__(self, text, *, at, own_language, narrowing=None):
        self.narrowing = narrowing or Narrowing()
        super().__init__(
            text,
            entries=self.narrowing.among(SearchEntry.objects.visible(at)),
            at=at,
            own_language=own_language,
            facets=self.narrowing.facets(),
            columns=COUNTED,
            months=self._months,
            between=self.narrowing.between(),
            languages=[self.narrowing.language] if self.narrowing.language else None,
            synonyms=meaning_the_same,
            by_date=self.narrowing.sort == "date",
        )

    def _months(self):
        return with_present_month(counts.months(), self.at)

    def mended(self, *, at_most):
        """The question with other words for those that at most `at_most` texts have; None if there are none."""
        text, changed = self.text, False
        for term in reversed([term for term, *others in self.question.wanted if not others]):
            documents, meant = self._likelier.get(term.tokens[0].word, (0, ""))
            if meant and documents <= at_most and not term.is_phrase:
                text, changed = text[: term.start] + meant + text[term.end :], True
        return text if changed else None

    @cached_property
    def _likelier(self):
        """What was probably meant by words that few texts have: of each how many have it, and the likelier word."""
        counted = self.corpus.documents  # in every language: a word of another one is no error
        texts = [(sum(counted.get(each, 0) for each in group.marked), group.terms) for _, group in self.groups]
        alone = [(documents, *terms) for documents, terms in texts if len(terms) == 1]
        words = [(documents, term.tokens[0].word) for documents, term in alone if not term.is_phrase]
        rare = [(documents, word) for documents, word in words if word and documents <= RARE]
        return {word: (documents, spelling.meant(word, documents)) for documents, word in rare[:MOST_MENDED]}


@dataclass(frozen=True)
class Answer:
    """The search that is shown; what was typed where another question was asked instead; a likelier question."""

    search: PublicSearch
    instead_of: str = ""
    did_you_mean: str = ""


def answered(text, **options):
    """The Answer to what was typed; `options` are those of PublicSearch.

    A word that no text has is taken for a typing error where that finds
    something; a rare one is kept, and the likelier question only offered.
    """
    asked = PublicSearch(text, **options)
    if not asked.can_be_answered or len(asked.whole) >= PAGE_SIZE:
        return Answer(asked)
    if not asked.whole and (mended := asked.mended(at_most=0)):
        better = PublicSearch(mended, **options)
        if better.whole or (better.matches and not asked.partial):
            return Answer(better, instead_of=asked.text)
    return Answer(asked, did_you_mean=asked.mended(at_most=RARE) or "")
