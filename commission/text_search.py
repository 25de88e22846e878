"""Folding of text for search: what a person types meets what an editor wrote.

The fold maps one character to one character, so a position in folded text is
the same position in the original and a hit can be marked there. It maps
letters before lower-casing, because lower-casing first would turn the
Azerbaijani I and İ into letters that the table no longer sees.
"""

import re
import unicodedata

from django.db.models import Func, TextField, Value
from django.db.models.functions import Lower

FOLDED_FROM = "əıİşçğöüƏIŞÇĞÖÜёЁ<>&"
FOLDED_TO = "eiiscgoueiscgouее   "

_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0307\ud800-\udfff\ue000\ue001\ufffe\uffff]")


def storable(text):
    """`text` in NFC, without control characters, lone surrogates, two private characters and two that XML refuses.

    The combining dot above, which lower-casing İ outside the database leaves
    behind, goes too, so that folding keeps the length.
    """
    return _UNSTORABLE.sub("", unicodedata.normalize("NFC", text))


class Translate(Func):
    """PostgreSQL's translate(text, from, to)."""

    function = "TRANSLATE"
    arity = 3
    output_field = TextField()


class Words(Func):
    """Texts in a row, a blank before each."""

    template, arg_joiner = "(' ' || %(expressions)s)", " || ' ' || "
    output_field = TextField()


def fold(expression):
    """The immutable SQL expression that folds `expression` for search."""
    return Lower(Translate(expression, Value(FOLDED_FROM), Value(FOLDED_TO)))


def folded_sql(sql):
    """What `fold` makes of an expression of text, as SQL."""
    return f"LOWER(TRANSLATE({sql}, '{FOLDED_FROM}', '{FOLDED_TO}'))"
