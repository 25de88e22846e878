"""How fast the pages of a large archive are: one reader who keeps the connection, one request after the other.

Said of each page: p50 and p95 of a full answer and of a 304, in milliseconds;
SQL queries; bytes. Then how much longer the deepest page takes than the first.
"""

import http.client
import statistics
import time
from urllib.parse import urlsplit

DEEP = ("list, deep", "list, ?page=100", "list, oldest", "topic, deep")


def addresses():
    """The pages, by name; those that begin deep in a list stand beside their first."""
    from django.urls import reverse
    from django.utils import translation

    from press.cursors import cursor_of
    from press.models import Release
    from tests.benchmarks import content

    own = Release.objects.filter(source_url__startswith="generated:").select_related("topic")
    middle = own.exclude(topic=None).get(slug=f"release-{content.RELEASES // 2}")
    oldest = own.order_by("published_at")[content.RELEASES // 100]
    day = middle.published_at
    with translation.override(content.LANGUAGE):
        releases, topic = reverse("press:release-list"), reverse("press:topic-releases", args=[middle.topic.slug])
        return {
            "list, first": releases,
            "list, deep": f"{releases}?before={cursor_of(middle)}",
            "list, ?page=100": f"{releases}?page=100",
            "list, oldest": f"{releases}?before={cursor_of(oldest)}",
            "year": reverse("press:release-year", args=[day.year]),
            "month": reverse("press:release-month", args=[day.year, day.month]),
            "topic": topic,
            "topic, deep": f"{topic}?before={cursor_of(middle)}",
            "release": middle.get_absolute_url(),
            "feed, Atom": reverse("press:feed-atom"),
            "feed of a topic": reverse("press:topic-feed-atom", args=[middle.topic.slug]),
            "sitemap, a year": f"/sitemap-releases-{day.year}.xml",
        }


def timed(connection, path, seconds, headers, status):
    """Milliseconds of each request in `seconds`, and the last answer's bytes and headers; the first is not counted."""
    taken, ends_at = [], None
    while ends_at is None or time.monotonic() < ends_at:
        started = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        milliseconds = (time.perf_counter() - started) * 1_000
        if answer.status != status:
            raise SystemExit(f"{path} answered {answer.status} and not {status}")
        if ends_at is None:
            ends_at = time.monotonic() + seconds
        else:
            taken.append(milliseconds)
    return taken or [milliseconds], body, answer


def percentiles(taken):
    """p50 and p95."""
    cut = statistics.quantiles(taken, n=20, method="inclusive") if len(taken) > 1 else taken * 19
    return cut[9], cut[18]


def run(portal, seconds, queries_of):
    """Measure every page of the archive at the address `portal` and print the table."""
    print("\narchive: one reader, one request after the other")
    print(f"{'page':18}{'p50 ms':>9}{'p95 ms':>9}{'304 p50':>9}{'304 p95':>9}{'SQL':>5}{'bytes':>9}")
    connection, medians = http.client.HTTPConnection(urlsplit(portal).netloc, timeout=60), {}
    for name, path in addresses().items():
        taken, body, answer = timed(connection, path, seconds, {}, 200)
        again, _, _ = timed(connection, path, seconds, {"If-None-Match": answer.headers["ETag"]}, 304)
        medians[name], p95 = percentiles(taken)
        p50_again, p95_again = percentiles(again)
        print(
            f"{name:18}{medians[name]:9.1f}{p95:9.1f}{p50_again:9.1f}{p95_again:9.1f}{queries_of(path):5}{len(body):9}",
            flush=True,
        )
    for name in DEEP:
        first = medians["topic" if name.startswith("topic") else "list, first"]
        print(f"{name} / first: {medians[name] / first:.2f}")
    run_export(connection)


def run_export(connection):
    """The whole export once, and once more with its tag."""
    from django.urls import reverse
    from django.utils import translation

    from tests.benchmarks import content

    with translation.override(content.LANGUAGE):
        path = reverse("press:export")
    connection.close()  # the server has closed it while queries were counted; a new one is opened by itself
    (whole,), body, answer = timed(connection, path, 0, {}, 200)
    again, _, _ = timed(connection, path, 1, {"If-None-Match": answer.headers["ETag"]}, 304)
    lines = body.count(b"\n")
    print(f"export: {lines} releases, {len(body) / 1e6:.0f} MB in {whole / 1_000:.1f} s; 304 in {again[0]:.1f} ms")
