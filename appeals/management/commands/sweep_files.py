"""Removes drafts whose time is over, and files that no row names: what something that was interrupted left behind."""

import contextlib
import time
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand
from django.utils import timezone

from appeals.models import DraftFile, Evidence
from appeals.verbs import drafting

DAY = 24 * 3600


def named_files():
    """The name of every stored file that a row names: of open drafts, evidence, its previews.

    One statement, hence one snapshot: a draft that is filed while it runs moves
    its files from one table to the other.
    """
    return set(
        DraftFile.objects.order_by()
        .values_list("file", flat=True)
        .union(
            Evidence.objects.order_by().values_list("file", flat=True),
            Evidence.objects.order_by().values_list("preview", flat=True),
        )
    )


def files_below(folder, *, changed_before):
    """The files below a folder that nobody has written to since; `changed_before` in seconds since the epoch."""
    found = []
    for path in Path(folder).rglob("*"):
        with contextlib.suppress(FileNotFoundError):  # gone since it was listed: that upload has just ended
            if path.is_file() and path.stat().st_mtime < changed_before:
                found.append(path)
    return found


class Command(BaseCommand):
    help = (
        "Removes begun filings whose time is over, unfinished and unreferenced evidence files, and uploads that a "
        "killed process left in incoming/; files only if they are older than a day."
    )

    def add_arguments(self, parser):
        parser.add_argument("--older-than", type=int, default=DAY, metavar="SECONDS")

    def handle(self, *, older_than, **options):
        root = Path(storages["evidence"].location)
        drafting.remove_expired(at=timezone.now())
        before = time.time() - older_than
        old = files_below(root, changed_before=before)
        # files are written before their rows, names are random: what is old and not named now never will be
        named = named_files()
        gone = [path for path in old if path.relative_to(root).as_posix() not in named]
        # an upload's temporary file goes with its request, and none lasts a day
        gone += files_below(settings.FILE_UPLOAD_TEMP_DIR, changed_before=before)
        for path in gone:
            path.unlink(missing_ok=True)
        self.stdout.write(f"{len(gone)} files removed.")
