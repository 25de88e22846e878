"""The hit in its surroundings, marked. Pure: strings in, HTML out."""

import re
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import mark_safe

from commission.text_search import HIT_END, HIT_START

BEFORE, AFTER = 90, 170
WORD = 30  # how far a cut may move to fall between two words
PLAIN_CHARACTERS = 200


@dataclass(frozen=True)
class Window:
    """The stretch of a text in which a hit is looked for, and whether the text goes on before and after it."""

    text: str
    begins: bool = True
    ends: bool = True


def _beginning_as(lexemes, shorter=0):
    """What finds a word that begins as one of `lexemes` does, of long ones without the last `shorter` letters."""
    begins = [lexeme[: -shorter or None] if len(lexeme) > 3 else lexeme for lexeme in lexemes]
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, begins)) + ")")


def window(lexemes, *texts):
    """Where a hit probably stands: the surroundings of the first word that begins as a lexeme does.

    `texts` are pairs of a text and its folded copy, the first one before the
    others. Stems may differ from the word in their last letter (studi, study).
    Without a hit it is the beginning of the last text that holds something.
    """
    for shorter in (0, 1) if lexemes else ():
        begins = _beginning_as(lexemes, shorter)
        for text, copy in texts:
            if found := begins.search(copy):
                start = max(0, found.start() - BEFORE - WORD)
                end = found.start() + AFTER + 2 * WORD
                start, end = _word_start(text, start), _word_end(text, min(len(text), end))
                return Window(text[start:end], begins=not start, ends=end == len(text))
    plain = next((text for text, _ in reversed(texts) if text), "")
    return Window(plain[:PLAIN_CHARACTERS], ends=len(plain) <= PLAIN_CHARACTERS)


def hits(marked):
    """Where the hits stand in a text that carries the private markers: (start, end) in the text without them."""
    found, position, start = [], 0, None
    for piece in re.split(f"([{HIT_START}{HIT_END}])", marked):
        if piece == HIT_START:
            start = position
        elif piece == HIT_END:
            if start is not None:
                found.append((start, position))
            start = None
        else:
            position += len(piece)
    return found, position


def mark(original, marked):
    """The whole of `original` as HTML; unmarked where `marked`, its folded copy, has another length."""
    found, length = hits(marked)
    return mark_safe(_html(original, found if length == len(original) else [], 0, len(original)))


def excerpt(window, marked):
    """The surroundings of the first hit as HTML, else the whole window."""
    text = window.text
    found, length = hits(marked)
    start, end = 0, len(text)
    if found and length == len(text):
        start = _word_start(text, max(0, found[0][0] - BEFORE))
        end = _word_end(text, min(len(text), found[0][1] + AFTER))
    else:
        found = []
    before = "… " if start or not window.begins else ""
    after = " …" if end < len(text) or not window.ends else ""
    return mark_safe(before + _html(text, found, start, end) + after)


def _word_start(text, position):
    space = text.find(" ", position, position + WORD) if position else -1
    return space + 1 if space >= 0 else position


def _word_end(text, position):
    space = text.rfind(" ", position - WORD, position) if position < len(text) else -1
    return space if space >= 0 else position


def _html(text, found, start, end):
    pieces, done = [], start
    for first, last in found:
        if first >= done and last <= end:
            pieces += escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>"
            done = last
    return "".join([*pieces, escape(text[done:end])])
