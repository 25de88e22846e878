"""Folding for search: what is typed without marks meets what was written with them.

One character becomes one character, so that a place in folded text is the same
place in the original.
"""

import re
import unicodedata

from commission.text_search import FOLDED_FROM, FOLDED_TO, storable

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # article 112¹ is no article 1121, and a word with a note is a word
# soft hyphens, joiners, directional marks and overrides: nobody types them, and they would part words
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class _Folding(dict):
    """Code point to folded character, worked out when a character is met for the first time."""

    def __missing__(self, code):
        folded = self[code] = _folded(chr(code))
        return folded


def _folded(character):
    small = character.lower()
    if character in RAISED:
        return character
    base, *marks = unicodedata.normalize("NFKD", small)
    if base.isascii() and base.isalnum() and all(map(unicodedata.combining, marks)):
        return base  # é is e; й stays, whose mark makes another letter of it
    return small if len(small) == 1 else character


_FOLDING = _Folding({ord(a): b for a, b in zip(FOLDED_FROM, FOLDED_TO, strict=True)})


def searchable(text):
    """`text` as the search keeps it: storable, and without characters that nobody sees."""
    return _INVISIBLE.sub("", storable(text))


def fold(text):
    """`text` in small letters without marks (ə is e, ı is i, ё is е), letter for letter."""
    return text.translate(_FOLDING)
