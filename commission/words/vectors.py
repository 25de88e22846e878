"""What PostgreSQL keeps of a text: its lexemes, each with how much it says there, as a tsvector.

Positions carry no places: a lexeme has as many of them as it has weighted
occurrences, so that one call of ts_rank gives back how often a word stands in a
text, and where (see commission.searching.weighing). Neighbours are lexemes of
their own, hashed, so a phrase of common words is found by the index alone.
"""

import zlib
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from commission.words.analysis import is_small, lexeme, tokens
from commission.words.folding import fold

IN_TITLE, IN_LEAD, IN_BODY, IN_ATTACHED = 3.0, 2.0, 1.0, 0.5
MOST_HITS = 40  # of a word in one text; more say no more
PAIRS = 2**20
# a tsvector holds 1,048,575 bytes of lexemes and positions; what is beyond is not searched
MOST_BYTES = 1_000_000


@dataclass
class Analysed:
    """The tsvector as PostgreSQL reads it, the length in words, and the written word of each lexeme."""

    vector: str
    length: float
    words: dict = field(default_factory=dict)


def pair(first, second):
    """The lexeme of two neighbours, which are lexemes; one of PAIRS, so that two pairs may rarely share one."""
    return f"^{zlib.crc32(f'{first} {second}'.encode()) % PAIRS:05x}"


def sequence(found, language):
    """The lexemes of Tokens as they follow each other, small words among them; a date by its own words."""
    return [token.mark or lexeme(token.word, language) for token in found if not token.mark.startswith("@")]


def analysed(*, language, title="", lead="", body="", attached="", facets=()):
    """The Analysed of a text in its parts; `facets` are lexemes that are entered as they are."""
    hits, words, pairs, length = Counter(), {}, set(), 0.0
    title_lexemes = set()
    for text, weight in ((title, IN_TITLE), (lead, IN_LEAD), (body, IN_BODY), (attached, IN_ATTACHED)):
        found = tokens(fold(text)) if text else []
        for token in found:
            if token.mark:
                entered = (token.mark, *token.also)
            elif is_small(token.word, language):
                continue
            else:
                entered = (lexeme(token.word, language),)
                words.setdefault(entered[0], text[token.start : token.end])
            for each in entered:
                hits[each] += weight
            length += min(weight, IN_BODY)
            if weight == IN_TITLE:
                title_lexemes.update(entered)
        pairs.update(pair(a, b) for a, b in pairwise(sequence(found, language)))
    return Analysed(_written(hits, title_lexemes, pairs, facets), length, words)


def _written(hits, title_lexemes, pairs, facets):
    entries, size = [f"{_quoted(each)}:1" for each in facets], 0
    for each, weight in hits.items():
        places = min(MOST_HITS, max(1, round(weight)))
        size += len(each.encode()) + 2 * places + 6
        if size > MOST_BYTES:
            return " ".join(entries)
        first = "1A" if each in title_lexemes else "1"
        entries.append(f"{_quoted(each)}:{first}{_FURTHER[places]}")
    entries += sorted(pairs)[: max(0, (MOST_BYTES - size) // 11)]
    return " ".join(entries)


_FURTHER = ["".join(f",{place}" for place in range(2, most + 1)) for most in range(MOST_HITS + 1)]


def _quoted(each):
    doubled = each.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
