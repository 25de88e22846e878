"""From a Question to lexemes: a word is asked for in every language, because a text has lexemes of its own alone."""

from dataclasses import dataclass, field
from itertools import pairwise

from django.conf import settings

from commission.searching.lexeme_query import all_of, any_of, none_of, one
from commission.words.analysis import is_small, lexeme
from commission.words.vectors import pair, sequence

LONGEST_SYNONYM = 6  # words


@dataclass
class Group:
    """What one of shall be found: `ways`, each lexemes of which a text shall hold all; and what of them is weighed."""

    ways: list[tuple[str, ...]]
    weighed: list[str]
    terms: tuple = ()
    in_title: bool = False
    is_small: bool = False

    def query(self):
        label = "A" if self.in_title else ""
        return any_of(all_of(one(each, "" if each[0] == "^" else label) for each in way) for way in self.ways)

    def documents(self, corpus):
        """In how many texts one of its ways may stand, at most."""
        return min(corpus.texts, sum(_documents(way, corpus) for way in self.ways))


def _documents(way, corpus):
    counted = [corpus.documents.get(each, 0) for each in way if each[0] != "^"]
    return min(counted, default=corpus.texts)  # hashed neighbours are not counted


@dataclass
class Asked:
    """The Groups of which a text shall hold each, the queries that shall not match, and neighbours in the question.

    Of each pair of neighbours there is a list: its lexeme in every language.
    """

    groups: list[Group]
    excluded: list[str] = field(default_factory=list)
    neighbours: list[list[str]] = field(default_factory=list)

    def lexemes(self):
        return {each for group in self.groups for way in group.ways for each in (*way, *group.weighed)}


def _languages():
    return [code for code, _ in settings.LANGUAGES]


def expanded(question, synonyms=None):
    """The Asked of a Question; `synonyms` is a function from keys (`keys`) to the texts that mean the same."""
    groups = [_group(terms) for terms in question.wanted]
    if synonyms:
        groups = _with_synonyms(groups, synonyms)
    if any(not group.is_small for group in groups):
        groups = [group for group in groups if not group.is_small]
    groups = [group for group in groups if group.ways]
    excluded = [none_of([_group((term,)).query()]) for term in question.excluded if _group((term,)).ways]
    return Asked(groups, excluded, _neighbours(groups))


def _group(terms):
    ways, weighed = [], []
    for term in terms:
        for way, words in _ways(term.tokens, is_phrase=term.is_phrase):
            ways.append(way)
            weighed += words
        ways += [(each,) for each in term.instead]
        weighed += term.instead
    small = all(not term.is_phrase and _is_small(term.tokens[0]) for term in terms)
    return Group(_once(ways), _once(weighed), terms, all(term.in_title for term in terms), small)


def _is_small(token):
    return not token.mark and any(is_small(token.word, language) for language in _languages())


def _once(found):
    return list(dict.fromkeys(found))


def _ways(found, *, is_phrase):
    """Pairs of the lexemes of which a text holds all and of those that are weighed, in each language."""
    for language in _languages():
        words = [each for each in found if each.mark or not is_small(each.word, language)]
        lexemes = _once(each.mark or lexeme(each.word, language) for each in words)
        pairs = []
        if is_phrase:
            pairs = _once(pair(a, b) for a, b in pairwise(sequence(found, language)))
        if lexemes or pairs:
            yield (*lexemes, *pairs), lexemes


def keys(words):
    """What a synonym is known by: its Tokens as lexemes of each language."""
    return {" ".join(each.mark or lexeme(each.word, language) for each in words) for language in _languages()}


def _with_synonyms(groups, synonyms):
    """The Groups, those that say together what has synonyms as one that asks for each of them."""
    spans = {}
    plain = [len(group.terms) == 1 and not group.terms[0].is_phrase and not group.in_title for group in groups]
    for start in range(len(groups)):
        for end in range(start + 1, min(len(groups), start + LONGEST_SYNONYM) + 1):
            if not plain[end - 1]:
                break
            spans[start, end] = [group.terms[0].tokens[0] for group in groups[start:end]]
    known = synonyms({key for found in spans.values() for key in keys(found)}) if spans else {}
    joined, position = [], 0
    while position < len(groups):
        found = ((end, _meanings(spans[position, end], known)) for end in range(len(groups), position, -1)
                 if (position, end) in spans)  # fmt: skip
        end, meanings = next(((end, each) for end, each in found if each), (position + 1, []))
        joined.append(_joined(groups[position:end], meanings))
        position = end
    return joined


def _meanings(words, known):
    return _once(meaning for key in sorted(keys(words)) for meaning in known.get(key, ()))


def _joined(groups, meanings):
    """One Group for several that stand for one thing, together with all that means the same."""
    if not meanings:
        return groups[0]
    own = [token for group in groups for token in group.terms[0].tokens]
    ways, weighed = [], []
    for way, lexemes in _ways(own, is_phrase=False):
        ways.append(way)
        weighed += lexemes
    for words in meanings:
        for way, lexemes in _ways(words, is_phrase=len(words) > 1):
            ways.append(way)
            weighed += lexemes[:1] if len(lexemes) == 1 else [each for each in way if each[0] == "^"]
    return Group(_once(ways), _once(weighed), tuple(term for group in groups for term in group.terms))


def _neighbours(groups):
    """The pairs of words that stand beside each other in the question, in each language."""
    found = []
    for first, second in pairwise(groups):
        one_word_each = all(len(group.terms) == 1 and len(group.terms[0].tokens) == 1 for group in (first, second))
        if one_word_each and second.terms[0].start - first.terms[0].end == 1:
            a, b = first.terms[0].tokens[0], second.terms[0].tokens[0]
            pairs = (pair(*(each.mark or lexeme(each.word, code) for each in (a, b))) for code in _languages())
            found.append(_once(pairs))
    return found
