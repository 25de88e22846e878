"""The search of the queue: by number, by the words of what was written in a case, by parts of names.

Asked of those filings alone that whoever asks may see, at the instant of the
question: an entry says nothing of rights, and is some seconds old.
"""

import re
from functools import cached_property

from django.db.models import Q, Value
from django.db.models.functions import Reverse
from django.utils.safestring import mark_safe

from appeals.desk.rows import rows_of
from appeals.models import FilingEntry, Forwarding
from appeals.searching.texts import TITLE_PARTS
from commission.searching.search import CANDIDATES, PAGE_SIZE, Found, Search
from commission.text_search import fold

FORWARDED_FOUND = 300
INDEXED_LETTERS = 3
NAME_WORDS = 10  # no name has more, and the database looks for each of them
_HYPHEN = re.compile(r"\s*[/‐-―−-]\s*")
_NUMBER = re.compile(r"[A-Za-z]+\d+(-[\w-]*)?|[A-Za-z]+-[\w-]*")


def numbered(filings, text):
    """Those of `filings` whose number, now or before they were forwarded, begins so or ends in this serial.

    None where `text` is no number.
    """
    text = _HYPHEN.sub("-", text)
    if text.isascii() and text.isdigit():
        return filings.alias(reversed=Reverse("number")).filter(reversed__startswith=f"{text:0>6}"[::-1] + "-")
    if _NUMBER.fullmatch(text):
        before = Forwarding.objects.filter(old_number__startswith=text.upper()).values_list("filing", flat=True)
        return filings.filter(Q(number__startswith=text.upper()) | Q(pk__in=list(before[:FORWARDED_FOUND])))
    return None


def named(filings, text):
    """Those of `filings` in whose names stands each word of `text`, also as a part of another word; none of many words.

    A word of one or two letters is sought at the beginnings of words alone:
    inside of them it stands nearly everywhere, and no index finds it.
    """
    words = text.split()
    if not 0 < len(words) <= NAME_WORDS:
        return filings.none()
    for word in words:
        sought = word if len(word) >= INDEXED_LETTERS else f" {word}"
        filings = filings.filter(folded_names__contains=fold(Value(sought)))
    return filings


class FilingSearch(Search):
    """One question to `filings`, a queryset of those that the member of staff may see.

    First what has the number, then what holds all words, what has them in a
    name, and what holds some of them where few hold all.
    """

    def __init__(self, text, *, filings, at, own_language):
        self.filings = filings.order_by("-arrived_at", "-pk")
        entries = FilingEntry.objects.filter(filing__in=filings.order_by())
        super().__init__(text, entries=entries, at=at, own_language=own_language)

    @cached_property
    def _of_this_number(self):
        return numbered(self.filings, self.text)

    @cached_property
    def matches(self):
        numbers = [] if self._of_this_number is None else self._plain(self._of_this_number)
        names = self._plain(named(self.filings, self.text)) if self._of_this_number is None else []
        found = {}
        for each in [*numbers, *self.whole[:CANDIDATES], *names, *self.partial]:
            found.setdefault(each.pk, each)
        return list(found.values())

    @staticmethod
    def _plain(filings):
        rows = filings.values_list("pk", "arrived_at")[: CANDIDATES + 1]
        return [Found(0.0, arrived_at.timestamp(), pk, ()) for pk, arrived_at in rows]

    @property
    def count(self):
        """How many have the number, all words or the name; beyond CANDIDATES there may be more."""
        return sum(found.is_whole for found in self.matches)

    @property
    def is_more_than_counted(self):
        return max(self.count, len(self.whole)) > CANDIDATES

    def rows(self, number):
        """The rows of a page counted from 1, each with its name and an excerpt, marked, where it has an entry."""
        shown = {found.pk: found for found in self.matches[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]}
        results = {result.entry.pk: result for result in self.page(number)}
        rows = rows_of(list(shown), self.at)
        for row in rows:
            result = results.get(row["key"])
            row["is_partial"] = not shown[row["key"]].is_whole
            if result and result.excerpt:
                row["marked_name"] = mark_safe(result.title.partition(TITLE_PARTS)[2])
                row |= {"excerpt": result.excerpt, "language": result.entry.language}
        return rows
