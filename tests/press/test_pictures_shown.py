"""Pictures of releases: seen only by whom the release is for, in the size of the screen, gone when it is withdrawn."""

import io
import re
import uuid
from datetime import timedelta

import feedparser
import pytest
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from press import verbs
from press.models import Picture, Release, Rendition
from tests.factories_media import file, halves, make_pictured, picture, plain
from tests.factories_press import make_release, writer

pytestmark = pytest.mark.django_db
LATER = timezone.now() + timedelta(days=1)
HIDDEN = [
    pytest.param({"status": Release.Status.DRAFT}, id="draft"),
    pytest.param({"status": Release.Status.REVIEW}, id="in review"),
    pytest.param({"embargoed_until": LATER}, id="embargoed"),
    pytest.param({"published_at": LATER}, id="scheduled"),
]


def addresses():
    """The public addresses of all renditions."""
    return [
        reverse("media-file", args=[each.picture.key, each.name])
        for each in Rendition.objects.select_related("picture")
    ]


def make_hidden(*, published_at=None, embargoed_until=None, status=Release.Status.APPROVED):
    """A release with a picture that nobody outside may see yet."""
    release = make_pictured(status=Release.Status.DRAFT)
    if status != Release.Status.DRAFT:
        release = verbs.submit(release, by=writer())
    if status == Release.Status.APPROVED:
        release = verbs.approve(release, by=writer("press-approver"))
        release = verbs.publish(
            release, by=writer("press-approver"), published_at=published_at, embargoed_until=embargoed_until
        )
    return release


def page_of(client, release):
    return client.get(release.get_absolute_url()).content.decode()


def test_every_rendition_of_a_public_release_is_for_everybody(client):
    make_pictured()
    for address in addresses():
        answer = client.get(address)
        kind = "webp" if address.endswith("webp") else "jpeg"
        assert (answer.status_code, answer["Content-Type"]) == (200, f"image/{kind}")
        content = answer.getvalue()
        assert len(content) == int(answer["Content-Length"])
        assert Image.open(io.BytesIO(content)).format == kind.upper()
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert not answer.cookies


def test_a_rendition_is_kept_for_a_short_time_and_asked_for_anew(client):
    make_pictured()
    address = addresses()[0]
    first = client.get(address)
    assert first.getvalue()
    assert first["Cache-Control"] == "public, max-age=300, s-maxage=1"
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "public, max-age=300, s-maxage=1"
    other = client.get(addresses()[1])
    assert other.getvalue()
    assert other["ETag"] != first["ETag"]


@pytest.mark.parametrize("fields", HIDDEN)
def test_the_public_address_hides_the_pictures_of_what_is_not_public(client, admin_client, fields):
    make_hidden(**fields)
    assert addresses()
    for address in addresses():
        assert client.get(address).status_code == 404
        assert admin_client.get(address).status_code == 404


def test_pictures_are_there_when_the_embargo_has_passed(client):
    make_hidden(embargoed_until=LATER)
    Release.objects.update(embargoed_until=timezone.now() - timedelta(seconds=1))
    assert [client.get(address).getvalue()[:1] for address in addresses()]


def test_pictures_of_a_withdrawn_release_are_gone_at_once(client):
    release = make_pictured()
    seen = client.get(addresses()[0])
    assert seen.getvalue()
    verbs.withdraw(release, by=writer(), reason="Wrong.")
    for address in addresses():
        assert client.get(address).status_code == 404
    assert client.get(addresses()[0], headers={"if-none-match": seen["ETag"]}).status_code == 404
    gone = client.get(release.get_absolute_url())
    assert gone.status_code == 410
    assert "/media/" not in gone.content.decode()


def test_pictures_of_a_superseded_release_stay_readable_until_it_is_withdrawn(client):
    release = make_pictured()
    older = verbs.supersede(release, newer=make_release(title="Newer"), by=writer())
    assert client.get(addresses()[0]).getvalue()
    assert addresses()[0].rpartition("/")[0] in page_of(client, older)
    verbs.withdraw(older, by=writer(), reason="Wrong.")
    assert client.get(addresses()[0]).status_code == 404


def test_a_picture_stays_while_another_language_shows_it(client):
    release = make_pictured()
    other = make_release(language="az", title="Siyahılar", translation_key=release.translation_key)
    verbs.illustrate(other, pictures=verbs.as_illustrations(release), by=writer())
    verbs.withdraw(release, by=writer(), reason="Wrong.")
    assert client.get(addresses()[0]).getvalue()
    verbs.withdraw(other, by=writer(), reason="Wrong.")
    assert client.get(addresses()[0]).status_code == 404


def test_a_key_or_a_name_that_names_nothing_is_not_found(client):
    make_pictured()
    key, name = Picture.objects.get().key, Rendition.objects.first().name
    for address in (f"/media/{uuid.uuid4()}/{name}", f"/media/{key}/picture.jpg", f"/media/{make_release().pk}/{name}"):
        assert client.get(address).status_code == 404


def test_a_file_that_is_lost_is_not_found(client):
    make_pictured()
    for each in Rendition.objects.all():
        storages["default"].delete(each.file.name)
    assert client.get(addresses()[0]).status_code == 404


