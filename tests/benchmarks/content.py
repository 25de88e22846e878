"""What the benchmark reads: releases of invented words, the same in every run.

Words are drawn as in a natural language (the n-th most frequent one n times
rarer than the first), so that index and ranking work as hard as with real texts.
One release an hour goes back more than eleven years.
"""

import random
import uuid
from contextlib import contextmanager
from datetime import UTC, timedelta
from itertools import accumulate, islice, product

from django.db import connection
from django.utils import timezone, translation

from commission import search_index
from press.indexing import as_indexed
from press.models import Release, Topic

RELEASES = 100_000
WORDS = 150
WORDS_A_PARAGRAPH = 50
VOCABULARY = 20_000
COMMON, COMMON_SHARE = "election", 0.96
RARE, RARE_EVERY = "quillfeather", RELEASES // 10
ABSENT = "zyxwabsent"
LANGUAGE = "en"
BATCH = 2_000
SEED = 2026


def vocabulary(chance):
    """Invented words, each once."""
    syllables = [first + second for first, second in product("bdfgklmnprstv", "aeiou")]
    words = ["".join(parts) for length in (2, 3) for parts in islice(product(syllables, repeat=length), 60_000)]
    return chance.sample(words, VOCABULARY)


def texts():
    """RELEASES lists of words: COMMON in most of them, RARE in ten, ABSENT in none."""
    chance = random.Random(SEED)
    words = vocabulary(chance)
    weights = list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
    for number in range(RELEASES):
        text = chance.choices(words, cum_weights=weights, k=WORDS)
        if chance.random() < COMMON_SHARE:
            text[chance.randrange(20, WORDS)] = COMMON
        if number % RARE_EVERY == RARE_EVERY // 2:
            text[19] = RARE
        yield text


def _release(number, words, topics, now):
    published_at = now - timedelta(hours=number + 1)
    paragraphs = [" ".join(words[start : start + WORDS_A_PARAGRAPH]) for start in range(0, WORDS, WORDS_A_PARAGRAPH)]
    return Release(
        language=LANGUAGE,
        translation_key=uuid.UUID(int=number),
        title=" ".join(words[:7]).capitalize(),
        slug=f"release-{number}",
        year=timezone.localtime(published_at).year,
        lead=" ".join(words[7:27]).capitalize() + ".",
        body="".join(f"<p>{paragraph.capitalize()}.</p>" for paragraph in paragraphs),
        topic=topics[number % len(topics)],
        status=Release.Status.APPROVED,
        submitted_at=published_at,
        approved_at=published_at,
        published_at=published_at,
        source_url=f"generated:{number}",
    )


def load():
    """Enter the releases and what the search shall know of them."""
    topics, now = [*Topic.objects.all(), None], timezone.now().astimezone(UTC)
    numbered = enumerate(texts())
    with without_search_index(), translation.override(LANGUAGE):
        while batch := [_release(number, words, topics, now) for number, words in islice(numbered, BATCH)]:
            Release.objects.bulk_create(batch)
            search_index.put(as_indexed(release, []) for release in batch)


@contextmanager
def without_search_index():
    """An index over words is made faster at once than row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef('search_entry_vector'::regclass)")
        (made_by,) = cursor.fetchone()
        cursor.execute("DROP INDEX search_entry_vector")
        yield
        cursor.execute("SET maintenance_work_mem = '256MB'")
        cursor.execute(made_by)
        cursor.execute("RESET maintenance_work_mem")
