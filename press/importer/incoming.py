"""A release as another site describes it. Pure."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings

from press import html
from press.models import BODY_CHARACTERS

LANGUAGES = {code for code, _ in settings.LANGUAGES}
LONGEST_TITLE, LONGEST_LEAD, LONGEST_ADDRESS = 500, 2_000, 500
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_ENDING = re.compile(r"\.(html?|php|aspx?)$", re.IGNORECASE)


class Skipped(Exception):
    """This one cannot become a release; the text says why."""


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says why."""


def paragraphs(text, base):
    """Plain text with blank lines between paragraphs."""
    return html.from_paragraphs(text)


def legacy(text, base):
    """HTML as old sites wrote it."""
    return html.from_legacy(text, base=base)


def own(text, base):
    """HTML that this portal wrote."""
    return text


@dataclass(kw_only=True)
class Incoming:
    """One release; `words` is made into its text by `reading` when that is asked for, since it takes long."""

    source_url: str
    language: str
    title: str
    words: str
    reading: object = legacy
    base: str = ""  # against which its links are resolved
    published_at: datetime | None = None
    slug: str = ""
    lead: str = ""
    topic: str = ""
    topic_slug: str = ""
    author: str = ""
    same_as: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)  # where else it stood
    family: uuid.UUID | None = None  # where it is known and need not be found by `same_as`
    record: dict = field(default_factory=dict)  # of this portal's own export: all that belongs to it

    @property
    def body(self):
        """The text as HTML; raises Skipped where it is longer than a release may be."""
        made = self.reading(self.words, self.base)
        if len(made) > BODY_CHARACTERS:
            raise Skipped(f"text longer than {BODY_CHARACTERS} characters")
        return made

    @property
    def key(self):
        return self.language, self.source_url


def checked(found):
    """`found`, if it can be stored; raises Skipped with the reason."""
    for name in ("title", "lead", "words", "source_url", "slug", "topic"):
        if _UNSTORABLE.search(getattr(found, name)):
            raise Skipped(f"{name} holds characters that cannot be stored")
    found.title = " ".join(found.title.split())
    found.lead = found.lead[:LONGEST_LEAD]
    if not found.title:
        raise Skipped("no title")
    if len(found.title) > LONGEST_TITLE:
        raise Skipped(f"title longer than {LONGEST_TITLE} characters")
    if not found.source_url:
        raise Skipped("no address of the source")
    if len(found.source_url) > LONGEST_ADDRESS:
        raise Skipped(f"address of the source longer than {LONGEST_ADDRESS} characters")
    if found.language not in LANGUAGES:
        raise Skipped(f"unknown language: {found.language[:20]!r}")
    return found


def language_of(tag, *, otherwise):
    """The language code in a tag like `en-US`; `otherwise` where the portal does not have it."""
    code = (tag or "").replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else otherwise


def slug_in(address):
    """The words of an address, as `my-post` in `/2019/05/my-post/`; empty where it ends in a number or in nothing."""
    last = _ENDING.sub("", unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2])
    has_words = sum(char.isalpha() for char in last) >= 3
    return last if has_words and last not in ("index", "default", "view") else ""
