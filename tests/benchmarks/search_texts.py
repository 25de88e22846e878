"""Texts for the benchmark of the search: words of the real corpora, as often as there (Zipf), always the same ones."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from commission.search_index import Indexed
from commission.words.analysis import tokens
from commission.words.folding import fold
from tests.search import relevance

WORDS = 75
TITLE, LEAD = 7, 18  # of them in the title and the lead
SHARES = {"az": 45, "en": 35, "ru": 20}  # of a hundred texts
NEWEST, DAYS = datetime(2026, 11, 1, tzinfo=UTC), 20 * 365


def vocabulary(folder):
    """Of each language its words as the corpora write them, the commonest first."""
    counted = {language: Counter() for language in SHARES}
    for text in relevance.texts(folder):
        for part in (text["title"], text["body"]):
            found = tokens(fold(part))
            counted[text["language"]].update(part[token.start : token.end] for token in found if token.word)
    return {language: [word for word, _ in words.most_common()] for language, words in counted.items()}


def texts(folder, number, seed=7):
    """`number` texts of WORDS words as Indexed; another seed gives the same ones with other words."""
    chance, drawn = random.Random(seed), {}
    for language, words in vocabulary(folder).items():
        drawn[language] = words, list(accumulate(1 / place for place in range(1, len(words) + 1)))
    languages, shares = list(SHARES), list(accumulate(SHARES.values()))
    for place in range(number):
        (language,) = chance.choices(languages, cum_weights=shares)
        words, weights = drawn[language]
        found = chance.choices(words, cum_weights=weights, k=WORDS)
        at = NEWEST - timedelta(days=DAYS * place / number)
        yield Indexed(
            kind="release",
            object_id=place,
            language=language,
            address=f"/{language}/press/{at.year}/{place}/",
            title=" ".join(found[:TITLE]),
            lead=" ".join(found[TITLE : TITLE + LEAD]),
            body=" ".join(found[TITLE + LEAD :]),
            published_at=at,
            visible_from=at,
        )
