"""From a Question to lexemes: a word is asked for in every language, because a text has lexemes of its own alone."""

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.conf import settings

from commission.searching.lexeme_query import all_of, any_of, none_of, one
from commission.searching.questions import QUOTES
from commission.words.analysis import is_small, is_small_anywhere, lexeme
from commission.words.vectors import of_title, pair, sequence

LONGEST_SYNONYM = 6  # words
PHRASE = 30  # times as many texts have the rarest word of a phrase as the phrase, or about so many
APART = 3  # characters between two words of a synonym, at most: a blank, a comma and a blank, a dash between blanks


@dataclass
class Group:
    """What one of shall be found: `ways`, each lexemes of which a text shall hold all.

    `weighed` are the lexemes that say how often it is found; `marked` those
    that are shown, several with blanks between them where they are neighbours.
    """

    ways: list[tuple[str, ...]]
    weighed: list[str]
    marked: list[str]
    terms: tuple = ()
    in_title: bool = False
    is_small: bool = False
    times: int = 1  # it was asked for

    @property
    def what(self):
        """What is asked for: Groups with the same are one."""
        return tuple(self.ways), self.in_title

    def query(self):
        return self._query(self.ways)

    def _query(self, ways):
        return any_of(all_of(map(self._one, way)) for way in ways)

    def _one(self, each):
        if not self.in_title:
            return one(each)
        return one(of_title(each)) if each[0] == "^" else one(each, "A")

    def by_neighbours(self):
        """The query of which a phrase is its neighbours alone; None where that is the same. Few texts have them.

        The index finds these faster than it joins them with the words, which stand in many.
        """
        shorter = [tuple(each for each in way if each[0] == "^") or way for way in self.ways]
        return None if shorter == self.ways else self._query(shorter)

    def spoken_in(self, languages):
        """The same without what no text in one of `languages` has."""
        languages = set(languages)
        ways = [way for way in self.ways if _languages_of(way) <= languages]
        return replace(self, ways=ways, weighed=[each for each in self.weighed if _languages_of([each]) <= languages])

    def documents(self, corpus):
        """In how many texts one of its ways may stand, at most."""
        return min(corpus.texts, sum(_documents(way, corpus) for way in self.ways))

    def documents_in(self, language, corpus):
        """In how many texts of a language one of its ways probably stands; numbers stand in each language as often."""
        share = corpus.languages.get(language, 0) / corpus.texts
        found = 0
        for way in self.ways:
            languages = _languages_of(way)
            if languages <= {language}:
                counted = _documents(way, corpus) * (1 if languages else share)
                found += counted / PHRASE if any(each[0] == "^" for each in way) else counted
        return min(corpus.languages.get(language, 0), found)


def _languages_of(way):
    """The language of its words: none where it has numbers and neighbours alone."""
    return {each.partition(":")[0] for each in way if each[0] not in "#@^"}


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
        ways = {each for group in self.groups for way in group.ways for each in way}
        return ways.union(*((*group.weighed, *group.marked) for group in self.groups))


def _languages():
    return [code for code, _ in settings.LANGUAGES]


def expanded(question, synonyms=None, languages=None):
    """The Asked of a Question to texts in one of `languages`, in any if None.

    `synonyms` is a function from keys (`keys`) to the texts that mean the same.
    """
    plain = [_group(terms) for terms in question.wanted]
    groups = _with_synonyms(plain, question.text, synonyms) if synonyms else plain
    if languages:
        groups = [group.spoken_in(languages) for group in groups]
    unwanted = [_group((term,)) for term in question.excluded]
    excluded = [none_of([group.query()]) for group in unwanted if group.ways]
    return Asked(_needed(groups), excluded, _neighbours(_needed(plain)))


def _needed(groups):
    """The Groups without those of small words, unless there are no others, and without those that nothing matches."""
    if any(not group.is_small for group in groups):
        groups = [group for group in groups if not group.is_small]
    times = Counter(group.what for group in groups if group.ways)
    first = {group.what: group for group in reversed(groups)}
    return [replace(first[what], times=count) for what, count in times.items()]


def _group(terms):
    ways, weighed = [], []
    for term in terms:
        for way, words in _ways(term.tokens, is_phrase=term.is_phrase):
            ways.append(way)
            weighed += words
        ways += [(each,) for each in term.instead]
        weighed += term.instead
    small = all(not term.is_phrase and is_small_anywhere(term.tokens[0].word) for term in terms)
    weighed = _once(weighed)
    return Group(_once(ways), weighed, weighed, terms, all(term.in_title for term in terms), small)


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


def _with_synonyms(groups, text, synonyms):
    """The Groups, those that say together what has synonyms as one that asks for each of them."""
    runs = dict(_runs(groups, text))
    known = synonyms(set().union(*runs.values())) if runs else {}
    joined, position = [], 0
    while position < len(groups):
        longest_first = range(position + LONGEST_SYNONYM, position, -1)
        found = ((end, _meanings(runs.get((position, end), ()), known)) for end in longest_first)
        end, meanings = next((each for each in found if each[1]), (position + 1, []))
        joined.append(_joined(groups[position:end], meanings) if meanings else groups[position])
        position = end
    return joined


def _runs(groups, text):
    """What may have synonyms: pairs of the place of a Group with that of the one behind the last, and the keys."""
    plain = [[term for term in group.terms if _is_plain(term, text)] for group in groups]
    for start, terms in enumerate(plain):
        yield (start, start + 1), set().union(*(keys(term.tokens) for term in terms))
        words = [token for term in terms for token in term.tokens]
        for end in range(start + 2, min(len(groups), start + LONGEST_SYNONYM) + 1):
            first, second = groups[end - 2].terms, groups[end - 1].terms
            is_one_text = len(first) == len(second) == len(plain[end - 2]) == len(plain[end - 1]) == 1
            if not is_one_text or second[0].start - first[0].end > APART:
                break
            words += second[0].tokens
            yield (start, end), keys(words)


def _is_plain(term, text):
    is_quoted = sum(text.count(sign, 0, term.start) for sign in QUOTES) % 2
    return not (term.is_phrase or term.in_title or is_quoted)


def _meanings(keys_of_run, known):
    return _once(meaning for key in sorted(keys_of_run) for meaning in known.get(key, ()))


def _joined(groups, meanings):
    """One Group for those that stand for one thing, together with all that means the same.

    Of several words the first is weighed: it tells a thing from others of its
    kind, and two that are always found together would be counted twice.
    """
    group = groups[0]
    if len(groups) > 1:
        own = [token for group in groups for token in group.terms[0].tokens]
        found = list(_ways(own, is_phrase=False))
        firsts, each_word = [first for _, (first, *_) in found], [each for _, lexemes in found for each in lexemes]
        terms = tuple(term for group in groups for term in group.terms)
        group = Group([way for way, _ in found], firsts, each_word, terms)
    ways, weighed, marked = [*group.ways], [*group.weighed], [*group.marked]
    for words in meanings:
        for way, lexemes in _ways(words, is_phrase=len(words) > 1):
            ways.append(way)
            weighed += lexemes[:1]
        marked += _marks(words)
    return Group(_once(ways), _once(weighed), _once(marked), group.terms)


def _marks(words):
    """What is shown of a text that means the same: its words where they are neighbours, a date by itself."""
    dates = [each.mark for each in words if each.mark.startswith("@")]
    return dates or [" ".join(sequence(words, language)) for language in _languages()]


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
