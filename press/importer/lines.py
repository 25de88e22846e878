"""JSON Lines: this portal's own export, and two layouts of other sites."""

import json
import re
import uuid
from datetime import datetime, time

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from press import html
from press.export import FORMAT
from press.importer.incoming import LANGUAGES, Incoming, Skipped, checked, legacy, own, paragraphs

_LONE_LINK = re.compile(r'^\s*<body>\s*<a [^>]*class="pdf"[^>]*>[^<]*</a>\s*</body>\s*$', re.IGNORECASE)
_PLAIN = ("title", "lead", "body", "slug", "language", "dateline_place", "press_contact", "document_number")


def _text(record, key):
    value = record.get(key) or ""
    if not isinstance(value, str):
        raise Skipped(f"{key} is not text")
    if any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in value):
        raise Skipped(f"{key} holds characters that cannot be stored")
    return value.strip()


def _noon_of(text, pattern, key):
    """12:00 of the day in the commission's zone; None without a day."""
    if not text:
        return None
    try:
        day = datetime.strptime(text, pattern).date()
    except ValueError as error:
        raise Skipped(f"{key} is no date: {text[:40]!r}") from error
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())


def read(line, *, base="", language="en"):
    """The release in one line; raises Skipped with the reason.

    `base` is the address against which relative links are resolved, `language`
    the one of lines that name none.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Skipped(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise Skipped("not a JSON object")
    if record.get("format") == FORMAT:
        return checked(_from_export(record))
    if "source_url" in record:
        return checked(_from_pages(record))
    return checked(_from_archive(record, base=base, language=language))


def _from_pages(record):
    published_at = _noon_of(_text(record, "published"), "%Y-%m-%d", "published")
    same_as = record.get("same_as") or []
    return Incoming(
        source_url=_text(record, "source_url"),
        language=_text(record, "language"),
        title=_text(record, "title"),
        words=_text(record, "body"),
        reading=paragraphs,
        published_at=published_at or _noon_of(_text(record, "event_date"), "%Y-%m-%d", "event_date"),
        same_as=[same_as] if isinstance(same_as, str) else [address for address in same_as if isinstance(address, str)],
    )


def _from_archive(record, *, base, language):
    body, document = _text(record, "html"), _text(record, "pdf") or _text(record, "href")
    if _LONE_LINK.match(body):  # a stub that only links to its document
        address = html.resolve(document, base=base) or ""
        link = f'<a href="{address}">{document.rpartition("/")[2]}</a>' if address else document
        body = f"<p>{link}</p>"
    where = html.resolve(_text(record, "href"), base=base)
    return Incoming(
        source_url=_text(record, "href"),
        language=language,
        title=_text(record, "title"),
        words=body,
        reading=legacy,
        base=html.resolve(document, base=base) or base,
        published_at=_noon_of(_text(record, "date"), "%m/%d/%Y", "date"),
        topic=" ".join(_text(record, "category").split()),
        addresses=[where] if where else [],
    )


def _instant(text, key):
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Skipped(f"{key} is no instant: {text[:40]!r}")
    return found


def _found_at(told):
    """The key and the name of a picture or a file, which stand in its address."""
    key, name = str(told["address"]).rsplit("/", 2)[-2:]
    return {"key": uuid.UUID(key), "name": name}


def _picture(told):
    x, y = (int(percent) for percent in told.get("focus", (50, 50)))
    most = {"alternative": 300, "caption": 500, "credit": 200}
    words = {name: str(told.get(name, ""))[:length].strip() for name, length in most.items()}
    if not (words["alternative"] and 0 <= x <= 100 and 0 <= y <= 100):
        raise ValueError(told)
    return _found_at(told) | words | {"focus": (x, y)}


def _file(told):
    words = {name: str(told[name])[:200].strip() for name in ("title", "language", "sha256")}
    if not words["title"] or words["language"] not in LANGUAGES:
        raise ValueError(told)
    return _found_at(told) | words


def _each_once(found):
    """Those that a line tells of, one for each key."""
    return [*{each["key"]: each for each in found}.values()]


def _from_export(record):
    words = {name: _text(record, name) for name in _PLAIN}
    topic = record.get("topic") or {}
    try:
        family = uuid.UUID(_text(record, "family"))
        changes = [
            (_instant(each["made_at"], "made_at"), str(each["note"])) for each in record.get("corrections") or []
        ]
        former = [(int(each["year"]), str(each["slug"])) for each in record.get("former_addresses") or []]
        old = [(str(each["host"]), str(each["path"])) for each in record.get("old_addresses") or []]
        pictures = _each_once(_picture(each) for each in record.get("pictures") or [])
        files = _each_once(_file(each) for each in record.get("files") or [])
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise Skipped(f"not a line of this portal's export: {error}") from error
    corrected_at = _text(record, "corrected_at")
    return Incoming(
        source_url=_text(record, "source_url"),
        language=words.pop("language"),
        title=words.pop("title"),
        words=words.pop("body"),
        reading=own,
        published_at=_instant(_text(record, "published_at"), "published_at"),
        slug=words.pop("slug"),
        lead=words.pop("lead"),
        topic_slug=str(topic.get("slug", "")),
        family=family,
        record=words
        | {"corrected_at": _instant(corrected_at, "corrected_at") if corrected_at else None}
        | {"topic": topic, "changes": changes, "former": former, "old": old, "pictures": pictures, "files": files},
    )
