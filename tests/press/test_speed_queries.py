"""Pages cost the same however many releases there are, say for how long they may be kept, and answer 304.

Times with 100,000 releases are measured by `make bench`; here the questions are
counted and a publication is looked for on every page at once.
"""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from commission.http import PUBLIC_CACHE
from press import related
from press.cursors import cursor_of
from press.models import Release, Topic
from press.views import span
from tests.factories_press import BAKU, make_imported, make_release

pytestmark = pytest.mark.django_db
PAGE = 20
FIRST = datetime(2024, 3, 1, 12, tzinfo=BAKU)


@pytest.fixture(scope="module")
def topic(shared_rows):
    with shared_rows():
        return Topic.objects.create(slug="results", name={"en": "Results"}, is_featured=True)


@pytest.fixture(scope="module")
def middle(shared_rows, topic):
    """The release in the middle of two pages."""
    with shared_rows():
        return fill(PAGE + 2, topic)


def fill(number, topic):
    """So many releases of one month and topic; gives the one in the middle, which is related to some."""
    made = [
        make_imported(title=f"Number {index}x{number}", topic=topic, published_at=FIRST + timedelta(minutes=index))
        for index in range(number)
    ]
    middle = made[number // 2]
    related.renew([middle.pk])
    return middle


def pages(release):
    """Every kind of page of releases, by what it is."""
    return {
        "home": "/en/",
        "list": "/en/press/",
        "deep": f"/en/press/?before={cursor_of(release)}",
        "numbered": "/en/press/?page=2",
        "year": "/en/press/2024/",
        "month": "/en/press/2024/3/",
        "topic": "/en/press/topics/results/",
        "release": release.get_absolute_url(),
        "atom": "/en/press/feed/",
        "rss": "/en/press/rss/",
        "topic feed": "/en/press/topics/results/feed/",
        "export": "/en/press/export.jsonl",
        "sitemap": "/sitemap-releases-2024.xml",
        "sitemap index": "/sitemap.xml",
        "calendar": "/en/press/calendar/",
    }


def queries(client, address):
    answer = client.get(address)  # from now on the counts are kept
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        assert (answer.status_code, bool(answer.getvalue())) == (200, True), address
    return len(captured)


def test_speed_number_of_queries_stays_the_same(client, topic, middle):
    with override("en"):
        few = {name: queries(client, address) for name, address in pages(middle).items()}
        cache.clear()
        many = {name: queries(client, address) for name, address in pages(fill(90, topic)).items()}
    assert many == few
    assert max(few.values()) <= 8


@pytest.mark.parametrize(
    "name", ["list", "deep", "numbered", "year", "month", "topic", "release", "atom", "rss", "export", "sitemap"]
)
def test_speed_pages_may_be_kept_for_a_moment_and_answer_not_modified(client, middle, name):
    with override("en"):
        address = pages(middle)[name]
    first = client.get(address)
    assert first["Cache-Control"] == PUBLIC_CACHE
    assert first.getvalue()
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.getvalue()) == (304, b"")
    assert again["Cache-Control"] == PUBLIC_CACHE


def test_speed_a_publication_is_seen_at_once_on_its_page_lists_and_feeds_and_within_a_minute_in_counts(
    client, topic, middle
):
    with override("en"):
        seen = pages(middle)
    before = {name: client.get(address).getvalue() for name, address in seen.items() if name != "numbered"}
    new = make_release(title="Newestword", topic=topic, published_at=FIRST + timedelta(days=1))
    assert client.get(new.get_absolute_url()).status_code == 200
    for name in ("home", "list", "year", "month", "topic", "atom", "rss", "topic feed", "export"):
        assert b"Newestword" in client.get(seen[name]).getvalue(), name
    cache.clear()  # as half a minute later
    page = client.get(seen["list"]).content.decode()
    assert f'2024 <span class="count">{PAGE + 3}</span>' in page
    assert before["sitemap"] != client.get(seen["sitemap"]).content


@pytest.mark.parametrize("address", ["/en/press/?page=2", "/en/press/2024/?page=2", "/en/press/topics/results/?page=2"])
def test_speed_numbered_pages_go_on_where_the_first_ends(client, middle, address):
    first = client.get(address.partition("?")[0]).context["releases"]
    second = client.get(address).context["releases"]
    assert len(first) == PAGE
    assert len(second) == 2
    assert second[0].published_at < first[-1].published_at


def test_speed_lists_begin_in_an_index_where_the_page_begins(topic):
    """Neither the year nor the topic nor a deep page is sorted or read from its beginning."""
    middle = fill(60, topic)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE press_release")
        for way in ("enable_seqscan", "enable_sort", "enable_bitmapscan"):
            cursor.execute(f"SET LOCAL {way} = off")
    first, end = span(2024, 3)
    place = middle.published_at, middle.pk
    public = Release.objects.public(timezone.now()).in_language("en").for_lists()
    for found in (
        public.filter(published_at__gte=first, published_at__lt=end).newest_first(),
        public.filter(topic=topic).before(*place).newest_first(),
        public.before(*place).newest_first(),
        public.after(*place).oldest_first(),
    ):
        plan = found[:21].explain()
        assert "Index Cond" in plan, plan
        # of one instant only a few are put in order
        assert " Sort  (" not in plan.replace("Incremental Sort", ""), plan
