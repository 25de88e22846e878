"""Evidence goes through clamd where CLAMD_ADDRESS names one: until it says clean, staff cannot open the file.

A scanner that is away delays and never loses: files wait as they are. One that
is there and cannot judge a file leaves it in error, to be tried again after
growing pauses. Protocol: clamd(8), INSTREAM.
"""

import logging
import socket
import struct

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from appeals.models import Evidence
from commission.outbox import pause_after
from commission.transactions import may_rest

log = logging.getLogger("portal.scanning")

SECONDS = 10  # for each step of the conversation
SCAN_SECONDS = 600  # longer than the largest file can take
CHUNK_BYTES = 64 * 1024
ANSWER_BYTES = 4096


class ScannerAway(Exception):
    """Nobody answers at CLAMD_ADDRESS."""


def _connected(address):
    host, _, port = address.rpartition(":")
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(SECONDS)
        link.connect(address)
        return link
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def _answer(link):
    """The answer of clamd up to its NUL or the end; what is longer is cut."""
    said = b""
    while b"\0" not in said and len(said) < ANSWER_BYTES and (part := link.recv(ANSWER_BYTES)):
        said += part
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _asked(file, address):
    """What clamd says about an open file; raises OSError where the conversation breaks."""
    with _connected(address) as link:
        link.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK_BYTES):
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
        return _answer(link)


def is_there(address):
    """Whether a clamd answers."""
    try:
        with _connected(address) as link:
            link.sendall(b"zPING\0")
            return _answer(link) == "PONG"
    except (OSError, ValueError):
        return False


def verdict(file, address):
    """The Evidence.Scan of an open file and what was said; raises ScannerAway where no scanner answers.

    Only the exact words `stream: OK` are clean. `INSTREAM size limit
    exceeded`, a conversation that breaks and everything else is an error.
    """
    try:
        said = _asked(file, address)
    except OSError as error:
        said = type(error).__name__
        if not is_there(address):
            raise ScannerAway(said) from error
    if said == "stream: OK":
        return Evidence.Scan.CLEAN, said
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return Evidence.Scan.INFECTED, said
    return Evidence.Scan.ERROR, said


@transaction.atomic
def scan_one(at=None):
    """Have the oldest file that waits looked at; True if there was one, else False, as where no scanner is configured.

    Raises ScannerAway and changes nothing where none answers. The row stays
    locked meanwhile, as in the outbox.
    """
    if not settings.CLAMD_ADDRESS:
        return False
    at = at or timezone.now()
    item = Evidence.objects.to_scan(at).select_for_update(skip_locked=True).first()
    if item is None:
        return False
    may_rest(SCAN_SECONDS)
    try:
        with item.file.open("rb") as file:
            item.scan, said = verdict(file, settings.CLAMD_ADDRESS)
    except FileNotFoundError:
        item.scan, said = Evidence.Scan.ERROR, "the file is gone"
    item.scan_tries = min(item.scan_tries + 1, 1_000)
    item.scan_again_at = None
    if item.scan == Evidence.Scan.ERROR:
        item.scan_again_at = at + pause_after(item.scan_tries)
        log.warning("not scanned", extra={"evidence": item.pk, "tries": item.scan_tries, "said": said[:200]})
    else:
        item.scanned_at = timezone.now()
        log.info("scanned", extra={"evidence": item.pk, "found": said[:200]})
    item.save(update_fields=["scan", "scan_tries", "scan_again_at", "scanned_at"])
    return True
