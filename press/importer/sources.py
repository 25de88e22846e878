"""Where releases are read from: a file, gzipped or not, or an address; and which of the formats it is."""

import gzip
import tempfile
import urllib.request
import zlib
from contextlib import contextmanager

from press.importer import feeds, lines, wordpress
from press.importer.incoming import Skipped, Unreadable

HEAD = 65_536
SECONDS = 30
LARGEST_FETCHED = 500_000_000
GZIP = b"\x1f\x8b"
LINES, FEED, WORDPRESS = "JSON Lines", "feed", "WordPress export"


def format_of(head):
    """The format of a file that begins with the bytes `head`."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not plain.startswith(b"<"):
        return LINES
    return WORDPRESS if b"wordpress.org/export/" in plain else FEED


class Source:
    """A file or an address, which can be read more than once and is fetched once.

    `encoding` is what a feed or an export is read as, whatever it says of
    itself; of an address it is what the HTTP header says.
    """

    def __init__(self, name, *, base="", language="en", encoding=""):
        self.name, self.base, self.language, self.encoding = name, base, language, encoding
        self._fetched = self._fetch() if name.startswith(("http://", "https://")) else None

    def _fetch(self):
        kept = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the source
        try:
            with urllib.request.urlopen(self.name, timeout=SECONDS) as answer:
                self.encoding = self.encoding or answer.headers.get_content_charset("")
                while portion := answer.read(HEAD):
                    kept.write(portion)
                    if kept.tell() > LARGEST_FETCHED:
                        raise ValueError("too large")
        except (OSError, ValueError) as error:  # what urllib raises are kinds of OSError
            kept.close()
            raise Unreadable(f"{self.name}: {error}") from error
        return kept

    def close(self):
        """Give back what was fetched; nothing happens for a file."""
        if self._fetched:
            self._fetched.close()

    @contextmanager
    def _opened(self):
        if self._fetched:
            self._fetched.seek(0)
            yield self._fetched
            return
        with open(self.name, "rb") as file:
            is_gzip = file.read(2) == GZIP
            file.seek(0)
            if is_gzip:
                with gzip.GzipFile(fileobj=file) as unpacked:
                    yield unpacked
            else:
                yield file

    def read(self):
        """Yield (place, Incoming or Skipped) for all that it holds; raises Unreadable with the name of the file."""
        try:
            with self._opened() as file:
                kind = format_of(file.read(HEAD))
                file.seek(0)
                if kind == LINES:
                    yield from self._lines(file)
                elif kind == WORDPRESS:
                    yield from wordpress.posts(file, language=self.language, encoding=self.encoding)
                else:
                    yield from feeds.entries(file, language=self.language, encoding=self.encoding)
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable(f"{self.name}: {error}") from error
        except Unreadable as error:
            raise Unreadable(f"{self.name}: {error}") from error

    def _lines(self, file):
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            try:
                line = raw.decode("utf-8-sig", "surrogateescape")
                yield number, lines.read(line, base=self.base, language=self.language)
            except Skipped as reason:
                yield number, reason
