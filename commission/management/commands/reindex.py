"""Rebuild the search index from its sources."""

import os
import time

from django.core.management.base import BaseCommand

from appeals.searching import entries
from commission.site_search import rebuilding, sources, synonyms

EVERY = 5  # seconds between two lines of progress


class Command(BaseCommand):
    help = "Rebuild the search index from its sources and remove what no longer has one; readers and editors go on."

    def add_arguments(self, parser):
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count(), metavar="N", help="0 works in this process alone"
        )

    def handle(self, *, processes, verbosity, **options):
        self.began = self.said = time.monotonic()
        synonyms.renew_keys()
        progress = self.progress if verbosity else None
        entered, removed = rebuilding.rebuild(sources.public_texts(), processes=processes, progress=progress)
        self.stdout.write(f"{entered} texts entered, {removed} removed")
        self.began = self.said = time.monotonic()
        self.stdout.write(f"{entries.enter_all(progress)} filings entered for the search of the desk")

    def progress(self, entered):
        now = time.monotonic()
        if now - self.said >= EVERY:
            self.said = now
            self.stdout.write(f"{entered} texts, {entered / (now - self.began):.0f} a second")
            self.stdout.flush()
