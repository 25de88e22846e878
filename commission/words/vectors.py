"""What PostgreSQL keeps of a text: its lexemes, each with how much it says there, as a tsvector.

Positions carry no places: a lexeme has as many of them as it has weighted
occurrences, so that one call of ts_rank gives back how often a word stands in a
text, and where (see commission.searching.weighing). Neighbours are lexemes of
their own, hashed, so a phrase of common words is found by the index alone.
"""

import zlib
from dataclasses import dataclass, field

from commission.words.analysis import known, lexeme, tokens
from commission.words.folding import fold

IN_TITLE, IN_LEAD, IN_BODY, IN_ATTACHED = 3.0, 2.0, 1.0, 0.5
MOST_HITS = 40  # of a word in one text; more say no more
PAIRS = 2**20
# a tsvector holds 1,048,575 bytes of lexemes and positions; what is beyond is not searched
MOST_BYTES = 1_000_000
_BYTES_A_LETTER, _BYTES_BESIDE = 2, 8  # at most: letters here have one or two, a lexeme is aligned and counted


@dataclass
class Analysed:
    """The tsvector as PostgreSQL reads it, the length in words, and the written word of each lexeme."""

    vector: str
    length: float
    words: dict = field(default_factory=dict)


def pair(first, second):
    """The lexeme of two neighbours, which are lexemes; one of PAIRS, so that two pairs may rarely share one."""
    return f"^{_hashed(first, second):05x}"


def of_title(neighbours):
    """The lexeme of a `pair` that stands in a title, beside its own: a label needs a place, for which all would pay."""
    return f"^{neighbours}"


def _hashed(first, second):
    return zlib.crc32(f"{first} {second}".encode()) % PAIRS


def sequence(found, language):
    """The lexemes of Tokens as they follow each other, small words among them; a date by its own words."""
    return [token.mark or lexeme(token.word, language) for token in found if not token.mark.startswith("@")]


def analysed(*, language, title="", lead="", body="", attached="", facets=()):
    """The Analysed of a text in its parts; `facets` are lexemes that are entered as they are."""
    reading = _Reading(language)
    reading.read(title, IN_TITLE)
    in_title = reading.hits.keys() | reading.pairs
    for text, weight in ((lead, IN_LEAD), (body, IN_BODY), (attached, IN_ATTACHED)):
        reading.read(text, weight)
    return Analysed(_written(reading, in_title, facets), reading.length, reading.words)


class _Reading:
    """What was read of a text so far: weighted occurrences of lexemes, pairs of neighbours, written words, length."""

    def __init__(self, language):
        self.language = language
        self.hits, self.words, self.pairs, self.length = {}, {}, set(), 0.0

    def read(self, text, weight):
        """Read a part, of which each occurrence weighs `weight`."""
        hits, words, pairs, language = self.hits, self.words, self.pairs, self.language
        before, counted = None, 0
        for start, end, word, mark, also in tokens(fold(text)):
            if mark:
                counted += 1
                for each in (mark, *also):
                    hits[each] = hits.get(each, 0) + weight
                if mark[0] == "@":
                    continue
                each = mark
            else:
                each, is_small = known(word, language)
                if not is_small:
                    counted += 1
                    hits[each] = hits.get(each, 0) + weight
                    if each not in words:
                        words[each] = text[start:end]
            if before:
                pairs.add(_hashed(before, each))
            before = each
        self.length += counted * min(weight, IN_BODY)


def _written(reading, in_title, facets):
    """The tsvector as text, without what is beyond MOST_BYTES: neighbours first, then the words read last."""
    entries, size = [f"{_quoted(each)}:1" for each in facets], 0
    for each, weight in reading.hits.items():
        places = min(MOST_HITS, max(1, round(weight)))
        size += _BYTES_A_LETTER * len(each) + 2 * places + _BYTES_BESIDE
        if size > MOST_BYTES:
            return " ".join(entries)
        entries.append(f"'{each}':{_TITLE_PLACES[places] if each in in_title else _PLACES[places]}")
    most = (MOST_BYTES - size) // (6 + _BYTES_BESIDE)
    for each in sorted(reading.pairs)[:most]:
        neighbours = f"^{each:05x}"
        entries += [neighbours, of_title(neighbours)] if each in in_title else [neighbours]
    return " ".join(entries)


_PLACES = [",".join(map(str, range(1, most + 1))) for most in range(MOST_HITS + 1)]
_TITLE_PLACES = [places.replace("1", "1A", 1) for places in _PLACES]  # the title alone is asked for by the label A


def _quoted(each):
    doubled = each.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
