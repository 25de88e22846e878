"""Rebuilding the index from its sources."""

from itertools import islice

from django.db.models import Max

from commission import search_index
from commission.models import SearchEntry

BATCH = 500


def rebuild(texts):
    """Enter `texts` (an iterable of Indexed) and remove every older entry that is not among them.

    Result: how many were entered and how many removed. Entries written while
    this runs are newer than all it knows, and stay.
    """
    newest = SearchEntry.objects.aggregate(id=Max("id"))["id"] or 0
    texts, known = iter(texts), set()
    while batch := list(islice(texts, BATCH)):
        search_index.put(batch)
        known.update((text.kind, text.object_id, text.language) for text in batch)
    entries = SearchEntry.objects.filter(id__lte=newest).values_list("id", "kind", "object_id", "language")
    orphans = [pk for pk, *source in entries.iterator() if tuple(source) not in known]
    for start in range(0, len(orphans), BATCH):
        SearchEntry.objects.filter(id__in=orphans[start : start + BATCH]).delete()
    return len(known), len(orphans)
