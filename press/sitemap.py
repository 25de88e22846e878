"""Releases for the sitemap."""

from collections import defaultdict

from django.utils import timezone

from press.models import Release


def sitemap_entries():
    """(address, last change, {language: address of the translation}) of every public release."""
    families = defaultdict(dict)
    changed = {}
    fields = (
        *("pk", "language", "year", "slug", "translation_key", "status"),
        *("published_at", "embargoed_until", "corrected_at"),
    )
    for release in Release.objects.public(timezone.now()).only(*fields).newest_first().iterator(chunk_size=2000):
        families[release.translation_key][release.language] = release.get_absolute_url()
        changed[release.translation_key, release.language] = release.updated_at
    for key, addresses in families.items():
        for language, address in addresses.items():
            yield address, changed[key, language], addresses
