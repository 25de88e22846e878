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


def as_indexed():
    fields = ["kind", "object_id", "language", "address", "title", "lead", "body"]
    return {tuple(row) for row in SearchEntry.objects.values_list(*fields)}


def as_sources():
    entries = [text.as_entry()[0] for text in sources.public_texts()]
    return {(e.kind, e.object_id, e.language, e.address, e.title, e.lead, e.body) for e in entries}


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
    call_command("reindex", stdout=StringIO())
    assert as_indexed() == expected
