"""What differs between two texts, in words that a reader can follow. Pure functions."""

import re
from difflib import SequenceMatcher

_PIECES = re.compile(r"\s+|[^\W_]+|.", re.UNICODE)
# beyond, comparing word by word would take seconds; paragraphs are compared instead
MOST_PIECES = 20_000
_PARAGRAPHS = re.compile(r"[^\n]*\n|[^\n]+")


def differences(before, after):
    """Pairs of kind and text, in reading order: "same", "gone" (only in `before`) or "new" (only in `after`).

    An empty list where both are empty.
    """
    pattern = _PIECES if len(before) + len(after) <= 6 * MOST_PIECES else _PARAGRAPHS
    old, new = pattern.findall(before), pattern.findall(after)
    found = []
    for tag, start, end, start_new, end_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(old[start:end])))
            continue
        if start < end:
            found.append(("gone", "".join(old[start:end])))
        if start_new < end_new:
            found.append(("new", "".join(new[start_new:end_new])))
    return found
