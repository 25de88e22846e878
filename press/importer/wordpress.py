"""WordPress export files (WXR), read item by item: 100 MB of them take no more memory than their longest post."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, iterparse

from commission.rich_text import plain_text
from press.importer.incoming import Incoming, Skipped, Unreadable, checked, language_of

# what WordPress calls the state of a post, and why it is not taken
NOT_TAKEN = {"trash": "it lies in the bin", "auto-draft": "an empty draft", "inherit": "a version of another post"}
NOT_POSTS = {
    "page": "a page: pages of this portal are written in the admin",
    "attachment": "an attachment: files are not in the export",
}
WORTHLESS_TOPICS = {"uncategorized", "bez-rubriki", "kateqoriyasiz"}
_NAMESPACES = [
    (re.compile(r"wordpress\.org/export/[\d.]+/excerpt"), "excerpt:"),
    (re.compile(r"wordpress\.org/export/"), "wp:"),
    (re.compile(r"modules/content"), "content:"),
    (re.compile(r"purl\.org/dc/"), "dc:"),
]
# bytes that XML does not allow and WordPress writes all the same
_CONTROL = bytes(number for number in range(32) if number not in (9, 10, 13))
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist)\b[^\]]*\]"
    r"""|\[/?[a-z][\w-]*(?:\s+[\w-]+=(?:"[^"]*"|'[^']*'|[^\s\]]+))+\s*/?\]""",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"<(p|div|table|ul|ol|h[1-6]|blockquote)\b", re.IGNORECASE)


class _WithoutControls:
    """A file of which the bytes that no XML may hold are left out."""

    def __init__(self, file):
        self.file, self.is_wide = file, None

    def read(self, size):
        data = self.file.read(size)
        if self.is_wide is None:
            self.is_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        return data if self.is_wide else data.translate(None, _CONTROL)


def _name(tag):
    namespace, _, local = tag.rpartition("}")
    return next((prefix for pattern, prefix in _NAMESPACES if pattern.search(namespace)), "") + local


def _texts(item):
    return {_name(child.tag): (child.text or "").strip() for child in item if child.tag != "category"}


def _terms(item, domain):
    """(short name, name) of each category of one kind."""
    found = [child for child in item if child.tag == "category" and child.get("domain") == domain]
    return [(unquote(child.get("nicename", "")), (child.text or "").strip()) for child in found]


def _instant(texts):
    """When it was published; WordPress writes noughts where it was not."""
    try:
        found = datetime.strptime(texts.get("wp:post_date_gmt", ""), "%Y-%m-%d %H:%M:%S")
        return found.replace(tzinfo=UTC)
    except ValueError:
        pass
    try:
        found = parsedate_to_datetime(texts.get("pubDate", ""))
    except (ValueError, TypeError):
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found if found.year > 1 else None


def _words(content):
    """The content without WordPress's own codes; in an old post, which has no paragraphs, blank lines part them."""
    content = _SHORTCODE.sub("", content)
    if _BLOCK.search(content):
        return content
    return re.sub(r"\n\s*\n", "<br><br>", content.strip()).replace("\n", "<br>")


def _incoming(item, *, language):
    texts = _texts(item)
    kind, state = texts.get("wp:post_type", "post"), texts.get("wp:status", "publish")
    if kind != "post":
        raise Skipped(NOT_POSTS.get(kind, f"not a post but {kind[:40]!r}"))
    if state in NOT_TAKEN:
        raise Skipped(NOT_TAKEN[state])
    is_public = state == "publish" and not texts.get("wp:post_password")
    topic_slug, topic = next((each for each in _terms(item, "category") if each[0] not in WORTHLESS_TOPICS), ("", ""))
    tongue = next((slug for slug, _ in _terms(item, "language")), "")  # as Polylang writes it
    link, guid = texts.get("link", ""), texts.get("guid", "")
    return Incoming(
        source_url=link or guid,
        language=language_of(tongue, otherwise=language),
        title=plain_text(texts.get("title", "")),
        words=_words(texts.get("content:encoded", "")),
        base=link,
        published_at=_instant(texts) if is_public else None,
        slug=unquote(texts.get("wp:post_name", "")),
        lead=" ".join(plain_text(_SHORTCODE.sub("", texts.get("excerpt:encoded", ""))).split()),
        topic=topic,
        topic_slug=topic_slug,
        author=texts.get("dc:creator", ""),
        same_as=[f"wordpress:{slug}" for slug, _ in _terms(item, "post_translations")],
        addresses=[guid, *_by_number(link or guid, texts.get("wp:post_id", ""))],
    )


def _by_number(link, number):
    """The address under which WordPress finds a post by its number, whatever its link looks like."""
    scheme, _, rest = link.partition("://")
    return [f"{scheme}://{rest.partition('/')[0]}/?p={number}"] if rest and number.isdigit() else []


def posts(file, *, language, encoding=""):
    """Each post of an export file, or the Skipped that says why it is not taken, with its place among the items.

    What is not published is a draft. Raises Unreadable for a file that is no
    whole XML, or that declares entities: these can grow without end.
    """
    parser = DefusedXMLParser(encoding=encoding or None, target=TreeBuilder(), forbid_entities=True)
    number, above = 0, []
    try:
        for event, element in iterparse(_WithoutControls(file), events=("start", "end"), parser=parser):
            if event == "start":
                above.append(element)
                continue
            above.pop()
            if element.tag == "language" and len(above) == 2:
                language = language_of(element.text, otherwise=language)
            if element.tag == "item":
                number += 1
                try:
                    yield number, checked(_incoming(element, language=language))
                except Skipped as reason:
                    yield number, reason
                above[-1].clear()  # the posts before it are done with
    except ParseError as error:
        raise Unreadable(f"not whole XML: {error}") from error
    except DefusedXmlException as error:
        raise Unreadable(f"it declares entities of its own, which is refused: {error}") from error
    except LookupError as error:
        raise Unreadable(f"an encoding that nobody knows: {error}") from error
