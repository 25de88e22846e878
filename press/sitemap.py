"""Releases for the sitemap."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from press.models import Release

NEWS_DAYS = timedelta(days=2)  # what Google News takes from a news sitemap, and how many
NEWS_ENTRIES = 1_000
INSTANTS = ("status", "published_at", "embargoed_until", "corrected_at")


def sitemap_entries():
    """(address, last change that was told, {language: address of the translation}) of every public release."""
    families = defaultdict(dict)
    changed = {}
    fields = ("language", "year", "slug", "translation_key", *INSTANTS)
    for release in Release.objects.public(timezone.now()).only(*fields).newest_first().iterator(chunk_size=2000):
        families[release.translation_key][release.language] = release.get_absolute_url()
        changed[release.translation_key, release.language] = release.updated_at
    for key, addresses in families.items():
        for language, address in addresses.items():
            yield address, changed[key, language], addresses


def news():
    """The public releases of the last two days, the newest first, with what an entry of a news sitemap says."""
    at = timezone.now()
    fields = ("language", "title", "year", "slug", *INSTANTS)
    lately = Release.objects.public(at).visible_since(at - NEWS_DAYS).newest_first()
    return lately.filter(language__in=[code for code, _ in settings.LANGUAGES]).only(*fields)[:NEWS_ENTRIES]
