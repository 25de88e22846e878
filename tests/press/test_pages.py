"""Public pages of releases: what is public is shown, what is not is found nowhere."""

import re
from datetime import timedelta

import feedparser
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from press import verbs
from press.models import Release, Topic
from tests.factories_press import NOON, make_hidden, make_imported, make_release, writer

pytestmark = pytest.mark.django_db


def test_release_page_shows_text_and_describes_itself(client):
    release = make_release(title="A </script><b>title", body="<p>Body &amp; soul</p>")
    page = client.get(release.get_absolute_url())
    text = page.content.decode()
    assert "<p>Body &amp; soul</p>" in text
    assert 'property="og:title"' in text
    assert "</script><b>" not in text
    assert '"@type": "NewsArticle"' in text
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")


def test_release_links_its_translations(client):
    first = make_release()
    second = make_release(language="az", title="Siyahılar yoxlanılır", translation_key=first.translation_key)
    text = client.get(first.get_absolute_url()).content.decode()
    assert f'hreflang="az" href="https://portal.example{second.get_absolute_url()}"' in text


def test_hidden_releases_are_found_nowhere(client):
    hidden = make_hidden()
    make_release(title="Shownword")
    with translation.override("en"):
        lists = [
            *(reverse(f"press:{name}") for name in ("release-list", "feed-atom", "feed-rss")),
            reverse("press:release-year", args=[hidden[1].year]),
            reverse("home"),
            "/sitemap-releases-2026.xml",
            *(f"{reverse('site_search:search')}?q={release.title}" for release in hidden),
        ]
    for address in lists:
        text = client.get(address).content.decode()
        for release in hidden:
            assert release.get_absolute_url() not in text, address
            assert client.get(release.get_absolute_url()).status_code == 404
    assert "Shownword" in client.get(lists[0]).content.decode()


def test_embargo_ends_by_itself(client):
    release = make_release(embargoed_until=timezone.now() + timedelta(hours=1))
    assert client.get(release.get_absolute_url()).status_code == 404
    Release.objects.update(embargoed_until=timezone.now() - timedelta(seconds=1))
    assert client.get(release.get_absolute_url()).status_code == 200


def test_withdrawn_release_answers_gone_with_its_reason(client, django_user_model):
    editor = django_user_model.objects.create(username="press-officer")
    release = make_release(title="Wrongnumbers")
    verbs.withdraw(release, by=editor, reason="The figures were wrong.")
    page = client.get(release.get_absolute_url())
    text = page.content.decode()
    assert page.status_code == 410
    assert "The figures were wrong." in text
    assert "Quillfeather" not in text
    assert "Wrongnumbers" not in client.get("/en/press/").content.decode()
    assert "Wrongnumbers" not in client.get("/en/search/?q=quillfeather").content.decode()


def test_renamed_slug_redirects_for_good(client):
    release = make_release()
    old = release.get_absolute_url()
    release = verbs.readdress(release, slug="another-name", by=writer())
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, release.get_absolute_url())


def test_equal_titles_get_a_suffix():
    assert [make_release().slug for _ in range(3)] == [
        "lists-are-checked",
        "lists-are-checked-2",
        "lists-are-checked-3",
    ]


def test_paging_by_cursor_reaches_every_release_once(client):
    for number in range(45):
        make_imported(title=f"Release number {number}x", published_at=NOON + timedelta(minutes=number // 2))
    address, seen = "/en/press/", []
    while address:
        page = client.get(address)
        seen += [release.pk for release in page.context["releases"]]
        following = page.context["following"]
        address = f"/en/press/?before={following}" if following else ""
    assert len(seen) == len(set(seen)) == 45


def test_number_of_queries_does_not_grow_with_the_rows(client, django_assert_num_queries):
    for number in range(3):
        make_release(title=f"Few {number}x")
    client.get("/en/press/")  # from now on the archive's counts are kept
    with django_assert_num_queries(3):
        client.get("/en/press/")
    for number in range(30):
        make_imported(title=f"Many {number}x")
    with django_assert_num_queries(3):
        client.get("/en/press/")


@pytest.mark.parametrize(
    "address",
    [
        *("/en/press/?page=0", "/en/press/?page=x", "/en/press/?page=1000000000", "/en/press/?page=101"),
        *("/en/press/?before=x", "/en/press/?before=1-", "/en/press/?before=99999999999999999999-1"),
        *("/en/press/?page=%C2%B2", "/en/press/0/", "/en/press/99999/", "/en/press/2026/13/", "/en/press/2026/0/"),
        *("/de/press/", "/en/press/topics/none/", "/en/press/2026/none/"),
    ],
)
def test_addresses_that_name_nothing_are_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", ["feed", "rss"])
def test_feed_is_read_by_a_real_reader(client, kind):
    release = make_release()
    feed = feedparser.parse(client.get(f"/en/press/{kind}/").content)
    assert not feed.bozo
    assert feed.entries[0].title == release.title
    assert "Quillfeather" in feed.entries[0].content[0].value


def test_list_answers_not_modified(client):
    make_release()
    first = client.get("/en/press/")
    assert client.get("/en/press/", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_publish_refuses_what_is_no_draft(django_user_model):
    editor = django_user_model.objects.create(username="press-officer")
    release = make_release()
    with pytest.raises(verbs.NotPossible):
        verbs.publish(release, by=editor)


def topic_links(page, part):
    """The names of the topics that stand in line above the list, or behind "More topics"."""
    text = page.content.decode().partition('aria-label="Topics"')[2].partition("</nav>")[0]
    before, _, after = text.partition("<details")
    text = before if part == "in line" else after.partition("</details>")[0]
    return re.findall(r'<a href="/en/press/topics/[^"]+"[^>]*>([^<]+)</a>', text)


def test_only_featured_topics_stand_above_the_list(client):
    for number in range(77):
        topic = Topic.objects.create(slug=f"old-{number}", name={"en": f"Old {number}"})
        make_imported(topic=topic, title=f"Of old topic {number}")
    featured = Topic.objects.create(slug="new", name={"en": "New"}, is_featured=True)
    make_release(topic=featured, title="Of the new topic")
    page = client.get("/en/press/")
    assert topic_links(page, "in line") == ["New"]
    assert len(topic_links(page, "more")) == 77
    assert "More topics (77)" in page.content.decode()
    page = client.get("/en/press/topics/old-5/")
    assert topic_links(page, "in line") == ["New", "Old 5"]
    assert "Old 5" not in topic_links(page, "more")


def test_a_topic_under_which_nothing_is_public_is_not_offered(client):
    for slug, fields in {
        "drafts": {"status": Release.Status.DRAFT},
        "later": {"published_at": timezone.now() + timedelta(days=1)},
        "russian": {"language": "ru", "title": "Списки"},
    }.items():
        make_release(topic=Topic.objects.create(slug=slug, name={"en": slug}, is_featured=True), **fields)
    text = client.get("/en/press/").content.decode()
    assert "/en/press/topics/" not in text
    assert "<details" not in text
