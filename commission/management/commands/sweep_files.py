"""Removes drafts whose time is over, and files that no row names: what something that was interrupted left behind."""

import time
from datetime import timedelta
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from appeals.evidence import sweeping
from appeals.verbs import drafting
from commission.files import files_below
from press.media import removing

DAY = 24 * 3600


def unnamed_files(before):
    """The stored files that are older than `before`, in seconds since the epoch, and that no row names."""
    for storage, named in chain(sweeping.named_files(), removing.named_files()):
        root = Path(storage.location)
        for path in files_below(root, changed_before=before):
            if path.relative_to(root).as_posix() not in named:
                yield path


class Command(BaseCommand):
    help = (
        "Removes begun filings whose time is over, unfinished and unreferenced files of evidence and of releases, and "
        "uploads that a killed process left in incoming/; files only if they are older than a day."
    )

    def add_arguments(self, parser):
        parser.add_argument("--older-than", type=int, default=DAY, metavar="SECONDS")

    def handle(self, *, older_than, **options):
        now = timezone.now()
        drafting.remove_expired(at=now)
        removing.delete_abandoned(now - timedelta(seconds=older_than))
        before = time.time() - older_than
        gone = list(unnamed_files(before))
        # an upload's temporary file goes with its request, and none lasts a day
        gone += files_below(settings.FILE_UPLOAD_TEMP_DIR, changed_before=before)
        for path in gone:
            path.unlink(missing_ok=True)
        self.stdout.write(f"{len(gone)} files removed.")
