"""Nothing leaks: no address tells of what the public may not read, in words, files or by answering otherwise (rule 2).

Every address that is reached without an account is asked with a newsroom in
which everything is public, and asked again when there is beside it something
in every other state, in three languages. No answer holds one of its words, and
every answer is the same as before. The exceptions are the own addresses of what
was withdrawn and of what was superseded.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from press import verbs
from tests.applicants import make_applicant
from tests.factories_appeals import make_commission
from tests.house.test_url_policies import ADDRESSES
from tests.house.url_policies import POLICIES
from tests.press import leak_world
from tests.press.leak_walks import WALKS, paths
from tests.press.leak_world import LANGUAGES, OWN_ADDRESS, WORDS, hide, open_newsroom, word

pytestmark = [pytest.mark.django_db, pytest.mark.long]
WITHOUT_ACCOUNT = ("public", "own case", "opened case", "token")
FOUND = re.compile(WORDS, re.IGNORECASE)
SAME_FOR_ALL = (301, 302, 404, 410)  # pages that hold no form


@dataclass(frozen=True)
class Answer:
    """What came back, as far as it has to be the same whether something is hidden or not."""

    status: int
    content: str
    headers: dict


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def told(response, text):
    """Every word of something hidden in an answer: in its headers or in its text."""
    return {found.lower() for found in FOUND.findall(f"{text} {dict(response.headers)}")}


def as_answer(response, text):
    is_fixed = "ETag" in response or response.status_code in SAME_FOR_ALL or response.streaming
    content = hashlib.sha256(text.encode()).hexdigest() if is_fixed else ""
    headers = {name: response.get(name, "") for name in ("Location", "ETag", "Last-Modified", "Content-Length")}
    return Answer(response.status_code, content, headers if is_fixed else {})


def all_paths(world):
    walked = {path for name, walk in WALKS.items() for path in paths(name, walk, world)}
    return sorted(walked | {*world.old_paths})  # which no route knows: the page for what is not found does


def excused(path, world):
    """The words that may stand in the answer at `path`: those of the address, and at an own address its own."""
    allowed = set(FOUND.findall(path))
    if any(key in path for key in superseded_files()):
        allowed |= {"quillpicturecontent", "quillfilecontent"}
    for kind, language, year, slug in world.hidden_addresses():
        places = (f"/{language}/press/{year}/{slug}/", f"/{word(kind, language, 'old')}")
        if kind == "withdrawn" and path.partition("?")[0] in places:
            allowed |= {word(kind, language, of) for of in ("title", "reason")}
        elif kind == "superseded" and path.partition("?")[0] in places:
            allowed |= own_words(kind, language)
    return allowed


def superseded_files():
    """The keys of what a page shows that stays readable at its own address."""
    return {str(leak_world.key("superseded", language, of)) for language in LANGUAGES for of in ("picture", "file")}


def own_words(kind, language):
    keys = {str(leak_world.key(kind, language, of)) for of in ("picture", "file")}
    return {word(kind, language, of) for of in (*leak_world.FIELDS.values(), *leak_world.MEDIA)} | keys


def may_change(path, world):
    """Whether it is an address, or the picture, of something that answers there by rule 2."""
    start = path.partition("?")[0].removesuffix("qr.svg")
    old = {f"/{word(kind, language, 'old')}" for kind in OWN_ADDRESS for language in LANGUAGES}
    return (
        start in old
        or any(key in start for key in superseded_files())
        or any(
            kind in OWN_ADDRESS and start == f"/{language}/press/{year}/{slug}/"
            for kind, language, year, slug in world.hidden_addresses()
        )
    )


@pytest.fixture
def world():
    world = open_newsroom()
    yield world
    leak_world.remove_files()


def test_every_address_without_an_account_is_walked():
    reached = {name for name in ADDRESSES if POLICIES[name].kind in WITHOUT_ACCOUNT}
    assert set(WALKS) == reached, "say in tests/press/leak_walks.py how each address is walked"


def test_nothing_tells_of_what_is_hidden_and_no_answer_is_another_for_it(world):
    client, asked = Client(), all_paths(world)
    before = {}
    for path in asked:
        response = client.get(path)
        before[path] = as_answer(response, text_of(response))
    hide(world)
    call_command("reindex", processes=0, verbosity=0)
    leaks, changed = [], []
    for path in asked:
        response = client.get(path)
        text = text_of(response)
        leaks += [f"{path}: {each}" for each in sorted(told(response, text) - excused(path, world))]
        if as_answer(response, text) != before[path] and not may_change(path, world):
            changed.append(path)
    assert not leaks, "\n".join(leaks)
    assert not changed, "\n".join(changed)


def test_conditional_requests_and_heads_tell_nothing_either(world):
    hide(world)
    client, leaks, other = Client(), [], []
    for path in (path for path in all_paths(world) if "?" not in path):
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
            leaks += [f"{path} {headers}" for _ in told(answer, text_of(answer)) - excused(path, world)]
            if answer.status_code not in (got.status_code, *((304,) if got.status_code == 200 else ())):
                other.append(f"{path} {headers}: {answer.status_code} for {got.status_code}")
        head = client.head(path)
        leaks += [f"HEAD {path}" for _ in told(head, text_of(head)) - excused(path, world)]
        if head.status_code != got.status_code or text_of(head):
            other.append(f"HEAD {path}: {head.status_code} for {got.status_code}")
    assert not leaks, "\n".join(leaks)
    assert not other, "\n".join(other)


def test_an_applicant_with_a_case_open_is_told_nothing_either(world):
    make_commission()
    applicant = make_applicant()
    hide(world)
    leaks = []
    for path in (path for path in all_paths(world) if "?" not in path):
        if path.endswith("/follow/exit/"):  # would close the case
            continue
        response = applicant.client.get(path)
        leaks += [f"{path}: {each}" for each in told(response, text_of(response)) - excused(path, world)]
    assert not leaks, "\n".join(leaks)


def test_a_withdrawn_one_tells_at_its_own_addresses_its_title_when_and_why(world):
    hide(world)
    for language, of in product(LANGUAGES, ["slug", "former"]):
        address = f"/{language}/press/2026/{word('withdrawn', language, of)}/"
        response = Client().get(address)
        assert response.status_code == 410, address
        said = told(response, text_of(response)) - set(FOUND.findall(address))
        assert said == {word("withdrawn", language, "title"), word("withdrawn", language, "reason")}, address


def test_a_superseded_one_is_readable_at_its_own_address_with_a_link_to_the_newer(world):
    hide(world)
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
    hide(world)
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


def test_a_superseded_one_names_the_last_of_its_line_and_none_that_was_withdrawn(world):
    first, second, third = (leak_world.one(world, f"Open {kind}", "en") for kind in ("answered", "proposed", "pending"))
    by = leak_world.publisher()
    verbs.supersede(first, newer=second, by=by)
    verbs.supersede(second, newer=third, by=by)
    page = text_of(Client().get(first.get_absolute_url()))
    assert "Open pending" in page
    assert "Open proposed" not in page
    verbs.withdraw(third, by=by, reason="Wrong figures.")
    page = text_of(Client().get(first.get_absolute_url()))
    assert "The newer one was withdrawn." in page
    assert "Open pending" not in page
    assert '<meta name="robots" content="noindex">' in page


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
    }


@pytest.mark.parametrize("kind", ["newer", "scheduled"], ids=["embargo", "schedule"])
def test_the_end_of_an_embargo_reveals_everything_at_once_without_any_job(world, monkeypatch, kind):
    hide(world)
    call_command("reindex", processes=0, verbosity=0)
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
