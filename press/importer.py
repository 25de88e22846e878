"""Reading releases of other sites: JSON Lines in two layouts, line by line, with a reason for what is skipped."""

import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

from press import html, verbs
from press.models import Release, Topic
from press.slugs import slug_of

LANGUAGES = {code for code, _ in settings.LANGUAGES}
NAMESPACE = uuid.UUID("5f0d3c5e-9a51-4f0e-8f43-0d3a3f2c7a11")
LONGEST_TITLE = 500
_LONE_LINK = re.compile(r'^\s*<body>\s*<a [^>]*class="pdf"[^>]*>[^<]*</a>\s*</body>\s*$', re.IGNORECASE)


class Skipped(Exception):
    """The line cannot become a release; the text says why."""


@dataclass
class Incoming:
    """A release as a line of a file describes it."""

    source_url: str
    language: str
    title: str
    body: str
    published_on: date | None
    topic: str = ""
    same_as: list[str] = field(default_factory=list)

    @property
    def published_at(self):
        """12:00 of the day in the commission's zone; None without a day."""
        if self.published_on is None:
            return None
        return datetime.combine(self.published_on, time(12), tzinfo=timezone.get_current_timezone())


def _text(record, key):
    value = record.get(key) or ""
    if not isinstance(value, str):
        raise Skipped(f"{key} is not text")
    if any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in value):
        raise Skipped(f"{key} holds characters that cannot be stored")
    return value.strip()


def _day(text, pattern, key):
    if not text:
        return None
    try:
        return datetime.strptime(text, pattern).date()
    except ValueError as error:
        raise Skipped(f"{key} is no date: {text[:40]!r}") from error


def read(line, *, base="", language="en"):
    """The release in one line; raises Skipped with the reason.

    `base` is the address against which relative links are resolved, `language`
    the one of lines that name none.
    """
    try:
        record = json.loads(line)
    except ValueError as error:
        raise Skipped(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise Skipped("not a JSON object")
    found = _from_pages(record) if "source_url" in record else _from_archive(record, base=base, language=language)
    if not found.title:
        raise Skipped("no title")
    if len(found.title) > LONGEST_TITLE:
        raise Skipped(f"title longer than {LONGEST_TITLE} characters")
    if not found.source_url:
        raise Skipped("no address of the source")
    if found.language not in LANGUAGES:
        raise Skipped(f"unknown language: {found.language[:20]!r}")
    return found


def _from_pages(record):
    day = _day(_text(record, "published"), "%Y-%m-%d", "published")
    day = day or _day(_text(record, "event_date"), "%Y-%m-%d", "event_date")
    same_as = record.get("same_as") or []
    return Incoming(
        source_url=_text(record, "source_url"),
        language=_text(record, "language"),
        title=" ".join(_text(record, "title").split()),
        body=html.from_paragraphs(_text(record, "body")),
        published_on=day,
        same_as=[same_as] if isinstance(same_as, str) else list(same_as),
    )


def _from_archive(record, *, base, language):
    body, document = _text(record, "html"), _text(record, "pdf") or _text(record, "href")
    if _LONE_LINK.match(body):  # a stub that only links to its document
        address = html.resolve(document, base=base) or ""
        link = f'<a href="{address}">{document.rpartition("/")[2]}</a>' if address else document
        body = f"<p>{link}</p>"
    return Incoming(
        source_url=_text(record, "href"),
        language=language,
        title=" ".join(_text(record, "title").split()),
        body=html.from_legacy(body, base=html.resolve(document, base=base) or base),
        published_on=_day(_text(record, "date"), "%m/%d/%Y", "date"),
        topic=" ".join(_text(record, "category").split()),
    )


def family_keys(releases):
    """A translation key for each source address: the same for all that are joined by `same_as`, in any order."""
    leader = {}

    def find(address):
        while leader.setdefault(address, address) != address:
            address = leader[address]
        return address

    for release in releases:
        for other in release.same_as:
            first, second = sorted([find(release.source_url), find(other)])
            leader[second] = first
    return {release.source_url: uuid.uuid5(NAMESPACE, find(release.source_url)) for release in releases}


def without_known(releases):
    """Those of `releases` that the database does not hold yet; a line that comes twice counts once."""
    known = set(Release.objects.exclude(source_url="").values_list("language", "source_url"))
    for release in releases:
        if (release.language, release.source_url) not in known:
            known.add((release.language, release.source_url))
            yield release


def _topic(name, cache):
    slug = slug_of(name)[:50].strip("-")
    if slug not in cache:
        cache[slug] = Topic.objects.get_or_create(slug=slug, defaults={"name": {"en": name}})[0]
    return cache[slug]


def store(incoming, *, family, topics):
    """Make the release: public where its day is known, else a draft. Returns it saved.

    `family` is the translation key that it shares unless its language already
    has one there; `topics` caches topics by slug between calls.
    """
    if Release.objects.filter(translation_key=family, language=incoming.language).exists():
        family = uuid.uuid5(NAMESPACE, f"{incoming.language} {incoming.source_url}")
    release = Release(
        language=incoming.language,
        translation_key=family,
        title=incoming.title,
        body=incoming.body,
        topic=_topic(incoming.topic, topics) if incoming.topic else None,
        published_at=incoming.published_at,
        source_url=incoming.source_url,
    )
    return verbs.take_over(release)
