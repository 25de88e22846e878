"""Citizens who file under load, a ledger of what was answered "received", and the judge that compares it with what is.

Nothing here imports the portal's models: the judge reads tables and files as
they are, over a connection of its own.
"""

import hashlib
import random
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from tests.load.citizen import FILE, Citizen, Line, Refused

PARTS = ("type", "upload", "check", "send", "read_receipt")


@dataclass
class Ledger:
    """What was answered "received", by form key, and what else happened."""

    received: dict = field(default_factory=dict)  # form key: number, digest of the file that was sent
    codes: dict = field(default_factory=dict)  # form key: the access code that was shown
    broken: int = 0
    statuses: dict = field(default_factory=dict)
    refused: list = field(default_factory=list)  # what nobody may meet who fills in the form rightly, in words
    seconds: list = field(default_factory=list)  # of the last request, with which it is filed
    keys: set = field(default_factory=set)
    statements: set = field(default_factory=set)
    under_way: dict = field(default_factory=dict)  # thread: the part that it is in


def _go(ledger, citizen, part, line):
    """One part of a citizen's way, with what of it the ledger holds."""
    ledger.under_way[threading.get_ident()] = part
    started = time.monotonic()
    getattr(citizen, part)(line)
    took = time.monotonic() - started
    if part == "check":
        ledger.keys.add(citizen.form_key)
    elif part == "send":
        ledger.seconds.append(took)
        # answered: what comes after may fail, and the filing must be there
        ledger.received[citizen.form_key] = (None, hashlib.sha256(citizen.file).hexdigest())
    elif part == "read_receipt":
        ledger.received[citizen.form_key] = (citizen.number, *citizen.digests)
        ledger.codes[citizen.form_key] = citizen.code


def _citizen(ledger, chance, *, size, commission):
    statement = f"A copy of the protocol was refused. {chance.getrandbits(128):032x}"
    ledger.statements.add(statement)
    return Citizen(statement=statement, file=chance.randbytes(size), commission=commission)


class Load:
    """`clients` threads that file one after the other until the block ends; each failed request is sent again.

    `sources` are the addresses of the loopback network from which they come, in turn.
    """

    def __init__(self, port, *, clients, size, seed, commission="C033", tries=200, sources=("127.0.0.1",)):
        self.port, self.clients, self.size, self.commission, self.tries = port, clients, size, commission, tries
        self.sources = sources
        self.ledger, self.seed, self._stop = Ledger(), seed, threading.Event()

    def __enter__(self):
        self.threads = [threading.Thread(target=self._client, args=(number,)) for number in range(self.clients)]
        for thread in self.threads:
            thread.start()
        return self.ledger

    def __exit__(self, *_):
        """What is begun is filed to its end: then no draft may be left."""
        self._stop.set()
        for thread in self.threads:
            thread.join()

    def _client(self, number):
        chance, source = random.Random(f"{self.seed} {number}"), self.sources[number % len(self.sources)]
        line = Line(self.port, self.ledger, tries=self.tries, source=source)
        while not self._stop.is_set():
            citizen = _citizen(self.ledger, chance, size=self.size, commission=self.commission)
            try:
                for part in PARTS:
                    _go(self.ledger, citizen, part, line)
            except Refused as refused:
                self.ledger.refused.append(str(refused))
        line.close()


def asked(url, question, values=()):
    """All rows of a question to the database at `url`."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def judged(ledger, *, url, files, prefix=""):
    """What is wrong with what is stored, as a list of sentences; empty if every answer of the ledger was kept.

    `url` is the database, `files` the folder of evidence after it was swept,
    with `incoming` beside it. Only filings whose number begins with `prefix`
    are looked at.
    """
    rows = asked(
        url,
        """
        SELECT f.form_key_digest, f.number, f.statement, e.sha256, e.file,
               (SELECT count(*) FROM appeals_event WHERE filing_id = f.id AND kind = 'filed'),
               (SELECT count(*) FROM commission_letter WHERE about = f.number)
        FROM appeals_filing f LEFT JOIN appeals_evidence e ON e.filing_id = f.id
        WHERE starts_with(f.number, %s)
        """,
        [prefix],
    )
    wrong, by_key, numbers = [], {}, {}
    for key, number, statement, *rest in rows:
        if key in by_key:
            wrong.append(f"{number}: more than one file")
        by_key[key] = (number, *rest)
        if statement in ledger.statements:
            numbers.setdefault(statement, set()).add(number)
    wrong += [f"filed more than once: {sorted(twice)}" for twice in numbers.values() if len(twice) > 1]
    for form_key in ledger.keys:
        stored = by_key.get(hashlib.sha256(form_key.encode()).hexdigest())
        wrong += _compared(form_key, ledger.received.get(form_key), stored, Path(files))
    serials = sorted(int(number.rpartition("-")[2]) for number, *_ in by_key.values())
    if serials != list(range(1, len(serials) + 1)):
        wrong.append("the register numbers have a gap or come twice")
    return wrong + _left_behind(url, Path(files))


def _left_behind(url, files):
    """What lies on the disk without a row, or in a row without its bytes, or was never filed."""
    named = {
        name for (name,) in asked(url, "SELECT file FROM appeals_evidence UNION SELECT preview FROM appeals_evidence")
    }
    lying = {str(path.relative_to(files)) for path in files.rglob("*") if path.is_file()}
    wrong = [f"orphan: {name}" for name in lying - named]
    wrong += [f"not on the disk: {name}" for name in named - lying - {""}]
    wrong += [f"left in incoming: {path.name}" for path in (files.parent / "incoming").iterdir()]
    drafts = asked(url, "SELECT draft_id FROM appeals_draftfile WHERE name = %s", [FILE])
    return wrong + [f"draft {draft} still has its file" for (draft,) in drafts]


def _compared(form_key, received, stored, files):
    if stored is None:
        return [f"{received[0] or form_key} was answered and is not stored"] if received else []
    number, sha256, file, events, letters = stored
    wrong = []
    if received and received not in [(number, sha256), (None, sha256)]:
        wrong.append(f"{received} was answered and {(number, sha256)} is stored")
    if (events, letters) != (1, 1):
        wrong.append(f"{number}: {events} journal rows and {letters} letters")
    path = files / file if file else None
    if path is None or (path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != sha256):
        wrong.append(f"{number}: the file is another")
    return wrong
