"""The hit in its surroundings, marked. Pure: strings in, pieces out, escaped by who prints them."""

from dataclasses import dataclass

from commission.text_search import HIT_END, HIT_START

BEFORE, AFTER = 90, 170


@dataclass(frozen=True)
class Piece:
    """A stretch of the original text, marked as hit or not."""

    text: str
    is_hit: bool = False


def hits(marked):
    """Where the hits stand in a text that carries the private markers: (start, end) in the text without them."""
    found, position, start = [], 0, None
    for character in marked:
        if character == HIT_START:
            start = position
        elif character == HIT_END:
            if start is not None:
                found.append((start, position))
            start = None
        else:
            position += 1
    return found, position


def mark(original, marked):
    """The whole of `original` in pieces; unmarked where `marked`, its folded copy, has another length."""
    found, length = hits(marked)
    if length != len(original):
        found = []
    return _pieces(original, found, 0, len(original))


def excerpt(original, marked):
    """The surroundings of the first hit in pieces; an empty list where there is none."""
    found, length = hits(marked)
    if not found or length > len(original):
        return []
    start = _word_start(original, max(0, found[0][0] - BEFORE))
    end = _word_end(original, min(len(original), found[0][1] + AFTER))
    pieces = _pieces(original, found, start, end)
    before = [Piece("… ")] if start else []
    after = [Piece(" …")] if end < len(original) else []
    return before + pieces + after


def _word_start(text, position):
    space = text.find(" ", position, position + 30) if position else -1
    return space + 1 if space >= 0 else position


def _word_end(text, position):
    space = text.rfind(" ", position - 30, position) if position < len(text) else -1
    return space if space >= 0 else position


def _pieces(text, found, start, end):
    pieces, done = [], start
    for first, last in found:
        if first >= done and last <= end:
            if first > done:
                pieces.append(Piece(text[done:first]))
            pieces.append(Piece(text[first:last], is_hit=True))
            done = last
    return [*pieces, Piece(text[done:end])] if done < end else pieces
