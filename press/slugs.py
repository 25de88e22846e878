"""Slugs of releases: Latin letters and digits from an Azerbaijani, English or Russian title. Pure functions."""

import hashlib
import re
import unicodedata

LONGEST = 80

_AZERBAIJANI = str.maketrans(
    {"ə": "e", "Ə": "e", "ı": "i", "İ": "i", "I": "i", "ş": "s", "Ş": "s", "ç": "c", "Ç": "c", "ğ": "g", "Ğ": "g"}
    | {"ö": "o", "Ö": "o", "ü": "u", "Ü": "u"}
)
_RUSSIAN_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_RUSSIAN_LATIN = (
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya".split()  # noqa: SIM905
)
_RUSSIAN = str.maketrans(
    {letter: latin.replace("-", "") for letter, latin in zip(_RUSSIAN_LETTERS, _RUSSIAN_LATIN, strict=True)}
)


def slug_of(title):
    """The slug of `title`; `release-<digits>` where nothing or only digits would be left.

    The digits are taken from the title's digest, so the same title always
    gives the same slug and an empty one is never met in an address.
    """
    latin = unicodedata.normalize("NFC", title).translate(_AZERBAIJANI).lower().translate(_RUSSIAN)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
    if not slug:
        return f"release-{int(hashlib.sha256(title.encode()).hexdigest()[:8], 16)}"
    if slug.replace("-", "").isdigit():
        return f"release-{slug.replace('-', '')}"
    return slug


def free_slug(wanted, taken):
    """`wanted`, or `wanted-2`, `wanted-3` and so on: the first that is not in the set `taken`."""
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate
