"""What may be meant by the beginning of a question: titles of public texts in the visitor's language."""

from commission.models import SearchEntry, SearchWord
from commission.searching import counts
from commission.searching.finding import Sought, newest, with_present_month
from commission.searching.lexeme_query import all_of, any_of, one
from commission.words.analysis import is_small, lexeme, tokens
from commission.words.folding import fold, searchable

SUGGESTIONS = 8
SHORTEST_PREFIX = 2
CONTINUED = 12  # words with which the last one typed may go on
MOST_WORDS = 8


def suggestions(text, *, at, language):
    """The newest titles with the words typed, the last of which may be the beginning of one."""
    words = tokens(fold(searchable(text)))[:MOST_WORDS]
    if not words or words[-1].end - words[-1].start < SHORTEST_PREFIX:
        return []
    *before, last = words
    lexemes = [[each.mark or lexeme(each.word, language)] for each in before if not is_small(each.word, language)]
    lexemes.append([last.mark] if last.mark else _continued(last.word, language))
    corpus = counts.of([each for ways in lexemes for each in ways])
    known = [min(corpus.texts, sum(corpus.documents.get(each, 0) for each in ways)) for ways in lexemes]
    query = all_of([any_of(one(each, "A") for each in ways) for ways in lexemes])
    expected = corpus.texts
    for documents in known:
        expected *= documents / corpus.texts
    rows = newest(
        SearchEntry.objects.visible(at).filter(language=language),
        Sought(query, min(known), expected, corpus.texts),
        months=lambda: with_present_month(counts.months(), at),
        most=SUGGESTIONS,
        columns=["pk"],
        annotations={},
    )
    entries = SearchEntry.objects.filter(pk__in=[pk for (pk,) in rows])
    return entries.only("title", "address").order_by("-published_at", "-id")


def _continued(beginning, language):
    """The lexeme of a word, and those of the commonest words that begin as it does."""
    starting = SearchWord.objects.filter(stem__startswith=beginning, lexeme__startswith=f"{language}:", documents__gt=0)
    longer = starting.order_by("-documents").values_list("lexeme", flat=True)[:CONTINUED]
    return list(dict.fromkeys([lexeme(beginning, language), *longer]))
