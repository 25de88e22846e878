"""What may be meant by the beginning of a question: topics, past questions, titles, in the visitor's language.

A past question reveals nobody. It is offered only where it was asked with
success on several days and many times (commission.site_search.past_questions),
where each of its words stands in several texts that are public now, and where
the press office has not hidden it.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from commission.models import SearchEntry, SearchWord
from commission.searching import counts
from commission.searching.finding import Sought, newest, with_present_month
from commission.searching.lexeme_query import all_of, any_of, one
from commission.site_search.asking import normal
from commission.site_search.models import SuggestedQuestion
from commission.words.analysis import is_small, is_small_anywhere, lexeme, tokens
from commission.words.folding import fold, searchable
from press.models import Topic

SUGGESTIONS = 8
TOPICS = 2
QUESTIONS = 3
LOOKED_AT = 12  # past questions, of which not all may be offered
LEAST_TEXTS = 5  # that are public and have a word of a past question
SHORTEST_PREFIX = 2
CONTINUED = 12  # words with which the last one typed may go on
MOST_WORDS = 8


@dataclass(frozen=True)
class Suggestion:
    """What is offered, where it leads, and what it is: `topic`, `question` or `title`."""

    title: str
    address: str
    kind: str


def suggestions(text, *, at, language):
    """The Suggestions for what was typed, the last word of which may be the beginning of one: at most SUGGESTIONS."""
    words = tokens(fold(searchable(text)))[:MOST_WORDS]
    while words and words[-1].end - words[-1].start < SHORTEST_PREFIX:
        words.pop()  # one letter says nothing yet: what was offered before it stays
    if not words:
        return []
    ways, past = _ways(words, language), _past(text, language)
    needed = {question: _needed(question.question) for question in past}
    corpus = counts.of({each for way in (*ways, *sum(needed.values(), [])) for each in way})
    with translation.override(language):
        found = _topics(words, at=at, language=language)
        found += _questions([question for question in past if _is_common(needed[question], corpus)][:QUESTIONS])
    return found + _titles(ways, corpus, at=at, language=language, most=SUGGESTIONS - len(found))


def _topics(words, *, at, language):
    """Topics of which the public knows, with a word in their name for each that was typed, which begins as it does."""
    typed = [each.word for each in words if each.word]
    found = []
    for topic in Topic.objects.public(at) if typed else ():
        name = topic.name.get(language, "")
        named = fold(searchable(name)).split()
        if all(any(word.startswith(beginning) for word in named) for beginning in typed):
            address = reverse("press:topic-releases", kwargs={"slug": topic.slug})
            found.append(Suggestion(name, address, "topic"))
    return found[:TOPICS]


def _past(text, language):
    """The most asked questions that go on from what was typed."""
    beginning = normal(text)
    continued = SuggestedQuestion.objects.filter(language=language, question__startswith=beginning, is_hidden=False)
    return list(continued.exclude(question=beginning).order_by("-times")[:LOOKED_AT])


def _needed(question):
    """For each word of a past question its lexemes in every language, of which one shall be common."""
    languages = [code for code, _ in settings.LANGUAGES]
    asked = [each for each in tokens(question) if not is_small_anywhere(each.word)]
    return [[each.mark] if each.mark else [lexeme(each.word, code) for code in languages] for each in asked]


def _is_common(needed, corpus):
    return needed and all(max(corpus.documents.get(each, 0) for each in ways) >= LEAST_TEXTS for ways in needed)


def _questions(past):
    search = reverse("site_search:search")
    return [
        Suggestion(question.spelling, f"{search}?{urlencode({'q': question.spelling})}", "question")
        for question in past
    ]


def _ways(words, language):
    """For each word typed the lexemes of which a title shall have one."""
    *before, last = words
    ways = [[each.mark or lexeme(each.word, language)] for each in before if not is_small(each.word, language)]
    if last.mark:  # a number may go on as that of a decision
        return [*ways, [last.mark, f"{last.mark}/*"]]
    return [*ways, _continued(last.word, language)]


def _titles(ways, corpus, *, at, language, most):
    """The newest titles that have one of the lexemes of each word."""
    query = all_of([any_of(_in_a_title(each) for each in way) for way in ways])
    known = [min(corpus.texts, sum(corpus.documents.get(each, 0) for each in way)) for way in ways]
    expected = corpus.texts
    for documents in known:
        expected *= documents / corpus.texts
    rows = newest(
        SearchEntry.objects.visible(at).filter(language=language),
        Sought(query, min(known), expected, at_least=expected),
        months=lambda: with_present_month(counts.months(), at),
        most=most,
        columns=["pk"],
    )
    entries = SearchEntry.objects.filter(pk__in=[pk for (pk,) in rows[:most]])
    entries = entries.only("title", "address").order_by("-published_at", "-id")
    return [Suggestion(entry.title, entry.address, "title") for entry in entries]


def _continued(beginning, language):
    """The lexeme of a word, and those of the commonest words that begin as it does.

    Where none that is counted does, whatever begins so: that is little, for the worker counts what is new at once.
    """
    starting = SearchWord.objects.filter(stem__startswith=beginning, lexeme__startswith=f"{language}:", documents__gt=0)
    longer = starting.order_by("-documents").values_list("lexeme", flat=True)[:CONTINUED]
    return list(dict.fromkeys([lexeme(beginning, language), *(longer or [f"{language}:{beginning}*"])]))


def _in_a_title(lexeme_or_beginning):
    is_beginning = lexeme_or_beginning.endswith("*")
    return one(lexeme_or_beginning.removesuffix("*"), "*A" if is_beginning else "A")
