"""HTML of imported releases: what old sites wrote, brought to the safe and plain subset. Pure functions."""

import html
import re
from contextlib import suppress
from urllib.parse import urljoin

from commission.rich_text import SCHEMES, sanitised
from press.layout import running_text


def from_legacy(body, *, base):
    """HTML of an old site made plain: fonts unwrapped, headings below the page's own, links resolved against `base`.

    Tables that hold figures are kept, those that laid the page out become
    running text. `base` is the absolute address of the old page, or an
    empty string, which leaves relative links out but keeps their text.
    """

    def resolved(tag, attribute, value):
        if tag == "a" and attribute == "href":
            return resolve(value, base=base)
        return value

    body = re.sub(r"<(/?)h1\b", r"<\1h2", body, flags=re.IGNORECASE)
    cleaned = sanitised(body, attribute_filter=resolved)
    with suppress(RecursionError):  # thousands of elements within each other: safe already, plain they need not be
        return sanitised(running_text(cleaned)).strip()
    return cleaned.strip()


def resolve(link, *, base):
    """The absolute address of `link`; None where it is relative and no base is known, or is not an address at all."""
    try:
        address = urljoin(base, link.strip()) if base else link.strip()
    except ValueError:
        return None
    return address if address.partition(":")[0].lower() in SCHEMES or address.startswith("#") else None


def from_paragraphs(text):
    """Plain text with blank lines between paragraphs as HTML."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs)
