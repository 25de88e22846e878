"""The endings of Azerbaijani words, over folded letters (ə is e, ı is i, ü is u and so on).

Folding leaves five vowels. What vowel harmony still tells is which ending may
follow which last vowel: a wants a and i, e wants e and i, o and u want u, and
after i, o and u both a and e may come.
"""

import re
from itertools import product

VOWELS = frozenset("aeiou")
_HARMONIES = {"a": ("ai",), "e": ("ei",), "i": ("ai", "ei"), "o": ("au", "eu"), "u": ("au", "eu")}

# A is a or e, I is i or u; each line: after a consonant, after a vowel, after the third person's possessive
_CASES = (
    ("", "", ""),
    ("In", "nIn", "nIn"),
    ("A", "yA", "nA"),
    ("I", "nI", "nI"),
    ("dA", "dA", "ndA"),
    ("dAn", "dAn", "ndAn"),
    ("Adek", "yAdek", "nAdek"),
)
_POSSESSIVES = (("Im", "m"), ("In", "n"), ("ImIz", "mIz"), ("InIz", "nIz"), ("I", "sI"))
_AFTER_CONSONANT, _AFTER_VOWEL, _AFTER_THIRD_PERSON = range(3)


def _declined(after):
    """Possessive and case, as patterns, for what ends as `after` says."""
    yield from (line[after] for line in _CASES)
    for line in _POSSESSIVES:
        possessive = line[after]
        then = _AFTER_THIRD_PERSON if possessive in ("I", "sI") else _AFTER_CONSONANT
        yield from (possessive + case[then] for case in _CASES)


def _patterns(after):
    """All endings of a noun, as patterns: number, possessive, case, and what -ki makes of a place."""
    plural = ["lAr" + ending.replace("I", "i") for ending in _declined(_AFTER_CONSONANT)]
    plain = [*_declined(after), *plural]
    of_place = [ending + "ki" for ending in plain if ending.endswith("dA")]
    pronominal = [line[_AFTER_THIRD_PERSON].replace("I", "i") for line in _CASES]
    return [*plain, *(place + then for place, then in product(of_place, [*pronominal, *plural]))]


def _endings(after, vowel):
    spelt = (
        pattern.replace("A", harmony[0]).replace("I", harmony[1])
        for pattern, harmony in product(_patterns(after), _HARMONIES[vowel])
    )
    return frozenset(spelt) - {""}


AFTER_VOWEL = {vowel: _endings(_AFTER_VOWEL, vowel) for vowel in VOWELS}
AFTER_CONSONANT = {vowel: _endings(_AFTER_CONSONANT, vowel) for vowel in VOWELS}

# what may still stand behind a finished noun: to be, if, with, in the manner of
CLITICS = (
    *("dirlar", "dirler", "durlar", "durler", "dir", "dur", "ydi", "ydu", "ymis", "ymus", "yla", "yle", "yam", "yem"),
    *("di", "du", "mis", "mus", "la", "le", "sa", "se", "ca", "ce", "am", "em", "san", "sen"),
)

_NOUN = (
    "(?:l[ae]r)?(?:[iu]?[mn][iu]z|[iu][mn]|s?[iu])?(?:n?d[ae]n?|n?[iu]n?|n?[ae]|y[ae])?"
    "(?:ki(?:l[ae]r)?(?:n?[iu]n?|n[ae])?)?(?:l[ae])?(?:d[iu]r)?"
)
_PAST = "d[iu](?:m|n|k|q|n[iu]z|l[ae]r)?"
_IF = "s[ae](?:m|n|k|q|n[iu]z|l[ae]r)?"
_PERSON = f"(?:y?[ae]m|s[ae]n|y?[iu][kq]|s[iu]n[iu]z|s[iu]z|l[ae]r)?(?:d[iu]r(?:l[ae]r)?|{_PAST}|m[iu]s|{_IF})?"
_VOICES = "(?:[iu][lnst]|d[iu]r|d[iu]l|t|l|n)*"
_BEGINS_WITH_VOWEL = (
    f"[iu]b{_PERSON}|[iu]r{_PERSON}|[ae]c[ae][kq]{_PERSON}|[ae]c[ae][kqgy](?:{_NOUN}|{_PERSON})|[ae]n{_NOUN}|"
    "[ae]r[ae][kq]|[iu]nc[ae]|[iu]n(?:[iu]z)?|[iu]m|[ae][kqm]?|[ae]s[iu](?:d[iu]r)?|[ae]l[iu]"
)
_BEGINS_WITH_CONSONANT = (
    f"{_PAST}(?:s[ae])?|d[iu][kqgy]{_NOUN}|d[iu][kq]c[ae]|m[iu]s(?:{_NOUN}|{_PERSON})|{_IF}|s[iu]n(?:l[ae]r)?|"
    f"m[ae]{_NOUN}|m[ae][kqgy]{_NOUN}|m[ae]d[ae]n|m[ae]d[iu][kqgy]{_NOUN}|m[ae]l[iu](?:{_NOUN}|{_PERSON})|m[ae]z{_PERSON}"
)
_DENIED = (
    f"m[iu]r{_PERSON}|m[ae](?:y(?:{_BEGINS_WITH_VOWEL})|m[iu]s(?:{_NOUN}|{_PERSON})|{_PAST}|{_IF}|s[iu]n(?:l[ae]r)?|"
    f"m[ae](?:[kqgy])?{_NOUN}|m[ae]l[iu]{_PERSON})"
)
_CLOSED = f"{_BEGINS_WITH_VOWEL}|{_BEGINS_WITH_CONSONANT}|{_DENIED}"
_OPEN = f"y(?:{_BEGINS_WITH_VOWEL})|{_BEGINS_WITH_CONSONANT}|{_DENIED}"

# what may follow a verb's stem that ends in a consonant, and one that ends in a vowel
VERB_AFTER_CONSONANT = re.compile(f"(?:{_VOICES}(?:{_CLOSED}|[ae]r{_PERSON}))?")
VERB_AFTER_VOWEL = re.compile(f"(?:{_OPEN}|y?[ae]?r{_PERSON}|(?:y[iu]l|[lnt]|s){_VOICES}(?:{_CLOSED}|[ae]r{_PERSON}))?")
# a verb made of a noun: -la, -lan, -laş, and what follows them, but not what a plural would look like
VERB_OF_NOUN = re.compile(f"l[ae](?:{_OPEN}|[nst]{_VOICES}(?:{_CLOSED}|[ae]r{_PERSON}))")
