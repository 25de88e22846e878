"""Whole filings one after the other, as cheap as a client can be: what it takes of the processors is not the portal's.

A filing is the three requests that none can do without: the step with the
file, the check page, and the last, which is answered "received". What was
typed before lies in drafts that were made ready. Requests are bytes put
together beforehand and sent over connections that stay open; of an answer
only what the next request needs is read.
"""

import hashlib
import queue
import socket
import threading
import time
from contextlib import closing
from dataclasses import dataclass

from tests.load.citizen import BOUNDARY, FILE, FORM, MULTIPART, NEW, RECEIPT

CSRF = "a" * 32  # with HTTPS off, a cookie and a field that agree are enough
UNLIKE_BYTES = 32  # in which one file differs from the next
STEPS = ("upload", "check", "send")


@dataclass(frozen=True)
class Ready:
    """A draft to be filed: what opens it, what it states, and the bytes in which its file is unlike all others."""

    token: str
    statement: str
    unlike: bytes


class Broken(Exception):
    """No answer, or another than whoever fills in the form rightly may get."""


class Wire:
    """A connection that stays open, from an address of the loopback network; opened anew after it broke."""

    def __init__(self, port, source="127.0.0.1"):
        self.port, self.source, self.socket = port, source, None

    def ask(self, *pieces):
        """Status line with headers, and body, of the answer to what `pieces` say."""
        try:
            if self.socket is None:
                self.socket = socket.create_connection(
                    ("127.0.0.1", self.port), timeout=60, source_address=(self.source, 0)
                )
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for piece in pieces:
                self.socket.sendall(piece)
            return self._answer()
        except (OSError, ValueError) as error:
            self.close()
            raise Broken(type(error).__name__) from error

    def _answer(self):
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        length = int(_after(head.lower(), b"content-length: ", b"\r\n"))
        pieces, missing = [body], length - len(body)
        while missing > 0:
            pieces.append(self._more())
            missing -= len(pieces[-1])
        if b"connection: close" in head.lower():
            self.close()
        return head, b"".join(pieces)

    def _more(self):
        if part := self.socket.recv(65536):
            return part
        raise ConnectionResetError

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None


def _after(text, sign, end):
    start = text.find(sign)
    if start < 0:
        raise Broken(f"no {sign.decode()} in the answer")
    start += len(sign)
    stop = text.find(end, start)
    return text[start : stop if stop >= 0 else None]


def _field(name, value):
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


def _head(method, path, token, kind="", length=0):
    sent = f"Content-Type: {kind}\r\nContent-Length: {length}\r\n" if method == "POST" else ""
    cookies = f"csrftoken={CSRF}; draft-az={token}"
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n{sent}\r\n".encode()


class Rush:
    """Files whatever is ready with `clients` connections for so many seconds; what is begun is filed to its end.

    The ledger (driver.Ledger) gets what was answered "received" and what was
    not, `took` the seconds of each request, by its name. `sources` are
    addresses of the loopback network, from which the filings come in turn.
    """

    def __init__(self, port, ledger, *, body, clients, seconds, sources=("127.0.0.1",)):
        self.port, self.ledger, self.clients, self.seconds, self.sources = port, ledger, clients, seconds, sources
        self.took = {step: [] for step in STEPS}
        self.body, self._of_body = body, hashlib.sha256(body)
        self._file_head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="evidence"; filename="{FILE}"\r\n\r\n'.encode()
        )
        fields = {"csrfmiddlewaretoken": CSRF, "evidence_explanation": "", "end": "1"}
        rest = "".join(_field(name, value) for name, value in fields.items())
        self._file_end = f"\r\n{rest}--{BOUNDARY}--\r\n".encode()
        self._length = len(self._file_head) + len(body) + UNLIKE_BYTES + len(self._file_end)

    def run(self, ready):
        """File the drafts of `ready`, as many as there is time for; the seconds that it took."""
        waiting = queue.SimpleQueue()
        for each in ready:
            waiting.put(each)
        started = time.monotonic()
        threads = [
            threading.Thread(target=self._client, args=(waiting, started + self.seconds, number))
            for number in range(self.clients)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.monotonic() - started

    def _client(self, waiting, until, number):
        with closing(Wire(self.port, self.sources[number % len(self.sources)])) as wire:
            while time.monotonic() < until:
                try:
                    ready = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    self._file(wire, ready)
                except Broken as broken:
                    self.ledger.broken += 1
                    self.ledger.refused.append(str(broken))

    def _file(self, wire, ready):
        self.ledger.statements.add(ready.statement)
        head = _head("POST", f"{NEW}evidence/", ready.token, MULTIPART, self._length)
        self._asked(wire, "upload", 303, head + self._file_head, self.body, ready.unlike + self._file_end)
        _, page = self._asked(wire, "check", 200, _head("GET", f"{NEW}check/", ready.token))
        form_key, shown = (
            _after(page, f'name="{name}" value="'.encode(), b'"').decode() for name in ("form_key", "shown")
        )
        self.ledger.keys.add(form_key)
        sent = f"csrfmiddlewaretoken={CSRF}&declaration=on&form_key={form_key}&shown={shown}&end=1".encode()
        head = _head("POST", f"{NEW}check/", ready.token, FORM, len(sent))
        answer, _ = self._asked(wire, "send", 303, head + sent)
        if _after(answer, b"Location: ", b"\r\n").decode() != RECEIPT:
            raise Broken("send leads to another place")
        digest = self._of_body.copy()
        digest.update(ready.unlike)
        self.ledger.received[form_key] = (None, digest.hexdigest())

    def _asked(self, wire, step, expected, *pieces):
        started = time.monotonic()
        head, body = wire.ask(*pieces)
        self.took[step].append(time.monotonic() - started)
        status = int(head[9:12])
        self.ledger.statuses[status] = self.ledger.statuses.get(status, 0) + 1
        if status != expected:
            raise Broken(f"{step}: {status}")
        return head, body
