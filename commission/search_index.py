"""Writing to the search table; called in the transaction that changes the source."""

from dataclasses import dataclass
from datetime import datetime

from commission.models import SearchEntry
from commission.text_search import INDEXED_CHARACTERS, storable


@dataclass(frozen=True, kw_only=True)
class Indexed:
    """What the search shall know of one public text."""

    kind: str
    object_id: int
    language: str
    address: str
    title: str
    lead: str
    body: str  # plain text
    published_at: datetime
    visible_from: datetime
    visible_until: datetime | None = None

    def as_entry(self):
        return SearchEntry(
            kind=self.kind,
            object_id=self.object_id,
            language=self.language,
            address=self.address,
            title=storable(self.title),
            lead=storable(self.lead),
            body=storable(self.body)[:INDEXED_CHARACTERS],
            published_at=self.published_at,
            visible_from=self.visible_from,
            visible_until=self.visible_until,
        )


def put(texts):
    """Enter or replace `texts` (an iterable of Indexed)."""
    replaced = ["address", "title", "lead", "body", "published_at", "visible_from", "visible_until"]
    SearchEntry.objects.bulk_create(
        [text.as_entry() for text in texts],
        update_conflicts=True,
        unique_fields=["kind", "object_id", "language"],
        update_fields=replaced,
        batch_size=500,
    )


def take_out(*, kind, object_id):
    """Remove an object in all its languages; nothing happens where it is not in the index."""
    SearchEntry.objects.filter(kind=kind, object_id=object_id).delete()
