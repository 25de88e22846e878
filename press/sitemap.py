"""Releases for the sitemap: a section holds those of a year, or a part of them where a year has very many."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from press import archive
from press.models import Release
from press.views import span

AT_ONCE = 2_000
NEWS_DAYS = timedelta(days=2)  # what Google News takes from a news sitemap, and how many
NEWS_ENTRIES = 1_000
INSTANTS = ("status", "published_at", "embargoed_until", "corrected_at")
FIELDS = ("pk", "language", "year", "slug", "translation_key", *INSTANTS)


def sitemap_sections(size):
    """The names of the sections, `2026` and `2026-2`, each of at most `size` addresses; none if nothing is public."""
    years = defaultdict(int)
    for language, _ in settings.LANGUAGES:
        for year, count in archive.counts(language).years.items():
            years[year] += count
    return [
        f"{year}-{part}" if part > 1 else str(year)
        for year, count in sorted(years.items(), reverse=True)
        for part in range(1, -(-count // size) + 1)
    ]


def sitemap_entries(year, part, size):
    """(address, last change that was told, {language: its address}) of each release of a part of a year."""
    at = timezone.now()
    first, end = span(year)
    of_year = Release.objects.public(at).filter(published_at__gte=first, published_at__lt=end)
    keys = list(of_year.oldest_first().values_list("pk", flat=True)[(part - 1) * size : part * size])
    for start in range(0, len(keys), AT_ONCE):
        found = Release.objects.filter(pk__in=keys[start : start + AT_ONCE])
        families = defaultdict(dict)
        related = Release.objects.public(at).filter(translation_key__in=found.values("translation_key"))
        for release in related.only(*FIELDS):
            families[release.translation_key][release.language] = release
        wanted = {*keys[start : start + AT_ONCE]}
        for family in families.values():
            addresses = {language: release.get_absolute_url() for language, release in sorted(family.items())}
            for language, release in family.items():
                if release.pk in wanted:
                    yield addresses[language], release.updated_at, addresses


def news():
    """The public releases of the last two days, the newest first, with what an entry of a news sitemap says."""
    at = timezone.now()
    fields = ("language", "title", "year", "slug", *INSTANTS)
    lately = Release.objects.public(at).visible_since(at - NEWS_DAYS).newest_first()
    return lately.filter(language__in=[code for code, _ in settings.LANGUAGES]).only(*fields)[:NEWS_ENTRIES]
