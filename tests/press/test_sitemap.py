"""The sitemap of releases: by year, in parts where a year has very many, with the translations that are public."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from press.models import Release
from press.sitemap import sitemap_entries, sitemap_sections
from tests.factories_press import BAKU, NOON, make_hidden, make_release

pytestmark = pytest.mark.django_db


def test_sitemap_names_the_years_that_have_releases(client):
    make_release()
    make_release(language="az", published_at=datetime(2024, 12, 31, 23, tzinfo=BAKU))
    make_hidden()
    found = re.findall(r"/sitemap-(releases-[^.]+)\.xml", client.get("/sitemap.xml").content.decode())
    assert found == ["releases-2026", "releases-2024"]
    for name in found:
        assert client.get(f"/sitemap-{name}.xml").status_code == 200


def test_sitemap_gives_a_large_year_in_parts_that_hold_each_release_once():
    made = [make_release(title=f"Number {n}x", published_at=NOON + timedelta(hours=n // 2)) for n in range(7)]
    cache.clear()
    assert sitemap_sections(3) == ["2026", "2026-2", "2026-3"]
    parts = [[address for address, _, _ in sitemap_entries(2026, part, 3)] for part in (1, 2, 3)]
    assert [len(part) for part in parts] == [3, 3, 1]
    assert {address for part in parts for address in part} == {release.get_absolute_url() for release in made}


def test_sitemap_names_translations_on_both_sides_also_of_another_year(client):
    first = make_release()
    second = make_release(
        language="az", title="Siyahılar", translation_key=first.translation_key, published_at=NOON - timedelta(days=90)
    )
    make_release(language="ru", title="Списки", translation_key=first.translation_key, status=Release.Status.DRAFT)
    for year in (2026, 2025):
        text = client.get(f"/sitemap-releases-{year}.xml").content.decode()
        assert text.count("<url>") == 1
        found = re.findall(r'hreflang="(\w+)" href="https://portal.example([^"]+)"', text)
        assert found == [("az", second.get_absolute_url()), ("en", first.get_absolute_url())]


@pytest.mark.parametrize(
    "name", ["releases-", "releases-0", "releases-1999", "releases-99999", "releases-2026-0", "releases-2026-9", "x"]
)
def test_sitemap_section_that_is_not_there_is_not_found(client, name):
    make_release()
    assert client.get(f"/sitemap-{name}.xml").status_code == 404
