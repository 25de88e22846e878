"""Removes drafts whose time is over, and stored files that no row names: what an interrupted filing left behind."""

import time
from pathlib import Path

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


class Command(BaseCommand):
    help = "Removes begun filings whose time is over, and unfinished and unreferenced evidence files older than a day."

    def add_arguments(self, parser):
        parser.add_argument("--older-than", type=int, default=DAY, metavar="SECONDS")

    def handle(self, *, older_than, **options):
        root = Path(storages["evidence"].location)
        drafting.remove_expired(at=timezone.now())
        newest = time.time() - older_than
        old = [path for path in root.rglob("*") if path.is_file() and path.stat().st_mtime < newest]
        # files are written before their rows, names are random: what is old and not named now never will be
        named = named_files()
        gone = [path for path in old if path.relative_to(root).as_posix() not in named]
        for path in gone:
            path.unlink(missing_ok=True)
        self.stdout.write(f"{len(gone)} files removed.")
