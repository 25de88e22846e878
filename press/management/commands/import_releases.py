"""Imports releases of other sites from JSON Lines files, also gzipped."""

import gzip
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from press import importer

BATCH = 200
BAR = 30


class Command(BaseCommand):
    help = "Imports press releases from JSON Lines files; running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--base", default="", help="address against which relative links are resolved")
        parser.add_argument("--language", default="en", help="language of lines that name none")

    def handle(self, *, files, base, language, **options):
        readable, skipped = [], 0
        for name in files:
            for number, line in enumerate(self._lines(name), 1):
                try:
                    readable.append(importer.read(line, base=base, language=language))
                except importer.Skipped as reason:
                    skipped += 1
                    self.stdout.write(f"{name}:{number}: skipped: {reason}")
        families = importer.family_keys(readable)
        new = list(importer.without_known(readable))
        public = self._store(new, families)
        self.stdout.write(
            f"{len(new)} imported ({public} public, {len(new) - public} drafts), "
            f"{len(readable) - len(new)} already here, {skipped} skipped."
        )

    def _lines(self, name):
        opened = gzip.open if name.endswith(".gz") else open
        try:
            with opened(name, "rb") as file:
                for raw in file:
                    if raw.strip():
                        yield raw.decode("utf-8", "surrogateescape")
        except (OSError, EOFError) as error:
            raise CommandError(f"{name}: {error}") from error

    def _store(self, new, families):
        public, topics = 0, {}
        for start in range(0, len(new), BATCH):
            with transaction.atomic():
                for incoming in new[start : start + BATCH]:
                    release = importer.store(incoming, family=families[incoming.source_url], topics=topics)
                    public += release.published_at is not None
            self._show(min(start + BATCH, len(new)), len(new))
        return public

    def _show(self, done, total):
        if sys.stderr.isatty() or done == total:
            bar = ("#" * (BAR * done // total)).ljust(BAR, ".")
            self.stderr.write(f"\r[{bar}] {done} of {total}", ending="\n" if done == total else "")
