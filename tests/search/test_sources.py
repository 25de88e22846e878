"""The index holds what its sources hold, no more and no less."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from commission import search_index
from commission.models import SearchEntry
from commission.pages import samples as page_samples
from commission.site_search import sources
from press import samples as press_samples

pytestmark = pytest.mark.django_db
FIELDS = [
    "kind", "object_id", "language", "address", "title", "lead", "body", "attached", "topic", "commission", "outcome",
    "published_at", "visible_from", "visible_until",
]  # fmt: skip


def as_indexed():
    """What the index holds; the rows that were emptied are not in it."""
    return set(SearchEntry.objects.exclude(address="").values_list(*FIELDS))


def as_sources():
    entries = [entry for entry, _words in (text.as_entry() for text in sources.public_texts())]
    return {tuple(getattr(entry, name) for name in FIELDS) for entry in entries}


def test_verbs_keep_the_index_equal_to_its_sources():
    press_samples.load()
    page_samples.load()
    assert as_indexed() == as_sources() != set()


def test_reindex_restores_an_index_that_was_lost_or_spoilt():
    press_samples.load()
    page_samples.load()
    expected = as_indexed()
    SearchEntry.objects.filter(pk__in=SearchEntry.objects.values("pk")[:2]).delete()
    SearchEntry.objects.update(title="spoilt")
    now = timezone.now()
    search_index.put(
        [
            search_index.Indexed(
                kind="decision",
                object_id=1,
                language="az",
                address="/",
                title="An orphan",
                lead="",
                body="",
                published_at=now,
                visible_from=now,
            )
        ]
    )
    call_command("reindex", processes=0, stdout=StringIO())
    assert as_indexed() == expected
