"""Feeds, news sitemap, JSON-LD and plain text say the same as the page, and of a silent change nothing."""

import json
import re
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.utils import timezone

from press import verbs
from press.models import Release, Topic
from tests.factories_press import NOON, make_hidden, make_imported, make_release, writer
from tests.factories_readers import make_news

pytestmark = pytest.mark.django_db
FEEDS = ["/en/press/feed/", "/en/press/rss/"]
HUB = "https://hub.example/"
SECRET = ["Draftword", "Reviewword", "Embargoword", "Scheduledword", "Withdrawnword", "Olderword"]


def read(client, address):
    feed = feedparser.parse(client.get(address).content)
    assert not feed.bozo
    return feed


def correct(release, *, is_major, note="", at=None, **words):
    change = verbs.propose(release, words=words, is_major=is_major, note=note, by=writer(), at=at)
    return verbs.make(change, by=writer("press-approver"), at=at)


def links(feed, rel):
    return [link.href for link in feed.feed.links if link.rel == rel]


# Feeds -----------------------------------------------------------------------


@pytest.mark.parametrize("address", FEEDS)
def test_feed_has_lead_and_full_text_and_stable_ids(client, address):
    topic = Topic.objects.create(slug="results", name={"en": "Results"})
    release = make_release(lead="One < two.", body="<p>Whole <strong>text</strong>.</p>", topic=topic)
    entry = read(client, address).entries[0]
    assert entry.id == f"https://portal.example/release/{release.pk}"
    assert entry.link == f"https://portal.example{release.get_absolute_url()}"
    assert entry.content[0].value == "<p>Whole <strong>text</strong>.</p>"
    assert entry.summary == "One &lt; two."
    assert [tag.term for tag in entry.tags] == ["Results"]


@pytest.mark.parametrize("address", FEEDS)
def test_feed_names_itself_whatever_host_was_asked(client, address):
    make_release()
    feed = read(client, address + "?utm=x")
    assert links(feed, "self") == [f"https://portal.example{address}"]
    assert links(feed, "hub") == []


@pytest.mark.parametrize("address", [*FEEDS, "/en/press/topics/results/feed/"])
def test_feed_names_the_hub_in_its_text_and_header(client, settings, address):
    settings.WEBSUB_HUB = HUB
    make_release(topic=Topic.objects.create(slug="results", name={"en": "Results"}))
    assert links(read(client, address), "hub") == [HUB]
    assert client.get(address)["Link"] == f'<https://portal.example{address}>; rel="self", <{HUB}>; rel="hub"'


@pytest.mark.parametrize("kind", ["feed", "rss"])
def test_feed_of_a_topic_and_a_language_holds_those_alone(client, kind):
    results, lists = (Topic.objects.create(slug=slug, name={"en": slug}) for slug in ("results", "lists"))
    make_release(title="Of results", topic=results)
    make_release(title="Of lists", topic=lists)
    make_release(title="Nəticələr", topic=results, language="az")
    assert [entry.title for entry in read(client, f"/en/press/topics/results/{kind}/").entries] == ["Of results"]
    assert [entry.title for entry in read(client, f"/az/press/{kind}/").entries] == ["Nəticələr"]


@pytest.mark.parametrize("address", FEEDS)
def test_pages_of_a_feed_hold_every_release_once(client, address):
    for number in range(45):
        make_imported(title=f"Number {number}", published_at=NOON + timedelta(minutes=number % 7))
    seen, following, pages = [], f"https://portal.example{address}", 0
    while following:
        feed = read(client, following.removeprefix("https://portal.example"))
        assert links(feed, "self") == [following]
        seen += [entry.title for entry in feed.entries]
        following = next(iter(links(feed, "next")), "")
        pages += 1
    assert (len(seen), len(set(seen)), pages) == (45, 45, 3)


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize("before", ["x", "1-", "99999999999999999-1", "%00", "1-1%0d%0aX:y"])
def test_feed_with_a_bad_cursor_is_refused(client, address, before):
    assert client.get(f"{address}?before={before}").status_code in (400, 404)


