"""`make bench-search`: how long a search takes among 10,000 and among 1,000,000 texts, and what indexing costs.

``python -m tests.benchmarks.search [texts …]``. Measured is the whole page, in
this process: view, database and template, without the network. Beside it
stands the raw way, PostgreSQL's `@@ websearch_to_tsquery … ORDER BY ts_rank`
on a stored vector of the same texts with a GIN index, in the same run.
"""

import gc
import logging
import os
import random
import resource
import sys
import time
from functools import cache

from commission.demo import ROOT, VAR
from commission.embedded_postgres import Server, ServerFailed
from tests.benchmarks import pages
from tests.benchmarks.archive_pages import percentiles
from tests.real_input import folder

SIZES = (10_000, 1_000_000)
MEMORY = "4GB"  # of PostgreSQL: what the search reads of a million texts fits in
ROUNDS = 100  # questions of each kind
RAW_ROUNDS = 10
RAREST = 300
PROCESSES = os.cpu_count()
RAW = """
CREATE TABLE raw AS SELECT id, published_at, to_tsvector('simple', title || ' ' || lead || ' ' || body) AS vector
FROM commission_searchentry;
CREATE INDEX ON raw USING gin (vector);
ANALYZE raw;
"""
# a server that is asked all day has it in memory
IN_MEMORY = """
CREATE EXTENSION IF NOT EXISTS pg_prewarm;
SELECT pg_prewarm(indexrelid) FROM pg_index
WHERE indrelid IN ('commission_searchentry'::regclass, 'commission_searchword'::regclass, 'raw'::regclass);
SELECT pg_prewarm('commission_searchentry'), pg_prewarm('commission_searchword'), pg_prewarm('raw');
"""
RAW_QUESTION = """
SELECT id FROM raw, websearch_to_tsquery('simple', %s) AS query
WHERE vector @@ query ORDER BY ts_rank(vector, query) DESC LIMIT 20
"""
NARROWED = {"common, of one year": {"year": "2012"}, "common, newest first": {"sort": "date"}}
BAD = {
    "500 terms": " ".join(chr(0x4E00 + n) for n in range(500)),
    "200 words": " ".join(f"söz{n}" for n in range(200)),
    "500 numbers": " ".join(str(n) for n in range(250)),
    "operators alone": "&|!():*<>'\\\"" * 60,
    "open quotes": '"' * 500,
    "one long word": "a" * 1_000,
    "minus alone": "-a " * 300,
    "overrides": "\u202eseçki\u202d " * 90,
    "emoji": "🗳️" * 300,
    "percent and backslash": "%\\_" * 300,
}


def prepare():
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def enter(texts, how, *, seed=7, progress=None):
    """Enter the texts as `reindex` does, and say how long it takes."""
    from commission.site_search import rebuilding
    from tests.benchmarks import search_texts

    started = time.monotonic()
    rebuilding.rebuild(search_texts.texts(folder(), texts, seed), processes=PROCESSES, progress=progress)
    seconds = time.monotonic() - started
    print(f"{texts:,} texts {how}: {seconds:.0f} s, {seconds / texts * 1000:.2f} ms each", flush=True)


def enter_again(texts):
    """Enter them over the full index, first the same ones and then each with other words, while somebody searches."""
    for how, seed in {"again, all the same": 7, "again, each with other words": 8}.items():
        meanwhile = []
        enter(
            texts,
            how,
            seed=seed,
            progress=lambda _: meanwhile.append(timed_page("/en/search/", "commission")),  # noqa: B023
        )
        p50, p95 = percentiles(meanwhile)
        print(f"  a search meanwhile: p50 {p50:.0f} ms, p95 {p95:.0f} ms", flush=True)


def sizes():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FREEZE, ANALYZE) commission_searchentry")
        cursor.execute("VACUUM ANALYZE commission_searchword")
        cursor.execute("""
            SELECT pg_size_pretty(pg_table_size('commission_searchentry')),
              pg_size_pretty(pg_relation_size('search_entry_vector')),
              pg_size_pretty(pg_total_relation_size('commission_searchword')),
              (SELECT count(*) FROM commission_searchword)
        """)
        table, index, words, counted = cursor.fetchone()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"table {table}, index {index}, {counted:,} counted lexemes {words}; this process {memory} MB", flush=True)


