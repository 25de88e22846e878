"""Clients that file under load, a ledger of what was answered "received", and the judge that compares it with what is.

Nothing here imports the portal's models: the judge reads tables and files as
they are, over a connection of its own.
"""

import hashlib
import http.client
import json
import random
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

BOUNDARY = "b0undary"
CONTENT = {
    "kind": "complaint",
    "applicant_name": "Sample Applicant",
    "applicant_address": "1 Example Street",
    "applicant_email": "applicant@people.example",
    "capacity": "voter",
    "contested_kind": "action",
    "respondent": "Sample precinct commission",
    "happened_where": "Polling station 12",
    "statement": "A copy of the protocol was refused.",
    "ground": "Article 106",
    "evidence_explanation": "",
    "remedy_sought": "Order the copy to be given.",
}


def post_filing(link, *, form_key, commission, body):
    """File once over an open connection; the answer as (status, number and digests or None)."""
    fields = {"form_key": form_key, "commission": commission, "content": json.dumps(CONTENT)}
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="evidence"; filename="a.bin"\r\n\r\n'
    end = f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="end"\r\n\r\n1\r\n--{BOUNDARY}--\r\n'
    sent = ("".join(parts) + file).encode() + body + end.encode()
    link.request("POST", "/load/filings/", sent, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
    answer = link.getresponse()
    said = answer.read()
    return answer.status, json.loads(said) if answer.status == 200 else None


@dataclass
class Ledger:
    """What was answered "received", by form key, and what else happened."""

    received: dict = field(default_factory=dict)  # form key: number, digest of the file that was sent
    broken: int = 0
    statuses: dict = field(default_factory=dict)
    seconds: list = field(default_factory=list)
    keys: set = field(default_factory=set)


class Load:
    """`clients` threads that file one after the other until the block ends; each failed filing is tried again."""

    def __init__(self, port, *, clients, size, seed, commission="C033", tries=200):
        self.port, self.clients, self.size, self.commission, self.tries = port, clients, size, commission, tries
        self.ledger, self.seed, self._stop = Ledger(), seed, threading.Event()

    def __enter__(self):
        self.threads = [threading.Thread(target=self._client, args=(number,)) for number in range(self.clients)]
        for thread in self.threads:
            thread.start()
        return self.ledger

    def __exit__(self, *_):
        self._stop.set()
        for thread in self.threads:
            thread.join()

    def _client(self, number):
        chance = random.Random(f"{self.seed} {number}")
        link = None
        while not self._stop.is_set():
            form_key, body = f"{chance.getrandbits(128):032x}", chance.randbytes(self.size)
            self.ledger.keys.add(form_key)
            for _ in range(self.tries):
                link = link or http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
                if self._filed(link, form_key, body):
                    break
                link.close()
                link = None
                time.sleep(0.1)
        if link:
            link.close()

    def _filed(self, link, form_key, body):
        started = time.monotonic()
        try:
            status, said = post_filing(link, form_key=form_key, commission=self.commission, body=body)
        except (OSError, http.client.HTTPException):
            self.ledger.broken += 1
            return False
        self.ledger.statuses[status] = self.ledger.statuses.get(status, 0) + 1
        if said is None:
            return False
        self.ledger.seconds.append(time.monotonic() - started)
        self.ledger.received[form_key] = (said["number"], hashlib.sha256(body).hexdigest())
        return True


def asked(url, question, values=()):
    """All rows of a question to the database at `url`."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def judged(ledger, *, url, files, prefix=""):
    """What is wrong with what is stored, as a list of sentences; empty if every answer of the ledger was kept.

    `url` is the database, `files` the folder of evidence after it was swept.
    Only filings whose number begins with `prefix` are looked at.
    """
    rows = asked(
        url,
        """
        SELECT f.form_key_digest, f.number, e.sha256, e.file,
               (SELECT count(*) FROM appeals_event WHERE filing_id = f.id AND kind = 'filed'),
               (SELECT count(*) FROM commission_letter WHERE about = f.number)
        FROM appeals_filing f LEFT JOIN appeals_evidence e ON e.filing_id = f.id
        WHERE starts_with(f.number, %s)
        """,
        [prefix],
    )
    wrong, by_key = [], {}
    for key, number, *rest in rows:
        if key in by_key:
            wrong.append(f"{number}: more than one file")
        by_key[key] = (number, *rest)
    for form_key in ledger.keys:
        stored = by_key.get(hashlib.sha256(form_key.encode()).hexdigest())
        wrong += _compared(form_key, ledger.received.get(form_key), stored, Path(files))
    serials = sorted(int(number.rpartition("-")[2]) for number, *_ in by_key.values())
    if serials != list(range(1, len(serials) + 1)):
        wrong.append("the register numbers have a gap or come twice")
    named = {name for (name,) in asked(url, "SELECT file FROM appeals_evidence")}
    lying = {str(path.relative_to(files)) for path in Path(files).rglob("*") if path.is_file()}
    wrong += [f"orphan: {name}" for name in lying - named] + [f"not on the disk: {name}" for name in named - lying]
    return wrong


def _compared(form_key, received, stored, files):
    if stored is None:
        return [f"{received[0]} was answered and is not stored"] if received else []
    number, sha256, file, events, letters = stored
    wrong = []
    if received and received != (number, sha256):
        wrong.append(f"{received} was answered and {(number, sha256)} is stored")
    if (events, letters) != (1, 1):
        wrong.append(f"{number}: {events} journal rows and {letters} letters")
    path = files / file
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        wrong.append(f"{number}: the file is another")
    return wrong
