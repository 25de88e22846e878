"""Published decisions for the sitemap."""

from appeals.models import Decision


def sitemap_entries():
    """(address, last change, {language: address}) of every published decision, in its language alone."""
    found = Decision.objects.published().select_related("filing")
    found = found.only("language", "published_at", "filing__number")
    newest = found.order_by("filing_id", "-decided_at", "-id").distinct("filing_id")
    for decision in newest.iterator(chunk_size=2000):
        address = decision.get_absolute_url()
        yield address, decision.published_at, {decision.language: address}
