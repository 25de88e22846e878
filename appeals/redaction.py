"""What the public reads of a decision: names and addresses covered. Pure functions."""

import re

from commission.text_search import FOLDED_FROM, FOLDED_TO, storable

COVER = "█████"
SHORTEST_TERM = 2

_FOLD = str.maketrans(FOLDED_FROM, FOLDED_TO)
_SUFFIX = r"[^\W\d_]*(?:['’-][^\W\d_]+)?"  # a name stands inflected: Əliyevin, Bakı-nın, Иванову
_TAG = re.compile(r"(<[^>]*>)")


def _folded(text):
    """`text` folded letter by letter, so that a position in it is the same position in the original."""
    return "".join(letter.translate(_FOLD).lower()[:1] or letter for letter in storable(text))


def _pattern(terms):
    """What is covered: each term with the ending that it may carry, the longest first; None for no terms."""
    folded = sorted(
        {_folded(term.strip()) for term in terms if len(term.strip()) >= SHORTEST_TERM}, key=len, reverse=True
    )
    if not folded:
        return None
    words = (r"\s+".join(map(re.escape, term.split())) + _SUFFIX for term in folded)
    return re.compile(r"(?<!\w)(?:" + "|".join(words) + ")")


def redacted(text, terms):
    """`text` with every one of `terms` covered, whatever its case, marks and ending."""
    pattern, text = _pattern(terms), storable(text)
    if pattern is None:
        return text
    out, done = [], 0
    for match in pattern.finditer(_folded(text)):
        out += [text[done : match.start()], COVER]
        done = match.end()
    return "".join([*out, text[done:]])


def redacted_html(html, terms):
    """Sanitised HTML with the terms covered in its text; tags stay, links go, since an address can name somebody."""
    html = re.sub(r"</?a\b[^>]*>", "", html)
    return "".join(part if _TAG.fullmatch(part) else redacted(part, terms) for part in _TAG.split(html))


def terms_of(filing, co_applicants=()):
    """What has to be covered as a rule: the applicant's name and its parts, address, e-mail and telephone."""
    names = [filing.applicant_name, *(person.name for person in co_applicants)]
    parts = [word for name in names for word in name.split() if len(word) > SHORTEST_TERM]
    others = [filing.applicant_address, filing.applicant_email, filing.applicant_phone]
    return [term for term in dict.fromkeys([*names, *parts, *others]) if term]