@pytest.mark.parametrize("address", FEEDS)
def test_feed_answers_not_modified_and_anew_after_a_withdrawal(client, address):
    make_release()
    release = make_news()
    first = client.get(address)
    assert "Last-Modified" not in first
    asked = {"if-none-match": first["ETag"], "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    assert client.get(address, headers=asked).status_code == 304
    verbs.withdraw(release, by=writer("press-approver"), reason="Wrong.")
    assert client.get(address, headers=asked).status_code == 200


@pytest.mark.parametrize("address", [*FEEDS, "/sitemap-news.xml"])
def test_nothing_that_is_not_public_is_in_a_feed(client, address):
    make_hidden()
    make_news("Withdrawnword", status=Release.Status.WITHDRAWN)
    verbs.supersede(make_news("Olderword"), newer=make_news("Newerword"), by=writer("press-approver"))
    text = client.get(address).content.decode()
    assert "Newerword" in text
    for word in SECRET:
        assert word not in text
        assert word.lower() not in text


@pytest.mark.parametrize("address", FEEDS)
def test_feed_queries_do_not_grow(client, address, django_assert_num_queries):
    topic = Topic.objects.create(slug="results", name={"en": "Results"})
    make_release(topic=topic)
    with django_assert_num_queries(3):
        client.get(address)
    for number in range(5):
        correct(make_release(topic=topic), is_major=True, note="A note.", title=f"Corrected {number}")
    with django_assert_num_queries(3):
        client.get(address)


# Corrections -----------------------------------------------------------------

CORRECTED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def data_of(client, release):
    text = client.get(release.get_absolute_url()).content.decode()
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])


def test_minor_change_is_silent_everywhere(client):
    release = correct(make_release(), is_major=False, at=CORRECTED, body="<p>Another comma.</p>")
    entry = read(client, "/en/press/feed/").entries[0]
    assert "Another comma." in entry.content[0].value
    assert entry.updated == entry.published
    data = data_of(client, release)
    assert data["dateModified"] == data["datePublished"]
    assert "correction" not in data
    sitemap = client.get("/sitemap-releases-2026.xml").content.decode()
    assert f"<lastmod>{release.visible_from.astimezone(UTC).isoformat()}</lastmod>" in sitemap


@pytest.mark.parametrize("address", FEEDS)
def test_major_change_is_told_with_its_note_and_instant(client, address):
    release = correct(make_release(), is_major=True, note="It is <5>, not 6.", at=CORRECTED, title="Corrected title")
    entry = read(client, address).entries[0]
    assert entry.title == "Corrected title"
    assert "It is &lt;5&gt;, not 6." in entry.content[0].value
    assert entry.updated.startswith("2026-03-01T")
    data = data_of(client, release)
    assert datetime.fromisoformat(data["dateModified"]) == CORRECTED
    (correction,) = data["correction"]
    assert (correction["@type"], correction["text"]) == ("CorrectionComment", "It is <5>, not 6.")
    assert datetime.fromisoformat(correction["datePublished"]) == CORRECTED


def test_release_is_updated_when_it_became_visible_not_when_it_was_dated(client):
    until = timezone.now() - timedelta(hours=1)
    make_release(published_at=NOON, embargoed_until=until)
    entry = read(client, "/en/press/feed/").entries[0]
    assert entry.updated_parsed[:5] == until.astimezone(UTC).timetuple()[:5]


def test_note_with_a_character_that_xml_has_not_breaks_no_feed(client):
    correct(make_release(), is_major=True, note="Wrong\x0bfigure.", title="Corrected")
    assert "Wrongfigure." in read(client, "/en/press/feed/").entries[0].content[0].value


# News sitemap and cards ------------------------------------------------------


def test_news_sitemap_holds_what_became_visible_in_two_days(client):
    fresh = make_news("Fresh & new")
    make_release(title="Old one", published_at=timezone.now() - timedelta(days=2, minutes=1))
    make_release(
        title="Late one",
        published_at=timezone.now() - timedelta(days=9),
        embargoed_until=timezone.now() - timedelta(hours=1),
    )
    make_news("Təzə", language="az")
    text = client.get("/sitemap-news.xml").content.decode()
    assert f"<loc>https://portal.example{fresh.get_absolute_url()}</loc>" in text
    assert "<news:title>Fresh &amp; new</news:title>" in text
    assert "<news:name>Central Election Commission</news:name><news:language>en</news:language>" in text
    assert "<news:language>az</news:language>" in text
    assert "Late one" in text
    assert "Old one" not in text


