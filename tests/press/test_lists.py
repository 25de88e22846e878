"""Lists stay quick however many releases there are: the index is read from where the page begins."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from press.models import Release
from tests.factories_press import make_release

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def public():
    return Release.objects.public(NOW).in_language("en").newest_first().for_lists()


def test_list_below_a_release_begins_there_in_the_index():
    pattern = make_release(language="en", slug="r-0", published_at=NOW)
    for number in range(1, 300):
        pattern.pk, pattern.translation_key, pattern.slug = None, uuid.uuid4(), f"r-{number}"
        pattern.published_at = NOW - timedelta(hours=number)
        pattern.save_without_historical_record(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE press_release")
    middle = Release.objects.get(slug="r-150")
    page = public().before(middle.published_at, middle.pk)
    assert [release.slug for release in page[:2]] == ["r-151", "r-152"]
    conditions = [line for line in page[:20].explain().splitlines() if "Index Cond" in line]
    assert any("published_at <=" in line for line in conditions), page[:20].explain()


def test_releases_of_one_instant_are_neither_repeated_nor_left_out():
    same = [make_release(language="en", slug=f"s-{number}", published_at=NOW) for number in range(3)]
    below = public().before(NOW, same[1].pk)
    assert [release.pk for release in below] == [same[0].pk]


def test_list_asks_for_no_row_twice(django_assert_num_queries):
    make_release(language="en", slug="a", published_at=NOW)
    with django_assert_num_queries(1):
        assert [(release.get_absolute_url(), release.lead, release.title) for release in public()]
