"""Pictures within the text of a release: those of the release itself, at own addresses, and no other."""

import re
import uuid

import feedparser
import pytest

from commission import rich_text
from press import html, verbs
from press.models import Picture
from tests.factories_media import make_pictured, picture
from tests.factories_press import make_release, writer

KEY = "0b9c1f4e-1111-4222-8333-444455556666"
OWN = f'<img src="/media/{KEY}/page-960.jpg" alt="A hall">'


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("https://evil.example/x.png", id="foreign"),
        pytest.param("//evil.example/media/x.png", id="foreign without a scheme"),
        pytest.param(f"https://evil.example/media/{KEY}/x.png", id="foreign that looks like ours"),
        pytest.param("javascript:alert(1)", id="javascript"),
        pytest.param("data:image/png;base64,AAAA", id="data"),
        pytest.param("/admin/logout/", id="another address of ours"),
        pytest.param(f"/media/{KEY}/../../admin/", id="out of its folder"),
        pytest.param(f"/media/{KEY}/x.png?next=/admin/", id="with a query"),
        pytest.param("/media/not-a-key/x.png", id="no key"),
        pytest.param("", id="empty"),
        pytest.param(f" /media/{KEY}/x.png", id="with a space"),
    ],
)
def test_only_own_media_stay_in_a_text(source):
    clean = rich_text.sanitised(f'<p>before <img src="{source}" alt="x"> after</p>')
    assert clean == "<p>before  after</p>"


def test_an_image_keeps_its_address_and_its_alternative_text_and_nothing_else():
    evil = OWN.replace(
        "<img", '<img onerror="x()" style="width:9px" class="a" srcset="https://evil.example/x 1x" width="9"'
    )
    assert rich_text.sanitised(f"<p>{evil}</p>") == f"<p>{OWN}</p>"
    tricky = OWN.replace("A hall", "1 &lt; 2 &quot;q&quot; &gt; 0")
    assert rich_text.pictures_in(rich_text.sanitised(tricky)) == [KEY]


def test_an_image_without_an_address_is_none():
    assert rich_text.sanitised('<p>a<img alt="x"></p><p><img></p>') == "<p>a</p>"


def test_a_page_that_knows_no_pictures_shows_none():
    assert rich_text.for_page(f"<p>a</p><p>{OWN}</p>") == "<p>a</p>"


def test_legacy_html_keeps_own_pictures_and_their_neighbours():
    body = f"<p>one</p><p>{OWN}</p><p>two</p>"
    assert html.from_legacy(body, base="https://old.example/") == body


@pytest.fixture
def illustrated(db):
    """A release with two pictures, the first of which stands in its text."""
    release = make_pictured(picture(alternative="A hall.", caption="Morning"), picture(alternative="B"))
    key = Picture.objects.order_by("pk").first().key
    image = f'<img src="/media/{key}/any.jpg" alt="In the text">'
    foreign = f'<img src="/media/{uuid.uuid4()}/any.jpg" alt="Foreign">'
    body = f"<p>{image}</p><p>words {image.replace('In the text', '')} on {foreign}</p>"
    change = verbs.propose(release, words={"body": body}, is_major=False, by=writer())
    return verbs.make(change, by=writer("press-approver"))


def test_a_picture_in_the_text_is_shown_responsively_and_not_a_second_time(client, illustrated):
    text = client.get(illustrated.get_absolute_url()).content.decode()
    prose = text.partition('<div class="prose">')[2].partition("</div>")[0]
    figure, inline = re.findall(r"<picture>.*?</picture>", prose)
    assert re.search(r"<figure><picture>.*</picture>\s*<figcaption>Morning</figcaption>\s*</figure>", prose)
    assert 'alt="In the text" loading="lazy"' in figure
    assert 'alt="A hall." loading="lazy"' in inline
    assert re.search(r'srcset="/media/[^"]+ 320w,[^"]+ 1600w"', figure)
    assert "Foreign" not in text
    assert text.count('alt="B"') == 1
    assert text.count('class="lead-picture"') == 1
    assert 'id="pictures"' not in text
    (card,) = re.findall(r'property="og:image" content="[^"]+/media/([^/]+)/', text)
    assert card == str(Picture.objects.order_by("pk").first().key)


def test_a_picture_of_another_release_is_left_out(client, illustrated):
    other = make_release(body=illustrated.body)
    assert "/media/" in other.body
    assert "<picture>" not in client.get(other.get_absolute_url()).content.decode()


def test_feeds_show_pictures_of_the_text_at_addresses_that_hold_everywhere(client, illustrated):
    (entry,) = feedparser.parse(client.get("/en/press/feed/").content).entries
    sources = re.findall(r'<img[^>]* src="([^"]+)"', entry.content[0].value)
    assert len(sources) == 2
    assert all(source.startswith("https://portal.example/media/") for source in sources)


def test_the_words_of_a_text_are_found_without_its_pictures(illustrated):
    assert rich_text.plain_text(illustrated.body) == "words  on"
