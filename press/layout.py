"""Old pages laid out with tables, made into running text; tables that hold figures stay. Pure functions."""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "table", "blockquote", "pre", "hr"}
MAY_BE_EMPTY = {"td", "th", "br", "hr", "img"}
VOID = {"br", "hr", "img"}
LONG = 300  # characters of a cell that is alone in its row: that is the text of the page and no figure
INLINE = {"strong", "b", "em", "i", "u", "s", "sub", "sup", "code"}
# text set with spaces on a typewriter; several empty lines only moved it down the sheet
_VERBATIM = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_EMPTY_LINES = re.compile(r"\n(?:[ \t\r]*\n){2,}")
_SPACES = re.compile(r"(?:&nbsp;|\s){2,}")


class _Element:
    def __init__(self, tag, start):
        self.tag, self.start, self.children = tag, start, []

    def __str__(self):
        inner = "".join(map(str, self.children))
        return self.start + inner + ("" if self.tag in VOID or not self.tag else f"</{self.tag}>")

    def has_words(self):
        return self.tag in ("hr", "img") or any(
            child.has_words() if isinstance(child, _Element) else child.replace("&nbsp;", " ").strip()
            for child in self.children
        )

    def length(self):
        return sum(child.length() if isinstance(child, _Element) else len(child.strip()) for child in self.children)

    def inside(self, *tags):
        """The nearest elements below this one that have one of `tags`."""
        for child in self.children:
            if isinstance(child, _Element):
                if child.tag in tags:
                    yield child
                elif child.tag != "table":
                    yield from child.inside(*tags)


class _Reader(HTMLParser):
    """A tree of sanitised HTML, whose elements are all closed in order."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.open = [_Element("", "")]

    def handle_starttag(self, tag, attrs):
        element = _Element(tag, self.get_starttag_text())
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data):
        is_verbatim = any(element.tag == "pre" for element in self.open)
        if self.open[-1].tag == "pre" and not self.open[-1].children:
            data = data.lstrip("\n")  # browsers drop the first of them
        self.open[-1].children.append(data if is_verbatim else _SPACES.sub(" ", data))

    def handle_entityref(self, name):
        self.handle_data(f"&{name};")

    def handle_charref(self, name):
        self.handle_data(f"&#{name};")


def _is_layout(table):
    """Whether a table only places things: one cell a row, a row for the whole text, tables or headings in cells."""
    rows = list(table.inside("tr"))
    cells = [[cell for cell in row.inside("td", "th") if cell.has_words()] for row in rows]
    if all(len(row) <= 1 for row in cells) or any(len(row) == 1 and row[0].length() > LONG for row in cells):
        return True
    return any(next(cell.inside("table", "h2", "h3", "h4"), None) for row in cells for cell in row)


def _holds_blocks(element):
    return next(element.inside(*BLOCKS), None) is not None


def _paragraph(run):
    """Inline parts as a paragraph, without line breaks at its ends; None where they hold no words."""
    text = re.sub(r"^(<br>|\s)+|(<br>|\s)+$", "", "".join(map(str, run)))
    if "<img " not in text and not re.sub(r"<[^>]*>|&nbsp;|\s", "", text):
        return None
    paragraph = _Element("p", "<p>")
    paragraph.children = [text]
    return paragraph


def _paragraphs(children):
    """`children` as blocks: what stands between blocks becomes paragraphs, parted where two lines were broken."""
    blocks, run, breaks = [], [], 0
    for child in children:
        is_element = isinstance(child, _Element)
        is_block = is_element and (child.tag in BLOCKS or _holds_blocks(child))
        if is_element and child.tag == "br":
            breaks += 1
        elif is_element or child.strip():
            if breaks > 1 or is_block:
                blocks.append(_paragraph(run))
                run = []
            breaks = 0
        if is_block:
            blocks.append(child)
        else:
            run.append(child)
    return [block for block in [*blocks, _paragraph(run)] if block]


def _cells(table):
    """The children of a table's cells, in order, as blocks."""
    for row in table.inside("caption", "tr"):
        for cell in [row] if row.tag == "caption" else row.inside("td", "th"):
            yield from _paragraphs(cell.children)


def _plain(element):
    """The children of `element`, cleaned from below: anchors without an address, empty parts and layout tables go."""
    children = []
    for child in element.children:
        if not isinstance(child, _Element):
            children.append(child)
            continue
        child.children = child.children if child.tag == "pre" else _plain(child)
        if not (child.has_words() or child.tag in MAY_BE_EMPTY):
            continue
        if child.tag == "table" and _is_layout(child):
            children += _cells(child)
        elif child.tag == "p":
            children += _paragraphs(child.children)
        elif (child.tag == "a" and " href=" not in child.start) or (child.tag in INLINE and _holds_blocks(child)):
            children += child.children
        else:
            children.append(child)
    return children


def running_text(body):
    """Sanitised HTML without the tables, anchors and empty parts that only laid the old page out."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    text = "".join(map(str, _paragraphs(_plain(reader.open[0]))))
    return _VERBATIM.sub(lambda found: _EMPTY_LINES.sub("\n\n", found[0]), text)
