"""RSS and Atom in whatever encoding they say they have."""

import re
from datetime import UTC, datetime

import feedparser

from commission.rich_text import plain_text
from press.importer.incoming import Incoming, Skipped, Unreadable, checked, language_of, slug_in

LARGEST = 50_000_000  # a feed is read whole; what is larger is no feed but an export
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def _instant(entry):
    found = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime(*found[:6], tzinfo=UTC) if found else None
    except ValueError:
        return None


def _incoming(entry, *, language):
    summary = entry.get("summary", "")
    content = next((part.value for part in entry.get("content", []) if part.get("value")), "")
    link = entry.get("link") or entry.get("id", "")
    tag = (entry.get("content") or [{}])[0].get("language") or entry.get("title_detail", {}).get("language")
    topics = [each.term for each in entry.get("tags", []) if each.get("term")]
    return Incoming(
        source_url=link,
        language=language_of(tag, otherwise=language),
        title=plain_text(entry.get("title", "")),
        words=content or summary,
        base=link,
        published_at=_instant(entry),
        slug=slug_in(link),
        lead=" ".join(plain_text(summary).split()) if content and summary != content else "",
        topic=topics[0] if topics else "",
        author=entry.get("author", ""),
    )


def entries(file, *, language, encoding=""):
    """Each release of a feed, or the Skipped that says why it is none; raises Unreadable where it is no feed.

    `encoding` is what the HTTP header said and goes before what the XML says;
    without it the XML's own word counts, and after it what the bytes look like.
    """
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Unreadable(f"larger than {LARGEST // 1_000_000} MB: no feed")
    if _ENTITY.search(raw.replace(b"\x00", b"")):
        raise Unreadable("it declares entities of its own, which is refused: they can grow without end")
    headers = {"content-type": f"application/xml; charset={encoding}"} if encoding else {}
    found = feedparser.parse(raw, response_headers=headers, sanitize_html=False)
    if not found.version and not found.entries:
        raise Unreadable("neither RSS nor Atom")
    language = language_of(found.feed.get("language"), otherwise=language)
    for number, entry in enumerate(found.entries, 1):
        try:
            yield number, checked(_incoming(entry, language=language))
        except Skipped as reason:
            yield number, reason
