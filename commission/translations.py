"""Translations without a system package: extract, compile, check, with Babel.

``python -m commission.translations extract|compile|check``. Templates are
turned into something that reads like source by Django's own `templatize`.
"""

import ast
import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

BASE = Path(__file__).resolve().parent.parent
LOCALE = BASE / "commission" / "locale"
LANGUAGES = ("az", "en", "ru")
ROOMS = ("commission", "press", "appeals")
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)
# what the code does not name: months inside a date, which Azerbaijani writes small
MONTHS = "January February March April May June July August September October November December"
# and words of Django's own that begin a line: the capital that it makes of "i" is another letter in Azerbaijani
DJANGO_WORDS = ("permission", "permissions", "user", "user permissions", "username", "users")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def _sources():
    """(name, text that the Python extractor can read) of every module and template."""
    for room in ROOMS:
        for path in sorted((BASE / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text("utf-8")
    for path in sorted((BASE / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            yield path, templatize(path.read_text("utf-8"), origin=str(path))


def messages():
    """Everything that the code wants translated, as a Babel catalogue without translations."""
    found = Catalog(charset="utf-8")
    for path, text in _sources():
        source = io.BytesIO(text.encode())
        method = "python" if path.suffix == ".py" else _templatized
        for _line, message, _comments, context in extract(method, source, KEYWORDS, options={"encoding": "utf-8"}):
            found.add(message, context=context)
    for month in MONTHS.split():
        found.add(month, context="alt. month")
    for word in DJANGO_WORDS:
        found.add(word)
    return found


def _templatized(fileobj, keywords, comment_tags, options):
    """Messages in a templatized template, which is no Python but holds calls of the same names."""
    text = fileobj.read().decode()
    string = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|'''(?:.|\n)*?''')"""
    call = re.compile(rf"\b(n?p?gettext|_)\(\s*{string}(?:\s*,\s*{string})?(?:\s*,\s*{string})?", re.DOTALL)
    for match in call.finditer(text):
        words = tuple(ast.literal_eval(word) for word in match.groups()[1:] if word)
        yield text.count("\n", 0, match.start()) + 1, match.group(1), words if len(words) > 1 else words[0], []


def _po(language):
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def _catalogue(language):
    path = _po(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract_all():
    """Bring every catalogue in step with the code; translations are kept, guesses are not made."""
    template = messages()
    for language in LANGUAGES:
        catalogue = _catalogue(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        catalogue.header_comment = ""
        catalogue.project, catalogue.version = "portal", "1"
        catalogue.creation_date = catalogue.revision_date = FIXED_DATE  # a run without news changes nothing
        _po(language).parent.mkdir(parents=True, exist_ok=True)
        with _po(language).open("wb") as file:
            write_po(file, catalogue, sort_output=True, no_location=True, omit_header=False, width=110)


def compile_all():
    """Write the .mo files that Django reads."""
    for language in LANGUAGES:
        with _po(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, _catalogue(language))


def missing(language):
    """The messages of the code that the catalogue of `language` does not translate, or only as a guess."""
    catalogue = _catalogue(language)

    def is_translated(message):
        own = catalogue.get(message.id, message.context)
        return own and not own.fuzzy and all(own.string if isinstance(own.string, tuple) else [own.string])

    return [message.id for message in messages() if message.id and not is_translated(message)]


def check_all():
    """0 where az and ru are complete, else 1; what lacks is written to stderr."""
    lacking = [(language, message) for language in ("az", "ru") for message in missing(language)]
    for language, message in lacking:
        sys.stderr.write(f"{language}: {message!r}\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    if not settings.configured:
        settings.configure(USE_I18N=True)
    verbs = {"extract": extract_all, "compile": compile_all, "check": check_all}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit("python -m commission.translations extract|compile|check")
    sys.exit(verbs[sys.argv[1]]())