def test_robots_name_both_sitemaps(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://portal.example/sitemap.xml\nSitemap: https://portal.example/sitemap-news.xml\n" in text


def test_release_page_says_what_a_card_needs(client):
    release = correct(make_release(), is_major=True, note="A note.", at=CORRECTED, title="Corrected")
    text = client.get(release.get_absolute_url()).content.decode()
    for name, content in {
        "og:title": "Corrected",
        "og:url": f"https://portal.example{release.get_absolute_url()}",
        "article:modified_time": "2026-03-01T",
        "twitter:card": "summary",
    }.items():
        assert re.search(rf'<meta (property|name)="{name}" content="{content}', text)


# Plain text and print --------------------------------------------------------


def test_plain_text_has_all_that_an_agency_needs(client):
    release = make_release(
        title="Ballots are printed", dateline_place="Baku", press_contact="Press office, 012 000 00 00",
        document_number="5/23", body="<p>As follows:</p><ul><li>white</li><li>blue</li></ul>",
    )  # fmt: skip
    correct(release, is_major=True, note="Blue, not red.", at=CORRECTED, lead="Two colours.")
    answer = client.get(release.get_absolute_url() + "?format=txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "Central Election Commission · 5/23\n\n"
        "Ballots are printed\n===================\n\n"
        "Baku, 9 February 2026, 12:00 – Two colours.\n\n"
        "As follows:\n\n-  white\n-  blue\n\n"
        "Corrections\n-----------\n\n1 March 2026, 13:30: Blue, not red.\n\n"
        "Press contact: Press office, 012 000 00 00\n\n"
        f"https://portal.example{release.get_absolute_url()}\n"
    )
    page = client.get(release.get_absolute_url()).content.decode()
    assert '<link rel="alternate" type="text/plain" title="Plain text" href="?format=txt">' in page


@pytest.mark.parametrize("shape", ["pdf", "", "TXT", "txt/", "%F0%9F%98%80"])
def test_format_that_is_not_there_is_not_found(client, shape):
    assert client.get(f"{make_release().get_absolute_url()}?format={shape}").status_code == 404


def test_plain_text_of_a_former_address_and_of_a_withdrawn_release(client):
    release = make_release(body="<p>Quillfeather</p>")
    old = release.get_absolute_url()
    release = verbs.readdress(release, slug="new-name", by=writer())
    assert client.get(old + "?format=txt")["Location"] == release.get_absolute_url() + "?format=txt"
    verbs.withdraw(release, by=writer("press-approver"), reason="Wrong.")
    answer = client.get(release.get_absolute_url() + "?format=txt")
    assert answer.status_code == 410
    assert b"Quillfeather" not in answer.content


@pytest.mark.parametrize("what", ["?format=txt", "qr.svg"])
def test_what_is_not_public_has_neither_text_nor_code(client, what):
    for release in make_hidden():
        assert client.get(release.get_absolute_url() + what).status_code == 404


def test_superseded_release_says_so_in_its_text_and_keeps_its_code(client):
    older, newer = make_release(), make_news("Newer")
    verbs.supersede(older, newer=newer, by=writer("press-approver"))
    text = client.get(older.get_absolute_url() + "?format=txt").content.decode()
    assert f"https://portal.example{newer.get_absolute_url()}" in text
    assert client.get(older.get_absolute_url() + "qr.svg").status_code == 200


def test_print_has_the_address_and_its_code_as_a_picture_of_our_own(client):
    release = make_release()
    text = client.get(release.get_absolute_url()).content.decode()
    assert '<img src="qr.svg" alt=""' in text
    assert f"<span>https://portal.example{release.get_absolute_url()}</span>" in text
    answer = client.get(release.get_absolute_url() + "qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"style=" not in answer.content
    assert (
        client.get(release.get_absolute_url() + "qr.svg", headers={"if-none-match": answer["ETag"]}).status_code == 304
    )
    verbs.withdraw(release, by=writer("press-approver"), reason="Wrong.")
    assert client.get(release.get_absolute_url() + "qr.svg").status_code == 404
