"""HTML of this site as tagged PDF (PDF/UA-1), by WeasyPrint; nothing is fetched from anywhere.

WeasyPrint loads Pango, a library of the operating system, when it is
imported. It is imported where it is used, so that the portal starts and
everything else works where Pango is missing.
"""

import logging
import mimetypes
import threading
from functools import cache, lru_cache
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from PIL import ImageFile

log = logging.getLogger("portal.pdf")

KEPT = 32  # documents of which a process keeps the PDF
_one_at_a_time = threading.Lock()  # rendering takes a whole core; other pages shall have theirs


class Unavailable(Exception):
    """WeasyPrint or the library Pango is missing on this machine."""


@cache
def _library():
    """The package weasyprint; None where it or Pango is missing, which is logged once."""
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # their remarks about CSS and fonts help nobody here
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        log.error("PDF is off: %s (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)", error)
        return None
    finally:
        # its import lets Pillow read cut-off pictures in the whole process, and those of releases are to be refused
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def static_file(address):
    """The bytes and the kind of a static file of this site by its address; raises ValueError for any other address."""
    base, path = urlsplit(settings.SITE_URL), urlsplit(address)
    is_own = (path.scheme, path.netloc) == (base.scheme, base.netloc) and path.path.startswith(settings.STATIC_URL)
    if not is_own:
        raise ValueError("not a static file of this site")
    name = unquote(path.path.removeprefix(settings.STATIC_URL))
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if found := finders.find(name):  # both refuse to leave their folders
        with open(found, "rb") as file:
            return file.read(), kind
    if not staticfiles_storage.exists(name):
        raise ValueError("no such static file")
    with staticfiles_storage.open(name) as file:
        return file.read(), kind


def _fetcher(library):
    class OwnStaticFiles(library.urls.URLFetcher):
        """Reads the site's own static files and refuses everything else: no network, no other file."""

        def fetch(self, url, headers=None):
            body, kind = static_file(url)
            return library.urls.URLFetcherResponse(url, body, {"Content-Type": kind})

    return OwnStaticFiles()


def written(html):
    """The PDF (bytes) of a whole HTML document; raises Unavailable."""
    library = _library()
    if library is None:
        raise Unavailable
    document = library.HTML(string=html, base_url=f"{settings.SITE_URL}/", url_fetcher=_fetcher(library))
    with _one_at_a_time:
        return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


# for what everybody may read: the same text is the same PDF, and asking for it again costs nothing
written_once = lru_cache(maxsize=KEPT)(written)
