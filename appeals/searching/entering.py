"""The worker's part in the search of the desk: what was written in a case is entered some seconds later."""

import time

from django.db.models import Max

from appeals.models import Event
from appeals.searching import entries

AT_ONCE = 20
EVERYTHING = 3600  # seconds between two looks at all filings
# lines of the journal that are looked through again: one that was written before others may be committed after them
AGAIN = 200


class Entering:
    """A step of the worker; it remembers what it has found to do, and how far it has read the journal.

    The first look, and one an hour, goes over all filings: it finds what was
    there before there was a search, and whatever a look at the newest lines has
    missed.
    """

    def __init__(self):
        self.found, self.read_until, self.everything_at = [], 0, 0.0

    def step(self):
        """Enter a few filings; whether there were any."""
        if not self.found:
            self.found = self._look(time.monotonic())
        for left in range(AT_ONCE):
            if not self.found:
                return left > 0
            # taken off the list first: a filing that fails holds up no other
            entries.enter([self.found.pop()])
        return True

    def _look(self, now):
        """The keys of the filings that are behind, the oldest last."""
        newest = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
        behind = entries.behind()
        if now < self.everything_at:
            recent = entries.with_words().filter(pk__gt=self.read_until - AGAIN)
            behind = behind.filter(pk__in=recent.values("filing"))
        else:
            self.everything_at = now + EVERYTHING
        self.read_until = newest
        return list(behind.order_by("-pk").values_list("pk", flat=True))
