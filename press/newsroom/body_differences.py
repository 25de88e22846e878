"""What differs between two formatted texts: paragraph by paragraph, word by word, and the formatting in words."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commission import footnotes
from press.newsroom.differences import differences

BLOCKS = {
    "p": pgettext_lazy("block of text", "paragraph"),
    "h2": pgettext_lazy("block of text", "heading"),
    "h3": pgettext_lazy("block of text", "heading of the second rank"),
    "h4": pgettext_lazy("block of text", "heading of the third rank"),
    "ul": pgettext_lazy("block of text", "item of a list"),
    "ol": pgettext_lazy("block of text", "item of a numbered list"),
    "td": pgettext_lazy("block of text", "cell of a table"),
    "th": pgettext_lazy("block of text", "cell of headings"),
    "caption": pgettext_lazy("block of text", "caption of a table"),
    "blockquote": pgettext_lazy("block of text", "quotation"),
    "pre": pgettext_lazy("block of text", "text as typed"),
    "hr": pgettext_lazy("block of text", "line across"),
    "img": pgettext_lazy("block of text", "picture"),
}
FORMATS = {
    "strong": gettext_lazy("bold"),
    "em": gettext_lazy("italic"),
    "u": gettext_lazy("underlined"),
    "s": gettext_lazy("struck through"),
    "sub": gettext_lazy("subscript"),
    "sup": gettext_lazy("superscript"),
    "code": gettext_lazy("as typed"),
}
SAME_AS = {"b": "strong", "i": "em"}
ALIKE = 0.5  # from so much in common on, two paragraphs are one that was changed
NEAR = 20  # so many blocks are looked at for the one that a block was
# so many unchanged blocks in a row are summed up, but for the first and the last
FOLDED_FROM = 5


@dataclass
class Block:
    """A paragraph, heading, item or cell: what it is, its words, and what is formatted in it how."""

    kind: str
    words: str = ""
    formats: list = field(default_factory=list)  # (name of the format or "a", words, address)

    @property
    def label(self):
        return BLOCKS[self.kind]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.blocks, self.around, self.words, self.open = [], ["p"], [], []
        self.formats = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag in ("hr", "img"):
            self.end_block()
            self.blocks.append(Block(tag, (values.get("alt") or "") if tag == "img" else "", _source(values)))
        elif tag == "br":
            self.words.append("\n")
        elif tag in BLOCKS:
            self.end_block()
            self.around.append(tag)
        elif tag in FORMATS or tag in SAME_AS or tag == "a":
            self.open.append((SAME_AS.get(tag, tag), sum(map(len, self.words)), values.get("href") or ""))

    def handle_endtag(self, tag):
        name = SAME_AS.get(tag, tag)
        if tag in BLOCKS and tag not in ("hr", "img"):
            self.end_block()
            if tag in self.around[1:]:
                del self.around[len(self.around) - 1 - self.around[::-1].index(tag) :]
        elif self.open and self.open[-1][0] == name:
            _name, start, address = self.open.pop()
            self.formats.append((name, "".join(self.words)[start:].strip(), address))

    def handle_data(self, data):
        self.words.append(data)

    def end_block(self):
        words = "".join(self.words).strip()
        if words:
            # a paragraph of a list or a cell is that list's or that cell's
            kinds = [kind for kind in self.around if kind != "p"] or ["p"]
            self.blocks.append(Block(kinds[-1], words, sorted(self.formats)))
        self.words, self.formats, self.open = [], [], []


def _source(values):
    return [("img", values["src"], "")] if values.get("src") else []


def blocks_of(body):
    """The blocks of sanitised HTML, in order; footnotes are numbers, and paragraphs at the end."""
    reader = _Reader()
    reader.feed(footnotes.in_plain_words(body))
    reader.close()
    reader.end_block()
    return reader.blocks


def body_differences(before, after):
    """What differs between two texts in HTML: a list of dictionaries, empty where nothing does.

    Each has a `kind`: "same", "gone", "new" or "changed", with the `label` of
    the block, the `pieces` of its words and, in `remarks`, what became of its
    formatting; or "folded", with the `count` of unchanged blocks.
    """
    old, new = blocks_of(before), blocks_of(after)
    found = []
    matcher = SequenceMatcher(None, [each.words for each in old], [each.words for each in new], autojunk=False)
    for tag, start, end, start_new, end_new in matcher.get_opcodes():
        if tag == "equal":
            found += [_shown(*pair) for pair in zip(old[start:end], new[start_new:end_new], strict=True)]
        else:
            found += _replaced(old[start:end], new[start_new:end_new])
    return _folded(found) if any(each["kind"] != "same" for each in found) else []


def _replaced(old, new):
    """Blocks in place of others: those that are alike are one that was changed, in their order."""
    found, rest = [], list(old)
    for block in new:
        twin = next((each for each in rest[:NEAR] if _are_alike(each, block)), None)
        if twin is None:
            found.append({"kind": "new", "label": block.label, "pieces": [("new", block.words)], "remarks": []})
            continue
        while rest[0] is not twin:
            found.append(_gone(rest.pop(0)))
        found.append(_shown(rest.pop(0), block))
    return [*found, *map(_gone, rest)]


def _are_alike(one, other):
    matcher = SequenceMatcher(None, one.words.split(), other.words.split(), autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _gone(block):
    return {"kind": "gone", "label": block.label, "pieces": [("gone", block.words)], "remarks": []}


def _shown(before, after):
    pieces, remarks = differences(before.words, after.words), _remarks(before, after)
    kind = "same" if before.words == after.words and not remarks else "changed"
    return {"kind": kind, "label": after.label, "pieces": pieces, "remarks": remarks}


def _remarks(before, after):
    """What became of the formatting of a block, in sentences."""
    remarks = []
    if before.kind != after.kind:
        remarks.append(_("was: %(before)s, is now: %(after)s") % {"before": before.label, "after": after.label})
    gone = [each for each in before.formats if each not in after.formats]
    come = [each for each in after.formats if each not in before.formats]
    for name, words, address in gone:
        moved = next((each for each in come if each[:2] == (name, words) and name == "a"), None)
        if moved:
            come.remove(moved)
            said = {"words": words, "before": address, "after": moved[2]}
            remarks.append(_("the link of “%(words)s” leads to %(after)s, no longer to %(before)s") % said)
        elif words in after.words or name in ("a", "img"):
            remarks.append(_no_longer(name, words, address))
    return remarks + [_now(*each) for each in come if each[1] in before.words or each[0] in ("a", "img")]


def _no_longer(name, words, address):
    if name == "a":
        return _("“%(words)s” no longer leads to %(address)s") % {"words": words, "address": address}
    if name == "img":
        return _("another picture")
    return _("“%(words)s” is no longer %(format)s") % {"words": words, "format": FORMATS[name]}


def _now(name, words, address):
    if name == "a":
        return _("“%(words)s” leads to %(address)s") % {"words": words, "address": address}
    if name == "img":
        return _("now %(address)s") % {"address": words}
    return _("“%(words)s” is now %(format)s") % {"words": words, "format": FORMATS[name]}


def _folded(found):
    """The list with long runs of unchanged blocks summed up, one block kept on either side of a change."""
    out, run = [], []
    for each in [*found, None]:
        if each is not None and each["kind"] == "same":
            run.append(each)
            continue
        if len(run) >= FOLDED_FROM:
            head, tail = (run[:1] if out else []), (run[-1:] if each is not None else [])
            middle = len(run) - len(head) - len(tail)
            run = [*head, {"kind": "folded", "count": middle}, *tail]
        out += run if each is None else [*run, each]
        run = []
    return out
