"""Rebuilding the index from its sources, while it is read and written to."""

import multiprocessing
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import chain, islice

from django.db import connection
from psycopg2.extras import execute_values

from commission import search_index
from commission.searching import counts
from commission.site_search import rebuilding_process

BATCH = 500
AHEAD = 4  # batches that wait for a process
ALONE = 4  # batches for which no process is worth its start
HEAP = 16_384  # kB of texts that wait to be taken into the index
LONGEST_WAIT = 60  # seconds for transactions that began before
_REMOVE = """
DELETE FROM commission_searchentry AS entry WHERE entered_at < %s AND NOT EXISTS (
  SELECT FROM read_text AS text
  WHERE text.kind = entry.kind AND text.object_id = entry.object_id AND text.language = entry.language
)
"""


def rebuild(texts, *, processes=0, progress=None):
    """Enter `texts` (an iterable of Indexed) and remove every older entry that is not among them.

    In so many `processes`, or in this one alone. `progress` is called with the
    number of texts that are entered. Result: how many were entered and how many
    removed. Entries written while this runs are newer than all it knows, and stay.
    """
    began = _present_instant()
    words, to_come, entered = {}, [], 0
    with _Read() as read:
        for batch, found in _entered(read.noting(texts), began, processes):
            for visible_from, each in found:
                if visible_from <= began:
                    words.update(each)
                else:
                    to_come.append((visible_from, each))
            entered += batch
            if progress:
                progress(entered)
        removed = read.remove_others(began)
    counts.recount(words)
    counts.spell(to_come)
    return entered, removed


class _Read:
    """Which texts were read, in a table of this connection alone: an entry that is as it should be tells nothing."""

    def __enter__(self):
        self._execute("DROP TABLE IF EXISTS pg_temp.read_text")  # of a rebuild that failed
        self._execute("CREATE TEMPORARY TABLE read_text (kind text, object_id bigint, language text)")
        return self

    def __exit__(self, *error):
        if not any(error):  # else the transaction may be lost, in which nothing can be dropped
            self._execute("DROP TABLE read_text")

    @staticmethod
    def _execute(statement, values=None):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.rowcount

    def noting(self, texts):
        """`texts`, each noted before it is given on."""
        texts = iter(texts)
        while batch := list(islice(texts, BATCH)):
            with connection.cursor() as cursor:
                keys = [(text.kind, text.object_id, text.language) for text in batch]
                execute_values(cursor, "INSERT INTO read_text VALUES %s", keys, page_size=BATCH)
            yield from batch

    def remove_others(self, began):
        """Remove what was entered before the instant `began` and was not read; how many."""
        return self._execute(_REMOVE, [began])


def _present_instant():
    """The database's instant; it is told once every transaction that was open then has ended: none enters anything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text, clock_timestamp()")
        own, instant = cursor.fetchone()
        until = time.monotonic() + LONGEST_WAIT
        while not connection.in_atomic_block and time.monotonic() < until:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot()) > %s::xid8", [own])
            if cursor.fetchone()[0]:
                break
            time.sleep(0.2)
    return instant


def _entered(texts, began, processes):
    """Pairs of the size of a batch and its words, as batches are entered."""
    texts = iter(texts)
    batches = iter(lambda: list(islice(texts, BATCH)), [])
    for batch in islice(batches, ALONE if processes else None):
        yield len(batch), search_index.put_again(batch, older_than=began)
    if not (first := next(batches, None)):
        return
    pool = ProcessPoolExecutor(
        processes, mp_context=multiprocessing.get_context("spawn"), initializer=rebuilding_process.begin
    )
    with _entered_in_heaps(), pool:
        running = {}
        for batch in chain([first], batches):
            running[pool.submit(_put_again, batch, began)] = len(batch)
            if len(running) >= processes + AHEAD:
                yield from _done(running)
        while running:
            yield from _done(running)


@contextmanager
def _entered_in_heaps():
    """Have the index take in what is entered in heaps, which costs half as much as one by one; searches read the heap.

    Where the role does not own the index, it goes on as it does every day. A
    rebuild that was killed leaves this to the next one to end.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE relname = 'search_entry_vector'")
        is_owner = cursor.fetchone()[0]
        if is_owner:
            cursor.execute(f"ALTER INDEX search_entry_vector SET (fastupdate = on, gin_pending_list_limit = {HEAP})")
    try:
        yield
    finally:
        if is_owner:
            with connection.cursor() as cursor:
                cursor.execute("ALTER INDEX search_entry_vector SET (fastupdate = off)")
                cursor.execute("ALTER INDEX search_entry_vector RESET (gin_pending_list_limit)")
                cursor.execute("SELECT gin_clean_pending_list('search_entry_vector')")


def _done(running):
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for each in done:
        yield running.pop(each), each.result()


def _put_again(batch, began):
    """What a process of the pool does; the models are known to it by then only."""
    return search_index.put_again(batch, older_than=began)
