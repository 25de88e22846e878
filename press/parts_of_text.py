"""The parts of a text that are looked at one by one: headings, pictures, links, blocks of words. Pure functions."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = {"p", "h2", "h3", "h4", "li", "td", "th", "caption", "pre", "blockquote"}


@dataclass
class Parts:
    """Of one text, in its order: `headings` and `links` as pairs, `pictures` as what their alternative texts say."""

    headings: list = field(default_factory=list)  # level, words
    pictures: list = field(default_factory=list)
    links: list = field(default_factory=list)  # address, words
    blocks: list = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts, self.words, self.link, self.heading = Parts(), [], None, None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag in BLOCKS:
            self.end_block()
            self.heading = int(tag[1]) if tag in ("h2", "h3", "h4") else None
        elif tag == "a" and "href" in values:
            self.link = (values["href"], [])
        elif tag == "br":
            self.words.append(" ")
        elif tag == "img":
            self.parts.pictures.append(values.get("alt") or "")
            if self.link:  # a picture is the text of its link
                self.link[1].append(values.get("alt") or "")

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.end_block()
        elif tag == "a" and self.link:
            self.parts.links.append((self.link[0], " ".join("".join(self.link[1]).split())))
            self.link = None

    def handle_data(self, data):
        self.words.append(data)
        if self.link:
            self.link[1].append(data)

    def end_block(self):
        words = " ".join("".join(self.words).split())
        if self.heading and words:
            self.parts.headings.append((self.heading, words))
        if words:
            self.parts.blocks.append(words)
        self.words, self.heading = [], None


def parts_of(body):
    """The parts of sanitised HTML."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    reader.end_block()
    return reader.parts
