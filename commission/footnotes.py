"""Footnotes of a text: written where they belong, shown as numbers with the notes below. Pure functions.

In a stored text a note stands where it is referred to, as
`<sup class="footnote">its words</sup>`: plain words, in which addresses of the
web become links when they are shown.
"""

import html
from html.parser import HTMLParser

from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

CLASS = "footnote"
_MARK = f'class="{CLASS}"'
_VOID = {"br", "hr", "img"}


class _Reader(HTMLParser):
    """Copies HTML and hands each note to `shown(number, words)`, whose answer takes its place.

    A note within a link is shown behind the link, because links do not nest.
    """

    def __init__(self, shown):
        super().__init__(convert_charrefs=False)
        self.shown, self.notes, self.out = shown, [], []
        self.words, self.depth = None, 0
        self.links, self.waiting = 0, []

    def handle_starttag(self, tag, attrs):
        if self.words is not None:
            self.depth += tag not in _VOID
            self.words.append(" ")
        elif tag == "sup" and ("class", CLASS) in attrs:
            self.words, self.depth = [], 1
        else:
            self.links += tag == "a"
            self.out.append(self.get_starttag_text())

    def handle_startendtag(self, tag, attrs):
        if self.words is None:
            self.out.append(self.get_starttag_text())

    def handle_endtag(self, tag):
        if self.words is not None:
            self.depth -= tag not in _VOID
            if self.depth <= 0:
                self._end_note()
            return
        self.out.append(f"</{tag}>")
        if tag == "a" and self.links:
            self.links -= 1
            self.out += self.waiting
            self.waiting = []

    def _end_note(self):
        words = " ".join("".join(self.words).split())
        self.words = None
        if words:
            self.notes.append(words)
            (self.waiting if self.links else self.out).append(self.shown(len(self.notes), words))

    def handle_data(self, data):
        (self.out if self.words is None else self.words).append(data)

    def handle_entityref(self, name):
        self._reference(f"&{name};")

    def handle_charref(self, name):
        self._reference(f"&#{name};")

    def _reference(self, written):
        if self.words is None:
            self.out.append(written)
        else:
            self.words.append(html.unescape(written))


def _read(body, shown):
    """The body with each note as `shown` writes it, and the words of all notes, in order."""
    reader = _Reader(shown)
    reader.feed(body)
    reader.close()
    if reader.words is not None:  # never closed: what follows it is part of it
        reader._end_note()
    return "".join(reader.out + reader.waiting), reader.notes


def written(number, words):
    """A note as it is stored."""
    return f"<sup {_MARK}>{html.escape(words, quote=False)}</sup>"


def tidied(body):
    """Sanitised HTML whose notes hold plain words alone; empty ones are gone."""
    return _read(body, written)[0] if _MARK in body else body


def numbered(body, *, prefix="note"):
    """Sanitised HTML with numbers that lead to the notes below it, and notes that lead back.

    `prefix` begins the ids, for a page with several texts. A text without notes stays as it is.
    """
    if _MARK not in body:
        return body
    body, notes = _read(body, lambda number, words: _reference(number, prefix))
    return body + _section(notes, prefix) if notes else body


def _reference(number, prefix):
    """The number in the text, which leads to its note."""
    return format_html(
        '<sup class="note-reference"><a href="#{0}-{1}" id="{0}-{1}-from" role="doc-noteref"'
        ' aria-label="{2}">{1}</a></sup>',
        prefix, number, _("Note %d") % number,
    )  # fmt: skip


def _section(notes, prefix):
    """The notes below the text, each of which leads back."""
    lines = format_html_join(
        "",
        '<li id="{0}-{1}">{2} <a href="#{0}-{1}-from" role="doc-backlink" aria-label="{3}">↩</a></li>',
        (
            (prefix, number, mark_safe(urlize(words, autoescape=True)), _("Back to the text, note %d") % number)
            for number, words in enumerate(notes, 1)
        ),
    )
    return format_html(
        '<section class="notes" role="doc-endnotes" aria-labelledby="{0}-list"><h2 id="{0}-list">{1}</h2>'
        "<ol>{2}</ol></section>",
        prefix, _("Notes"), lines,
    )  # fmt: skip


def in_plain_words(body):
    """HTML with `[1]` where a note is referred to, and the notes as paragraphs at its end."""
    if _MARK not in body:
        return body
    body, notes = _read(body, lambda number, words: f"[{number}]")
    return body + "".join(
        f"<p>[{number}] {html.escape(words, quote=False)}</p>" for number, words in enumerate(notes, 1)
    )
