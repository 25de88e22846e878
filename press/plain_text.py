"""HTML of a release as plain text: wrapped, with lists, quotes and tables that can be read. Pure functions."""

import re
import textwrap
import unicodedata
from html.parser import HTMLParser

COLUMNS = 72
DEEPEST = 6  # from which on lists and quotes are indented no further
UNDERLINES = {"h2": "=", "h3": "-", "h4": "-"}
BLOCKS = {"p", "div", "h2", "h3", "h4", "li", "blockquote", "pre", "figure", "figcaption", "ul", "ol", "hr", "table"}
_SPACES = re.compile(r"[ \t\r\n\u00a0]+")


def wrapped(text, indent="", first=None):
    """`text` in lines of at most COLUMNS, each after `indent`, the first after `first`; no word is cut."""
    lines = []
    for line in text.split("\n"):
        filled = textwrap.wrap(
            line, COLUMNS, initial_indent=indent if lines or first is None else first, subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        lines += filled or [""]
    return "\n".join(lines)


def underlined(text, mark="="):
    """`text`, wrapped, above a line of `mark` that is as long."""
    text = wrapped(text)
    return f"{text}\n{mark * max(map(width, text.splitlines()), default=0)}"


def width(text):
    """How many columns `text` takes: combining marks take none."""
    return sum(not unicodedata.combining(char) for char in text)


def from_html(body):
    """Sanitised HTML as plain text: blocks parted by blank lines, the points of a list in lines below each other."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    reader.end_block()
    text, was_point = "", False
    for block, is_point in reader.blocks:
        text += block if not text else ("\n" if is_point and was_point else "\n\n") + block
        was_point = is_point
    return text


def table(rows):
    """Rows as columns side by side where they fit; else each cell in a line of its own, the rows apart."""
    count = max(map(len, rows), default=0)
    rows = [row + [""] * (count - len(row)) for row in rows]
    widths = [max(width(row[number]) for row in rows) for number in range(count)]
    if sum(widths) + 2 * count - 2 > COLUMNS:
        return "\n\n".join("\n".join(wrapped(cell, "  ", "") for cell in row if cell) for row in rows)
    padded = (zip(row, widths, strict=True) for row in rows)
    return "\n".join("  ".join(cell + " " * (wide - width(cell)) for cell, wide in row).rstrip() for row in padded)


class _Reader(HTMLParser):
    """Collects blocks of text, each with whether it is a point of a list; of an unknown element the words are read."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks, self.words = [], []
        self.lists = []  # the open ones: None for points, else the number of the next
        self.quotes, self.marker, self.link, self.is_verbatim = 0, "", "", False
        self.rows, self.inner = None, 0  # of the open table; how many are open within it, read as words of a cell

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "a":
            self.link = values.get("href") or ""
        elif tag == "br":
            self.words.append(" " if self.rows is not None else "\n")
        elif self.rows is not None:
            self.begin_in_table(tag)
        elif tag in BLOCKS:
            self.end_block()
            self.begin(tag, values)

    def begin(self, tag, values):
        if tag in ("ul", "ol"):
            start = values.get("start") or ""
            self.lists.append(None if tag == "ul" else int(start) if re.fullmatch("[0-9]{1,6}", start) else 1)
        elif tag == "li":
            number = self.lists[-1] if self.lists else None
            self.marker = "- " if number is None else f"{number}. "
            if number is not None:
                self.lists[-1] += 1
        elif tag == "hr":
            self.blocks.append(("* * *", False))
        elif tag == "table":
            self.rows = []
        self.quotes += tag == "blockquote"
        self.is_verbatim = self.is_verbatim or tag == "pre"

    def handle_endtag(self, tag):
        if tag == "a":
            self.end_link()
        elif self.rows is not None:
            self.end_in_table(tag)
        elif tag in BLOCKS:
            self.end_block(UNDERLINES.get(tag, ""))
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()
            self.quotes -= tag == "blockquote"
            self.is_verbatim = self.is_verbatim and tag != "pre"

    def end_link(self):
        """An address that is not to be read in the words of its link stands behind them."""
        shown = "".join(self.words).strip()
        if self.link.startswith(("http://", "https://")) and not shown.endswith(self.link):
            self.words.append(f" ({self.link})")
        self.link = ""

    def begin_in_table(self, tag):
        self.inner += tag == "table"
        if tag == "tr" and not self.inner:
            self.rows.append([])
        elif tag in BLOCKS or self.inner:
            self.words.append(" ")

    def end_in_table(self, tag):
        if self.inner or tag in BLOCKS - {"table"}:
            self.inner -= tag == "table"
            self.words.append(" ")
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append(self.taken().replace("\n", " ").strip())
        elif tag in ("caption", "table"):
            rows, words = [row for row in self.rows if row], self.taken().strip()
            found = [wrapped(words)] + ([table(rows)] if tag == "table" else [])
            self.blocks += [(block, False) for block in found if block]
            self.rows = self.rows if tag == "caption" else None

    def handle_data(self, data):
        self.words.append(data if self.is_verbatim else _SPACES.sub(" ", data))

    def taken(self):
        """The words since the last block."""
        text, self.words = "".join(self.words), []
        return text if self.is_verbatim else "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))

    def end_block(self, underline=""):
        text = self.taken()
        text = text.strip("\n") if self.is_verbatim else text.strip()
        if not text:
            return
        indent = "> " * min(self.quotes, DEEPEST) + "   " * min(len(self.lists), DEEPEST)
        first, is_point = indent, bool(self.marker)
        if is_point:
            first, self.marker = indent[: max(0, len(indent) - 3)] + self.marker.ljust(3), ""
        if self.is_verbatim:
            block = "\n".join(indent + line for line in text.split("\n"))
        else:
            block = underlined(text, underline) if underline else wrapped(text, indent, first)
        self.blocks.append((block, is_point))
