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
FIRST_LETTERS = frozenset("aeiulmnsdy")

# what may still stand behind a finished noun: to be, if, with; then -ca, in the manner of, and -ki, what is there
CLITICS = (
    *("dirlar", "dirler", "durlar", "durler", "dir", "dur", "ydi", "ydu", "ymis", "ymus", "yla", "yle"),
    *("dirsa", "dirse", "dursa", "durse", "di", "du", "mis", "mus", "la", "le", "sa", "se"),
)
MANNER = ("ca", "ce", "ki")

_NOUN = (
    "(?:l[ae]r)?(?:[iu]?[mn][iu]z|[iu][mn]|s?[iu])?(?:n?d[ae]n?|n?[iu]n?|n?[ae]|y[ae])?"
    "(?:ki(?:l[ae]r)?(?:n?[iu]n?|n[ae])?)?(?:l[ae])?(?:d[iu]r)?"
)
_ENDED = "(?:m|n|k|q|n[iu]z|l[ae]r)?"
_TO_BE = f"(?:d[iu]r(?:l[ae]r)?|d[iu]{_ENDED}|m[iu]s|s[ae]{_ENDED})?"
_PERSON = f"(?:y?[ae]m|s[ae]n|y?[iu][kq]|s[iu]n[iu]z|s[iu]z|l[ae]r)?{_TO_BE}"
_VOICES = "(?:[iu][lnt]|d[iu][rl]|(?<=[aeiu])[lnst]){0,4}"
_DENIED = "(?:m[ae]|m(?=[iu]r))?"
_DECLINED = "y?[ae]n|y?[ae]c[ae][kqgy]|d[iu][kqgy]|m[iu]s|m[ae](?:[kqgy]|l[iu])?"
_CONJUGATED = "y?(?:[iu]b|[iu]r|[ae]c[ae][kqgy]|(?<![iu]l)[ae]r)|m[iu]s|m[ae]l[iu]|m[ae]z"
_AS_IT_IS = (
    f"d[iu]{_ENDED}(?:s[ae])?|s[ae]{_ENDED}|s[iu]n(?:l[ae]r)?|m[ae]d[ae]n|d[iu][kq]c[ae]|"
    "y?(?:[ae]r[ae][kq]|[iu]nc[ae]|[ae])"
)
# what may follow a verb's stem
VERB = re.compile(f"{_VOICES}{_DENIED}(?:(?:{_DECLINED}){_NOUN}|(?:{_CONJUGATED}){_PERSON}|{_AS_IT_IS})")
