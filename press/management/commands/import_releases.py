"""Imports releases of other sites, or of this one, from files and addresses."""

import contextlib
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from press import importer

BATCH = 200
BAR = 30


class Command(BaseCommand):
    help = (
        "Imports press releases from JSON Lines (also this portal's own export), RSS, Atom and WordPress export files, "
        "gzipped or not, or from an address; running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a file, or an http(s) address")
        parser.add_argument("--base", default="", help="address against which relative links are resolved")
        parser.add_argument("--language", default="en", help="language of what names none")
        parser.add_argument("--media", metavar="FOLDER", help="where pictures and files of an export lie")
        parser.add_argument("--encoding", default="", help="of a feed or an export that names a wrong one or none")

    def handle(self, *, files, base, language, encoding, media, **_):
        self.media = importer.Media(media)
        self.skipped, self.here, self.public, self.keys, self.same_as = 0, 0, 0, [], []
        try:
            with contextlib.ExitStack() as ends:
                options = {"base": base, "language": language, "encoding": encoding}
                sources = [ends.enter_context(contextlib.closing(importer.Source(name, **options))) for name in files]
                self._import(sources)
        except importer.Unreadable as reason:
            raise CommandError(f"{reason}. Nothing more was imported.") from reason
        for done in importer.finish(self.keys, self.same_as):
            self._show("compared", done, len(self.keys))
        self.stdout.write(
            f"{len(self.keys)} imported ({self.public} public, {len(self.keys) - self.public} drafts), "
            f"{self.here} already here, {self.skipped} skipped."
        )
        for place, reason in self.media.missing:
            self.stdout.write(f"{place}: not taken: {reason}")

    def _import(self, sources):
        """Read all of it twice: first what belongs together, and whether it can be read to its end; then store it."""
        known, total = importer.Known(), 0
        for incoming in self._readable(sources, is_told=True):
            known.gather(incoming)
            total += 1
        self._store(self._readable(sources), known, total)

    def _readable(self, sources, *, is_told=False):
        """Everything that can become a release; with `is_told` the reasons of all else are printed and counted."""
        for source in sources:
            for place, found in source.read():
                if isinstance(found, importer.Incoming):
                    yield found
                elif is_told:
                    self._skip(f"{source.name}:{place}", found)

    def _skip(self, place, reason):
        self.skipped += 1
        self.stdout.write(f"{place}: skipped: {reason}")

    def _store(self, readable, known, total):
        batch = []
        for done, incoming in enumerate(readable, 1):
            if known.is_new(incoming):
                batch.append(incoming)
            else:
                self.here += 1
            if len(batch) == BATCH or (done == total and batch):
                self._store_batch(batch, known)
                batch = []
            if done % BATCH == 0 or done == total:
                self._show("read", done, total)

    @transaction.atomic
    def _store_batch(self, batch, known):
        for incoming in batch:
            try:
                release = importer.store(incoming, known=known, media=self.media)
            except importer.Skipped as reason:
                self._skip(incoming.source_url, reason)
                continue
            self.keys.append(release.pk)
            self.public += release.published_at is not None
            self.same_as += [(address, release.pk) for address in incoming.same_as]

    def _show(self, what, done, total):
        if sys.stderr.isatty() or done == total:
            bar = ("#" * (BAR * done // total)).ljust(BAR, ".")
            self.stderr.write(f"\r[{bar}] {what} {done} of {total}", ending="\n" if done == total else "")
