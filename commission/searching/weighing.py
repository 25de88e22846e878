"""How well a text answers: BM25 over the words of the question, with neighbours, language and age.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond
(2009), with the usual constants. How often a word stands in a text is worked
out backwards from ts_rank: for a word with n positions of one weight it is
(1 + 1/4 + 1/9 + … + 1/n²) / ζ(2), and the rest of that series is 1 / (n + ½)
almost exactly. Positions count weighted occurrences (commission.words.vectors).
"""

import math

from commission.searching.lexeme_query import any_of, one
from commission.words.vectors import MOST_HITS

K1, B = 1.2, 0.75
NEIGHBOURS = 0.3  # of the worth of all words, where all neighbours of the question are neighbours in the text
OWN_LANGUAGE = 1.2
FRESH, HALF_LIFE = 0.1, 2 * 365 * 86_400  # what a new text has above an old one, and the seconds in which that is half

_SERIES = math.pi**2 / 6


def rank_of(lexemes):
    """The query from whose rank `hits` reads how often one of `lexemes` stands in a text; all places weigh alike."""
    return any_of(map(one, lexemes))


def hits(rank, lexemes):
    """How many weighted occurrences of one of `lexemes` words a rank says; of several words all of them together.

    One word gives less than 1 of what is summed up, two give more: the sum says how many there are at least.
    """
    if rank <= 0:
        return 0.0
    summed = rank * lexemes
    words = math.ceil(summed)
    rest = _SERIES * (1 - summed / words)
    return min(MOST_HITS, words * (1 / rest - 0.5)) if rest > 1 / (2 * MOST_HITS) else MOST_HITS


def whole_of(pairs):
    """By what a rank of all ways of `pairs` (a list of ways for each) is multiplied to be the share that is there.

    Neighbours have no positions: each that is there counts as one occurrence.
    """
    return _SERIES * len({way for ways in pairs for way in ways}) / max(1, len(pairs))


def rarity(documents, texts):
    """The worth of a word (inverse document frequency, never negative)."""
    return math.log(1 + (texts - documents + 0.5) / (documents + 0.5))


class Weighing:
    """BM25 for the words of one question: pairs of their `rarity` and the number of lexemes asked for each."""

    def __init__(self, words, *, average_length):
        self.words = [(rarity * (K1 + 1), lexemes) for rarity, lexemes in words]
        self.least, self.by_length = K1 * (1 - B), K1 * B / average_length

    def weight(self, ranks, length):
        """The weight of a text of `length` words with these `ranks`, one for each word."""
        damped = self.least + self.by_length * length
        total = 0.0
        for rank, (worth, lexemes) in zip(ranks, self.words, strict=False):
            if rank > 0:
                often = hits(rank, lexemes)
                total += worth * often / (often + damped)
        return total


def freshness(age):
    """The factor for a text of `age` seconds."""
    return 1 + FRESH * 0.5 ** (max(age, 0) / HALF_LIFE)