def test_the_page_shows_the_lead_picture_large_and_at_once(client):
    release = make_pictured(picture(alternative="A <hall>.", caption="In the morning", credit="Sample photo"))
    text = page_of(client, release)
    (shown,) = re.findall(r"<picture>.*?</picture>", text)
    key = Picture.objects.get().key
    assert re.search(rf'type="image/webp" srcset="/media/{key}/page-320-\w+.webp 320w, .* 1600w" sizes="', shown)
    assert re.search(rf'<img src="/media/{key}/page-960-\w+.jpg" width="960" height="720" alt="A &lt;hall&gt;."', shown)
    assert "lazy" not in shown
    assert "style=" not in text
    assert re.search(r"<figcaption>In the morning\s*<small>Picture: Sample photo</small></figcaption>", text)
    assert 'id="pictures"' not in text


def test_further_pictures_stand_in_a_gallery_that_leads_to_the_large_ones(client):
    release = make_pictured(*(picture(alternative=name, caption=f"Caption {name}") for name in "ABC"))
    text = page_of(client, release)
    gallery = text.partition('<ul class="gallery"')[2].partition("</ul>")[0]
    assert re.findall(r'alt="(.)"', gallery) == ["B", "C"]
    assert gallery.count('loading="lazy"') == 2
    links = re.findall(r'<a href="([^"]+)"', gallery)
    assert [Image.open(io.BytesIO(client.get(link).getvalue())).size for link in links] == [(1600, 1200)] * 2
    assert "Caption B" in gallery


def test_the_social_card_is_that_of_the_first_picture_around_its_focus(client):
    release = make_pictured(picture(halves(), focus=(0, 50)))
    text = page_of(client, release)
    (address,) = re.findall(r'property="og:image" content="https://portal.example(/media/[^"]+)"', text)
    card = Image.open(io.BytesIO(client.get(address).getvalue()))
    assert card.size == (1200, 630)
    assert card.getpixel((1100, 300))[0] > 200
    assert '<meta property="og:image:alt" content="A hall.">' in text
    assert f'"image": "https://portal.example{address}"' in text


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_a_release_without_a_picture_has_the_card_of_the_commission(client, language):
    release = make_release(language=language)
    text = page_of(client, release)
    (address,) = re.findall(r'property="og:image" content="https://portal.example([^"]+)"', text)
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    assert "public, max-age=86400" in answer["Cache-Control"]
    card = Image.open(io.BytesIO(answer.content))
    assert card.size == (1200, 630)
    assert len(set(card.convert("P").get_flattened_data())) > 2
    assert '"image"' not in text
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_picture_that_is_too_small_for_a_card_leaves_it_to_the_commission(client):
    text = page_of(client, make_pictured(picture(plain(size=(300, 200)))))
    assert "card.png" in text
    assert "<picture>" in text


@pytest.mark.parametrize("address", ["/en/", "/en/press/"])
def test_lists_show_the_lead_picture_as_a_thumbnail(client, address):
    make_pictured(picture(alternative="A hall."), picture())
    make_release(title="Without a picture")
    text = client.get(address).content.decode()
    assert text.count("<picture>") == 1
    (shown,) = re.findall(r"<picture>.*?</picture>", text)
    assert "thumbnail-384-" in shown
    assert 'alt="" loading="lazy"' in shown
    lead = Picture.objects.order_by("pk").first()
    assert str(lead.key) in shown


@pytest.mark.parametrize("address", ["/en/", "/en/press/", "/en/press/feed/"])
def test_the_number_of_queries_of_a_list_does_not_grow_with_pictures(client, django_assert_max_num_queries, address):
    content = plain(size=(700, 500))
    make_pictured(picture(content))
    client.get(address)  # from now on the archive's counts are kept
    with django_assert_max_num_queries(10) as few:
        client.get(address)
    for number in range(6):
        make_pictured(picture(content), picture(content), title=f"Many {number}x")
    client.get(address)
    with django_assert_max_num_queries(10) as many:
        client.get(address)
    assert len(many) == len(few)


def test_the_number_of_queries_of_a_page_does_not_grow_with_pictures_and_files(client, django_assert_max_num_queries):
    content = plain(size=(700, 500))
    release = make_pictured(picture(content))
    with django_assert_max_num_queries(10) as few:
        client.get(release.get_absolute_url())
    verbs.illustrate(release, pictures=[picture(content) for _ in range(5)], by=writer())
    verbs.enclose(release, files=[file() for _ in range(3)], by=writer())
    with django_assert_max_num_queries(10) as many:
        client.get(release.get_absolute_url())
    assert len(many) == len(few)


@pytest.mark.parametrize("kind", ["feed", "rss"])
def test_feeds_bring_the_lead_picture(client, kind):
    make_pictured()
    (entry,) = feedparser.parse(client.get(f"/en/press/{kind}/").content).entries
    (enclosure,) = entry.enclosures
    assert enclosure.type == "image/jpeg"
    answer = client.get(enclosure.href.removeprefix("https://portal.example"))
    assert len(answer.getvalue()) == int(enclosure.length)
