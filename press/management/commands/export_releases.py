"""Writes everything public as JSON Lines, which `import_releases` takes back."""

import gzip
import sys

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from press import export


class Command(BaseCommand):
    help = "Writes all public press releases as JSON Lines to a file (gzipped if named .gz) or to the screen."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="- is standard output")
        parser.add_argument("--media", metavar="FOLDER", help="where pictures and files are copied to")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], help="only this one")

    def handle(self, *, file, language, media, **options):
        folder = FileSystemStorage(media) if media else None
        found = export.lines(at=timezone.now(), language=language, folder=folder)
        if file == "-":
            for line in found:
                self.stdout.write(line, ending="")
            return
        opened, written = gzip.open if file.endswith(".gz") else open, 0
        try:
            with opened(file, "wt", encoding="utf-8", newline="\n") as out:
                for line in found:
                    out.write(line)
                    written += 1
        except OSError as error:
            raise CommandError(f"{file}: {error}") from error
        sys.stderr.write(f"{written} releases written.\n")
