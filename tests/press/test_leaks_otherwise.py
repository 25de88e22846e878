"""Nothing leaks in other ways either: conditional requests, HEAD, an open case, the moment an embargo ends (rule 2).

What is walked is what test_leaks walks; here one newsroom with something in
every state is read by all tests.
"""

from datetime import timedelta
from itertools import product

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from press.models import Rendition
from tests.applicants import make_applicant
from tests.factories_appeals import make_commission
from tests.press import leak_world
from tests.press.leak_world import LANGUAGES, hide, open_newsroom, word
from tests.press.test_leaks import FOUND, all_paths, text_of, told, unexcused

pytestmark = [pytest.mark.django_db, pytest.mark.long]
IN_ONE = ["az"]  # which conditions a request has, and of whom it comes, no language is asked about
PAGE = f"/{Rendition.Purpose.PAGE}-"


@pytest.fixture(scope="module")
def world(shared_rows):
    with shared_rows():
        world = open_newsroom()
        hide(world)
        call_command("reindex", processes=0, verbosity=0)
    yield world
    with shared_rows():
        leak_world.remove_files()


def plain_paths(world):
    """What is walked in one language and without queries, of each picture the size that pages show."""
    paths = all_paths(world, IN_ONE)
    return [path for path in paths if "?" not in path and (PAGE in path or not path.endswith(".jpg"))]


def test_conditional_requests_and_heads_tell_nothing_either(world):
    client, leaks, other = Client(), [], []
    for path in plain_paths(world):
        got = client.get(path)
        text_of(got)
        asks = [
            {"if-none-match": got.get("ETag", '"none"')},
            {"if-none-match": "*"},
            {"if-modified-since": http_date(timezone.now().timestamp() - 86400)},
            {"if-modified-since": http_date(timezone.now().timestamp() + 86400)},
        ]
        # what is not there must not answer as something that could be compared
        for headers in asks if got.status_code == 200 else asks[1::2]:
            answer = client.get(path, headers=headers)
            leaks += [f"{path} {headers}" for _ in unexcused(answer, text_of(answer), path, world)]
            if answer.status_code not in (got.status_code, *((304,) if got.status_code == 200 else ())):
                other.append(f"{path} {headers}: {answer.status_code} for {got.status_code}")
        head = client.head(path)
        leaks += [f"HEAD {path}" for _ in unexcused(head, text_of(head), path, world)]
        if head.status_code != got.status_code or text_of(head):
            other.append(f"HEAD {path}: {head.status_code} for {got.status_code}")
    assert not leaks, "\n".join(leaks)
    assert not other, "\n".join(other)


def test_an_applicant_with_a_case_open_is_told_nothing_either(world):
    make_commission()
    applicant = make_applicant()
    leaks = []
    for path in plain_paths(world):
        if path.endswith("/follow/exit/"):  # would close the case
            continue
        response = applicant.client.get(path)
        leaks += [f"{path}: {each}" for each in unexcused(response, text_of(response), path, world)]
    assert not leaks, "\n".join(leaks)


def test_a_withdrawn_one_tells_at_its_own_addresses_its_title_when_and_why(world):
    for language, of in product(LANGUAGES, ["slug", "former"]):
        address = f"/{language}/press/2026/{word('withdrawn', language, of)}/"
        response = Client().get(address)
        assert response.status_code == 410, address
        said = told(response, text_of(response)) - set(FOUND.findall(address))
        assert said == {word("withdrawn", language, "title"), word("withdrawn", language, "reason")}, address


def test_a_superseded_one_is_readable_at_its_own_address_with_a_link_to_the_newer(world):
    client = Client()
    for language in LANGUAGES:
        own = f"/{language}/press/2026/{word('superseded', language, 'slug')}/"
        text = text_of(client.get(own))
        assert word("superseded", language, "body") in text, own
        assert leak_world.one(world, "Open successor", language).get_absolute_url() in text, own
        assert '<meta name="robots" content="noindex">' in text, own
        former = client.get(f"/{language}/press/2026/{word('superseded', language, 'former')}/")
        assert (former.status_code, former["Location"]) == (301, own)


def test_what_is_hidden_is_really_there(world):
    """A newsroom in which nothing was hidden would tell nothing either."""
    at = timezone.now()
    states = {(kind, release.state(at).value) for (kind, _), release in world.hidden.items()}
    assert states == {
        ("draft", "draft"), ("returned", "draft"), ("review", "review"), ("approved", "approved"),
        ("calledback", "draft"), ("scheduled", "scheduled"), ("embargoed", "embargoed"), ("withdrawn", "withdrawn"),
        ("superseded", "superseded"), ("newer", "embargoed"), ("translated", "embargoed"),
    }  # fmt: skip
    assert len(world.hidden) == 32
    assert len(world.links) == 6
    page = text_of(Client().get(leak_world.one(world, "Open proposed", "en").get_absolute_url()))
    assert "Open proposed" in page


# The end of an embargo ------------------------------------------------------

LISTED = ["press/", "press/feed/", "press/rss/", "press/topics/open/", "press/topics/open/feed/"]


def everywhere(release):
    """Where a release is found once it is public: each address, and what of it stands there."""
    code, at = release.language, timezone.localtime(release.published_at)
    address = release.get_absolute_url()
    places = [f"/{code}/{place}" for place in LISTED]
    places += [f"/{code}/press/{at.year}/", f"/{code}/press/{at.year}/{at.month}/", f"/sitemap-releases-{at.year}.xml"]
    title = release.title.split()[0]
    return dict.fromkeys(places, address) | {
        address: title,
        f"/{code}/search/?q={title}": address,
        f"/{code}/search/suggest/?q={title[:12]}": address,
        f"/{code}/search/feed/?q={title}": address,
        f"/{code}/search/json/?q={title}": address,
    }


@pytest.mark.parametrize("kind", ["newer", "scheduled"], ids=["embargo", "schedule"])
def test_the_end_of_an_embargo_reveals_everything_at_once_without_any_job(world, monkeypatch, kind):
    client = Client()
    end = world.later
    for language in LANGUAGES:
        release = world.hidden[kind, language]
        for moment, is_there in ((end - timedelta(milliseconds=1), False), (end, True)):
            monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
            for place, what in everywhere(release).items():
                found = what in text_of(client.get(place))
                assert found == is_there, f"{place} at {moment}"
            picture = f"/media/{leak_world.key(kind, language, 'picture')}/page-{word(kind, language, 'picture')}.jpg"
            assert ("quillpicturecontent" in text_of(client.get(picture))) == is_there
    pending = leak_world.one(world, "Open pending", "en").get_absolute_url()
    assert pending not in text_of(client.get("/en/press/"))  # the newer one has taken its place in the same instant
    assert word("newer", "en", "title") in text_of(client.get(pending))
