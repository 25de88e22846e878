"""What a person asks: words, "phrases", -words, `or`, `title:`, these two in each language. Pure functions.

Nothing a person can type is an error: a sign that means nothing here is no
part of a word, and a quotation mark without its other half ends with the text.
"""

import re
from dataclasses import dataclass

from commission.words.analysis import Token, tokens
from commission.words.folding import fold, searchable

QUOTES = '"“”„«»'
OR = {"or", "yaxud", "или"}
_CHUNK = re.compile(
    r"(?P<minus>(?<!\S)[-−–](?=\S))?(?P<title>(?:title|başlıq|basliq|заголовок):)?"
    rf"(?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]?|(?P<words>[^\s{QUOTES}]+))",
    re.IGNORECASE,
)


MOST_TERMS = 64
_OF_A_YEAR = re.compile(r"#(19|20)\d\d[/-]\d+$")
_OTHERWISE = str.maketrans("/-", "-/")


@dataclass(frozen=True)
class Term:
    """A word, number or date, or a phrase of them; and its place in the text of the question.

    `instead` are lexemes, each of which may stand for the tokens: another way of writing a number.
    """

    tokens: tuple[Token, ...]
    start: int
    end: int
    is_phrase: bool = False
    in_title: bool = False
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """`wanted` are groups of Terms, of each of which one shall be found; `excluded` are Terms that shall not.

    `is_cut` says that there are more than MOST_TERMS, which are left out.
    """

    text: str
    wanted: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    is_cut: bool = False


def parsed(text):
    """The Question of what was typed."""
    text = " ".join(searchable(text).split())
    wanted, excluded, joins = [], [], False
    for part in _parts(text):
        if part == "or":
            joins = bool(wanted)
        elif part.is_negative:
            excluded += _terms(text, part)
        else:
            for term in _terms(text, part):
                if joins:
                    wanted[-1] = (*wanted[-1], term)
                else:
                    wanted.append((term,))
                joins = False
    is_cut = len(wanted) > MOST_TERMS or len(excluded) > MOST_TERMS
    return Question(text, tuple(wanted[:MOST_TERMS]), tuple(excluded[:MOST_TERMS]), is_cut)


@dataclass
class _Part:
    """A stretch of the question that is meant in one way."""

    start: int
    end: int
    is_phrase: bool = False
    is_negative: bool = False
    in_title: bool = False


def _parts(text):
    """The _Parts of the question, and "or" between two of them; plain words that follow each other are one part."""
    plain = None
    for chunk in _CHUNK.finditer(text):
        kind = "words" if chunk["phrase"] is None else "phrase"
        part = _Part(*chunk.span(kind), kind == "phrase", bool(chunk["minus"]), bool(chunk["title"]))
        is_or = kind == "words" and chunk[0].lower() in OR
        if not (is_or or part.is_phrase or part.is_negative or part.in_title):
            plain = plain or part
            plain.end = part.end
            continue
        if plain:
            yield plain
            plain = None
        yield "or" if is_or else part
    if plain:
        yield plain


def _terms(text, part):
    """The Terms of a _Part: one of a phrase and of all that a minus stands before, else one of each word."""
    found = tuple(tokens(fold(text[part.start : part.end])))[: 2 * MOST_TERMS]
    alone = tuple(_without_overlaps(found))
    if (part.is_phrase or part.is_negative) and len(alone) > 1:
        return [Term(found, part.start, part.end, is_phrase=True, in_title=part.in_title)]
    found, left = [], list(alone)
    while left:
        together, instead = _joined(left)
        del left[: len(together)]
        place = part.start + together[0].start, part.start + together[-1].end
        found.append(Term(together, *place, in_title=part.in_title, instead=instead))
    return found


def _joined(left):
    """The first of the tokens that are `left`, with the next where both may be one number, and what may stand for it.

    “4 235” may be 4235 or two numbers, 2009/02 is written 2009-02 as well.
    """
    first, *rest = left
    if rest and rest[0].mark and (first.mark + rest[0].mark[1:]) in first.also:
        return (first, rest[0]), (first.mark + rest[0].mark[1:],)
    if _OF_A_YEAR.match(first.mark):
        return (first,), (first.mark.translate(_OTHERWISE),)
    return (first,), ()


def _without_overlaps(found):
    """Tokens without the words that a number or date is written with: who names a day asks for the day."""
    end = 0
    for token in found:
        if token.start >= end:
            yield token
        if token.mark:
            end = max(end, token.end)
