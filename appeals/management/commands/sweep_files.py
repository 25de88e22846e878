"""Removes evidence files that no row names: what an interrupted filing left behind."""

import time
from pathlib import Path

from django.core.files.storage import storages
from django.core.management.base import BaseCommand

from appeals.models import DraftFile, Evidence

DAY = 24 * 3600


class Command(BaseCommand):
    help = "Removes unfinished and unreferenced evidence files older than a day."

    def add_arguments(self, parser):
        parser.add_argument("--older-than", type=int, default=DAY, metavar="SECONDS")

    def handle(self, *, older_than, **options):
        root = Path(storages["evidence"].location)
        newest = time.time() - older_than
        old = [path for path in root.rglob("*") if path.is_file() and path.stat().st_mtime < newest]
        # files are written before their rows, names are random: what is old and not named now never will be
        named = {
            name
            for rows, column in ((Evidence, "file"), (Evidence, "preview"), (DraftFile, "file"))
            for name in rows.objects.exclude(**{column: ""}).values_list(column, flat=True).iterator()
        }
        gone = [path for path in old if str(path.relative_to(root)) not in named]
        for path in gone:
            path.unlink()
        self.stdout.write(f"{len(gone)} files removed.")
