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

import pytest
from django.core.management import call_command
from django.test import Client

from press import verbs
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


def all_paths(world, languages=LANGUAGES):
    walked = {path for name, walk in WALKS.items() for path in paths(name, walk, world, languages)}
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


def unexcused(response, text, path, world):
    """The words of something hidden in the answer at `path` that may not stand there, in order."""
    words = told(response, text)
    return sorted(words - excused(path, world)) if words else []


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
        leaks += [f"{path}: {each}" for each in unexcused(response, text, path, world)]
        if as_answer(response, text) != before[path] and not may_change(path, world):
            changed.append(path)
    assert not leaks, "\n".join(leaks)
    assert not changed, "\n".join(changed)


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
