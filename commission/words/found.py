"""What is found in a folded text, and the endings that may hang on any figure. Pure data."""

import re
from dataclasses import dataclass

HYPHENS = "\u2010\u2011\u2012\u2013\u2212-"  # typed as a hyphen or set as a better one; not the long dash of prose
HYPHEN = re.escape(HYPHENS)  # to stand in a class of signs
SPACE = "[ \u00a0\u2009\u202f]"  # on one line

# az: 33-cü, 26/148-li, 15-də, 5-lər; ru: 33-й, 15-го; en: 33rd. Words of their own (5-day, 67-ФЗ) are no endings.
_AZ = "n?c[iu][a-z]{0,6}|[dlnsy]?[aeiu][nkr]?|l[ae]r[a-z]{0,4}|l[iu]k[a-z]{0,4}|d[iu]r|nin|nun"
_RU = "[йяеюмх]|го|му|ми|ти|ым|им|ом|ой|ое|ее|ая|яя|ый|ий|ей|ых|их|ую|ые|ие|ого|его|ому|ему|ыми|ими"
ENDING = rf"(?:[{HYPHEN}'’](?:{_AZ}|{_RU})|st|nd|rd|th|n?c[iu])(?!\w)"


@dataclass(frozen=True, slots=True)
class Found:
    """One place in a text and what stands there.

    A question asks for `lexeme` alone; a text is stored under `lexeme` and `also`,
    so it answers to the wider questions too and never to a narrower one.
    """

    start: int
    end: int
    lexeme: str
    also: tuple[str, ...] = ()
