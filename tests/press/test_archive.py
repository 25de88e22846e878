"""The archive: years, months and topics with exact counts of what is public, in the page's language."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from press import archive, verbs
from press.models import Release, Topic
from tests.factories_press import BAKU, make_hidden, make_imported, make_release, writer

pytestmark = pytest.mark.django_db
OTHER_INDEXES = """
SELECT indexrelid::regclass::text FROM pg_index
WHERE indrelid = 'press_release'::regclass AND indexrelid <> 'release_archive'::regclass
  AND indexrelid NOT IN (SELECT conindid FROM pg_constraint)
"""


def on(*day):
    return datetime(*day, tzinfo=BAKU)


def test_archive_counts_by_month_in_the_zone_of_the_commission():
    make_release(published_at=on(2025, 12, 31, 23, 59))
    make_release(published_at=on(2026, 1, 1, 0, 1))  # in UTC still in December
    make_release(published_at=on(2026, 1, 31, 23, 59))
    counts = archive.counts("en")
    assert counts.months == {(2026, 1): 2, (2025, 12): 1}
    assert counts.years == {2026: 2, 2025: 1}
    assert [(month.month, count) for month, count in counts.months_of(2026)] == [(1, 2)]
    assert counts.total == 3


def test_archive_counts_nothing_that_is_not_public():
    make_hidden()
    make_release(status=Release.Status.WITHDRAWN)
    older, newer = make_release(), make_release()
    verbs.supersede(older, newer=newer, by=writer())
    make_release(language="az")
    assert archive.counts("en").total == 1


def test_archive_counts_by_topic_and_leaves_out_empty_ones():
    topic = Topic.objects.create(slug="results", name={"en": "Results"})
    empty = Topic.objects.create(slug="empty", name={"en": "Empty"})
    make_release(topic=topic)
    make_release(topic=topic)
    make_release(topic=empty, status=Release.Status.DRAFT)
    make_release()
    assert archive.counts("en").topics == [(topic, 2)]


def test_archive_counts_are_asked_once_in_half_a_minute(django_assert_num_queries):
    make_release()
    archive.counts("en")
    with django_assert_num_queries(0):
        archive.counts("en")
    make_release()
    cache.clear()  # as when the time is over
    assert archive.counts("en").total == 2


def test_archive_is_answered_by_the_index_alone():
    """The plan; what it takes with 100,000 rows stands in the benchmark."""
    for number in range(60):
        make_imported(title=f"Number {number}x", published_at=timezone.now() - timedelta(days=number))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE press_release")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        # rows that are not committed cost the same by any index, so only the one that is meant is left
        cursor.execute(OTHER_INDEXES)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
        plan = archive.grouped("en", timezone.now()).explain()
    assert "Index Only Scan using release_archive" in plan, plan


def test_archive_leads_from_the_list_to_years_months_and_topics(client):
    topic = Topic.objects.create(slug="results", name={"en": "Results"}, is_featured=True)
    make_release(topic=topic, published_at=on(2026, 2, 9))
    make_release(published_at=on(2024, 3, 1))
    text = client.get("/en/press/").content.decode()
    assert '<a href="/en/press/2026/2/">February <span class="count">1</span></a>' in text
    assert '<a href="/en/press/2024/">2024 <span class="count">1</span></a>' in text
    assert 'Results</a> <span class="count">1</span>' in text
    year = client.get("/en/press/2024/").content.decode()
    assert '<a href="/en/press/2024/3/">March <span class="count">1</span></a>' in year
    assert "/en/press/2026/2/" not in year
    assert '<a href="/en/press/2024/" aria-current="page">' in year


def test_month_page_holds_that_month_alone(client):
    make_release(title="Ofmarch", published_at=on(2024, 3, 1))
    make_release(title="Ofapril", published_at=on(2024, 4, 1))
    text = client.get("/en/press/2024/3/").content.decode()
    assert "Ofmarch" in text
    assert "Ofapril" not in text
