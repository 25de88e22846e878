"""Previews of pictures for staff: small, re-encoded, without metadata; made by the worker in a child process.

The original is only read. A picture that a decoder cannot read, or that makes
it die, stays without a preview and is not tried again.
"""

import logging
import os
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from appeals.evidence import preview_child
from appeals.models import Evidence
from commission.transactions import may_rest

log = logging.getLogger("portal.previews")

CHILD_SECONDS = 30
CHILD = Path(preview_child.__file__)
NAMED = "previews"  # the folder in the storage of evidence


@transaction.atomic
def make_one(at=None):
    """Try the oldest picture without a preview that may be opened; True if there was one, made or not, else False.

    Its row stays locked meanwhile: a second worker passes it by, and the lock
    of a killed worker goes with its connection.
    """
    item = Evidence.objects.to_preview().select_for_update(skip_locked=True).first()
    if item is None:
        return False
    may_rest(2 * CHILD_SECONDS)
    at = at or timezone.now()
    if preview := _made(item):
        name = f"{NAMED}/{at:%Y/%m}/{uuid.uuid4().hex}"
        item.preview = storages["evidence"].save(name, ContentFile(preview))
    item.preview_tried_at = at
    item.save(update_fields=["preview", "preview_tried_at"])
    return True


def _made(item):
    """The preview of a picture as bytes; None where there can be none, with the reason in the log."""
    try:
        with item.file.open("rb") as original, tempfile.TemporaryFile() as out:
            _run_child(item.kind, original, out)
            out.seek(0)
            return out.read() or None
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("no preview", extra={"evidence": item.pk, "error": type(error).__name__})
        return None


def _run_child(kind, original, out):
    """Run the child on an open file; raises CalledProcessError or TimeoutExpired where it comes to no good end."""
    with tempfile.TemporaryFile() as copy:
        source = original
        if not _has_descriptor(original):  # kept by a storage that is no disk
            for chunk in original.chunks():
                copy.write(chunk)
            copy.seek(0)
            source = copy
        subprocess.run(
            [sys.executable, "-I", str(CHILD), kind],
            stdin=source,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath},  # no secret of the portal is within its reach
            timeout=CHILD_SECONDS,
            check=True,
        )


def _has_descriptor(file):
    try:
        return file.fileno() >= 0
    except (AttributeError, OSError):
        return False