def questions():
    """Of each kind of question ROUNDS of them, made of the words that are counted and of texts that are there."""
    from commission.models import SearchEntry, SearchWord

    chance = random.Random(11)
    words = SearchWord.objects.filter(lexeme__startswith="az:").exclude(word="")
    by_count = list(words.order_by("-documents").values_list("word", "documents"))
    commonest = [word for word, _ in by_count[:12]]
    rare = [word for word, _ in by_count if len(word) > 6][-RAREST:]
    some = SearchEntry.objects.filter(language="az", pk__in=chance.sample(_keys(), 40 * ROUNDS))
    titles = [title.split() for title in some.values_list("title", flat=True)]
    pairs = [f'"{title[0]} {title[1]}"' for title in titles if len(title[0]) > 3 and len(title[1]) > 3]
    known = {word for word, documents in by_count if documents > 10}
    common_pairs = [f'"{a} {b}"' for a in commonest for b in commonest if a != b]

    def each(make):
        return [make() for _ in range(ROUNDS)]

    return {
        "rare word": chance.sample(rare, ROUNDS),
        "common word": each(lambda: chance.choice(commonest)),
        "three common words": each(lambda: " ".join(chance.sample(commonest, 3))),
        "common and rare": each(lambda: f"{chance.choice(commonest)} {chance.choice(rare)}"),
        "phrase of common words": chance.sample(common_pairs, ROUNDS),
        "phrase of a title": (pairs * ROUNDS)[:ROUNDS],
        "typing error": [_mistyped(word, known, chance) for word in chance.sample(rare, ROUNDS)],
        "word nobody wrote": [f"qx{chance.randrange(10**9)}zq"[:14].translate(str.maketrans("0123456789", "bcdfghjklm"))
                              for _ in range(ROUNDS)],
        "some words only": each(lambda: " ".join(chance.sample(rare, 3))),
        "common, of one year": each(lambda: chance.choice(commonest)),
        "common, newest first": each(lambda: chance.choice(commonest)),
    }  # fmt: skip


def _common_words():
    """As many of the commonest words as a question takes."""
    from commission.models import SearchWord

    words = SearchWord.objects.filter(lexeme__startswith="az:").exclude(word="").order_by("-documents")
    return " ".join(words.values_list("word", flat=True)[:200])


def _keys():
    from commission.models import SearchEntry

    return list(SearchEntry.objects.order_by("pk").values_list("pk", flat=True)[:100_000])


def _mistyped(word, known, chance):
    while True:
        place = chance.randrange(2, len(word) - 2)
        wrong = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        if wrong != word and wrong not in known:
            return wrong


@cache
def _client():
    """One client for all pages: each one loads the middleware anew."""
    from django.test import Client

    return Client()


def timed_page(path, question, **narrowing):
    """Milliseconds of a page of results."""
    query = {"q": question} | narrowing
    client = _client()
    started = time.perf_counter()
    answer = client.get(path, query, headers={"host": "127.0.0.1"})
    milliseconds = (time.perf_counter() - started) * 1_000
    if answer.status_code != 200:
        raise SystemExit(f"{question} answered {answer.status_code}")
    return milliseconds


def timed_raw(question):
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(RAW_QUESTION, [question])
        cursor.fetchall()
    return (time.perf_counter() - started) * 1_000


def measure():
    """Print the table; p95 of each kind of question."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(RAW)
        cursor.execute(IN_MEMORY)
    gc.collect()
    gc.freeze()  # as a worker that serves pages does
    print(f"{'question':26}{'p50 ms':>9}{'p95 ms':>9}{'raw p50':>10}{'raw p95':>10}", flush=True)
    slow = {}
    for kind, asked in questions().items():
        narrowing = NARROWED.get(kind, {})
        timed_page("/az/search/", asked[0], **narrowing)
        p50, p95 = percentiles([timed_page("/az/search/", each, **narrowing) for each in asked])
        raw_p50, raw_p95 = percentiles([timed_raw(each) for each in asked[:RAW_ROUNDS]])
        print(f"{kind:26}{p50:9.1f}{p95:9.1f}{raw_p50:10.1f}{raw_p95:10.1f}", flush=True)
        slow[kind] = p50, p95
    for kind, asked in (BAD | {"common words alone": _common_words()}).items():
        p50, p95 = percentiles([timed_page("/az/search/", asked[:1_000]) for _ in range(5)])
        print(f"{'bad: ' + kind:26}{p50:9.1f}{p95:9.1f}", flush=True)
    suggested = [word[:4] for word in questions()["rare word"]]
    p50, p95 = percentiles([timed_page("/az/search/suggest/", each) for each in suggested])
    print(f"{'suggestions':26}{p50:9.1f}{p95:9.1f}", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE raw")
    return slow


def main(numbers):
    os.chdir(ROOT)
    if not folder():
        sys.exit("The real corpora are not there (see tests/real_input.py).")
    pages.set_environment()
    VAR.mkdir(exist_ok=True)
    server, slow = None, {}
    try:
        server = Server(VAR / "bench-postgres", memory=MEMORY)
        server.start()
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        for number in numbers:
            pages.drop_database(server)
            server.create_database("bench")
            os.environ["DATABASE_URL"] = server.url("bench")
            prepare()
            enter(number, "into an empty index")
            sizes()
            slow[number] = measure()
            enter_again(number)
            from django.db import connection

            connection.close()
        if len(numbers) > 1:
            few, many = slow[numbers[0]], slow[numbers[-1]]
            for kind, (p50, p95) in many.items():
                print(f"growth of {kind}: p50 {p50 / few[kind][0]:.2f}, p95 {p95 / few[kind][1]:.2f}")
    except ServerFailed as error:
        sys.exit(str(error))
    finally:
        if server:
            server.stop()


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or list(SIZES))
