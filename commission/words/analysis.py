"""From a text or a question to lexemes: the one analyser of both.

A lexeme says what it is by how it begins: `az:secki` is the stem of a word in a
text of that language, `#26/148` a legal number, `@2026-02-15` a date. Whatever
stands in a tsvector beside them (`^` two neighbours, `=` a facet, `~` a time) is
made by commission.words.vectors.

Stemmers: Snowball for English and Russian; Azerbaijani, for which there is
none, in commission.words.azerbaijani. A language that has no stemmer here is
searched by its folded words.
"""

import re
import threading
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from commission.words import azerbaijani, dates, numbers
from commission.words.folding import RAISED, fold
from commission.words.stop_words import SMALL

LONGEST = 60  # letters of a word that tell it from others
_LETTER = rf"[^\W_{RAISED}]"
_WORD = re.compile(f"{_LETTER}+")
_FIGURE = re.compile(r"\d")
_SNOWBALL = {"en": "english", "ru": "russian"}
_of_this_thread = threading.local()  # a stemmer keeps its word in itself
_KNOWN_WORDS = 2**17


class Token(NamedTuple):
    """A word, number or date and its place; `word` is folded, `mark` the lexeme of a number or date."""

    start: int
    end: int
    word: str = ""
    mark: str = ""
    also: tuple = ()


def tokens(folded):
    """The Tokens of folded text in order.

    A number or date stands before the words that it is written with (“saylı”,
    “fevral”), which are words all the same.
    """
    if not _FIGURE.search(folded):
        return [Token(*m.span(), m[0][:LONGEST]) for m in _WORD.finditer(folded)]
    found_dates = dates.found(folded)
    found_numbers = numbers.found(folded, apart=found_dates)
    marks = [Token(m.start, m.end, mark=m.lexeme, also=tuple(m.also)) for m in [*found_dates, *found_numbers]]
    marks.sort(key=lambda mark: mark.start)
    found, left, covered = [], iter(marks), 0
    mark = next(left, None)
    for match in _WORD.finditer(folded):
        while mark and mark.start <= match.start():
            found.append(mark)
            covered = mark.end
            mark = next(left, None)
        if match.start() < covered and _FIGURE.search(match[0]):
            continue  # a part of the number
        found.append(Token(match.start(), match.end(), match[0][:LONGEST]))
    return [*found, mark, *left] if mark else found


@lru_cache(maxsize=_KNOWN_WORDS)
def lexeme(word, language):
    """The lexeme of a folded word in a text of `language`."""
    if language == "az":
        return f"az:{azerbaijani.stem(fold(azerbaijani.latin(word)))}"
    stemmer = _stemmer(language)
    return f"{language}:{stemmer.stemWord(word) if stemmer else word}"


def _stemmer(language):
    try:
        known = _of_this_thread.known
    except AttributeError:
        known = _of_this_thread.known = {code: Stemmer.Stemmer(name) for code, name in _SNOWBALL.items()}
    return known.get(language)


@lru_cache(maxsize=_KNOWN_WORDS)
def known(word, language):
    """The lexeme of a folded word in a text of `language`, and whether it is too common there to be searched for."""
    return lexeme(word, language), is_small(word, language)


@lru_cache(maxsize=256)
def words_like(initials, language):
    """The pattern of folded words that may have a lexeme whose word begins with one of `initials`.

    No stemmer changes the first letter, but that of a word that is nothing else (g is q); Azerbaijani in Cyrillic
    begins as its Latin does.
    """
    letters = {*initials, "g"} if "q" in initials else set(initials)
    if language == "az":
        cyrillic = azerbaijani.CYRILLIC.items()
        letters |= {letter for letter, latin in cyrillic if not latin or fold(latin[0]) in letters}
    return re.compile(f"(?<!{_LETTER})[{''.join(sorted(letters))}]{_LETTER}*")


def is_small(word, language):
    """Whether a folded word is too common in its language to be searched for."""
    return word in SMALL.get(language, ())


def is_small_anywhere(word):
    """Whether a folded word is too common in some language to be searched for."""
    return any(word in small for small in SMALL.values())
