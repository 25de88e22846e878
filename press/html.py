"""HTML of releases: what editors and old sites wrote, brought to a safe and plain subset. Pure functions."""

import html
import re
from urllib.parse import urljoin

import nh3

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("strong", "b", "em", "i", "u", "s", "sub", "sup", "a"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}

_BLOCK_END = re.compile(r"</(p|h[1-6]|li|tr|blockquote|pre|caption|div)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)
_CELL_END = re.compile(r"</(td|th)>", re.IGNORECASE)
_EMPTY_BLOCK = re.compile(r"<(p|h2|h3|h4|strong|b|em|i|u)>(\s|&nbsp;|<br>)*</\1>")


def sanitised(body):
    """`body` with only the allowed tags, attributes and schemes; scripts and styles go with their content."""
    return nh3.clean(
        body, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener", strip_comments=True
    )


def from_legacy(body, *, base):
    """HTML of an old site made plain: fonts unwrapped, headings below the page's own, links resolved against `base`.

    Tables are kept. `base` is the absolute address of the old page, or an
    empty string, which leaves relative links out but keeps their text.
    """

    def resolved(tag, attribute, value):
        if tag == "a" and attribute == "href":
            return resolve(value, base=base)
        return value

    body = re.sub(r"<(/?)h1\b", r"<\1h2", body, flags=re.IGNORECASE)
    cleaned = nh3.clean(
        body,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener",
        attribute_filter=resolved,
    )
    previous = None
    while previous != cleaned:
        previous, cleaned = cleaned, _EMPTY_BLOCK.sub("", cleaned)
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


def plain_text(body):
    """The words of an HTML body, blocks parted by line breaks."""
    spaced = _CELL_END.sub(" \\g<0>", _BLOCK_END.sub("\\g<0>\n", body))
    return re.sub(r"[ \t]*\n\s*", "\n", html.unescape(nh3.clean(spaced, tags=set()))).strip()
