"""The hub is told of each release that became public, once; one that is slow or dead delays nothing (WebSub, 7)."""

import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from press.hub import TRIES, Hub
from press.models import HubPing, Release, Topic
from tests.factories_press import make_hidden, make_release
from tests.factories_readers import make_news
from tests.press.test_feeds import correct

pytestmark = pytest.mark.django_db


class RealHub:
    """An HTTP server on loopback that keeps what was posted; `code` is its answer, `held` makes it wait."""

    def __init__(self):
        self.posts, self.code, self.held = [], 204, threading.Event()
        self.held.set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):  # noqa: N802  the library's name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.posts.append(parse_qs(body.decode()))
                outer.held.wait(10)
                self.send_response(outer.code)
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self):
        self.held.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def real_hub(settings):
    server = RealHub()
    settings.WEBSUB_HUB = f"http://127.0.0.1:{server.server.server_port}/"
    yield server
    server.close()


@pytest.fixture
def hub():
    made = Hub()
    yield made
    made.pool.shutdown()


def work(hub, at=None):
    """Step until there is nothing to do and no request under way."""
    while hub.step(at) or hub.under_way:
        time.sleep(0.01)


def test_hub_is_told_once_of_a_release_and_of_all_its_feeds(real_hub, hub):
    make_news(topic=Topic.objects.create(slug="results", name={"en": "Results"}))
    work(hub)
    work(hub)
    work(Hub())
    (post,) = real_hub.posts
    feeds = ("feed", "rss", "topics/results/feed", "topics/results/rss")
    assert post["hub.mode"] == ["publish"]
    assert post["hub.url"] == [f"https://portal.example/en/press/{name}/" for name in feeds]


@pytest.mark.parametrize(("is_major", "times"), [(True, 2), (False, 1)], ids=["major", "minor"])
def test_hub_is_told_again_of_a_major_correction_alone(real_hub, hub, is_major, times):
    release = make_news()
    work(hub)
    correct(release, is_major=is_major, note="A note.", title="Corrected")
    work(hub)
    work(hub)
    assert len(real_hub.posts) == times


def test_what_is_corrected_while_the_hub_is_told_is_told_again(real_hub, hub):
    release = make_news()
    real_hub.held.clear()
    hub.step()
    correct(release, is_major=True, note="A note.", title="Corrected")
    real_hub.held.set()
    work(hub)
    assert len(real_hub.posts) == 2
    assert HubPing.objects.get().pinged_at


def test_hub_is_not_told_of_what_is_not_public_or_old(real_hub, hub):
    make_hidden()
    make_news(status=Release.Status.WITHDRAWN)
    make_release(title="Old")
    work(hub)
    assert real_hub.posts == []


def test_no_hub_no_request(hub, settings):
    make_news()
    assert settings.WEBSUB_HUB == ""
    assert hub.step() is False
    assert not HubPing.objects.exists()


def test_slow_hub_keeps_no_other_job_waiting(real_hub, hub):
    make_news()
    real_hub.held.clear()
    assert hub.step() is True
    assert hub.step() is False, "the step waits for an answer that is not there"
    real_hub.held.set()
    work(hub)
    assert HubPing.objects.get().pinged_at


@pytest.mark.parametrize("code", [404, 500])
def test_hub_that_fails_is_asked_again_later_and_not_for_ever(real_hub, hub, code):
    make_news()
    real_hub.code, at = code, timezone.now()
    work(hub, at)
    work(hub, at + timedelta(minutes=1))
    assert len(real_hub.posts) == 1
    for hours in range(1, 20):
        work(hub, at + timedelta(hours=hours))
    assert len(real_hub.posts) == TRIES
    assert str(code) in HubPing.objects.get().last_error


def test_dead_hub_is_noted(hub, settings):
    settings.WEBSUB_HUB = "http://127.0.0.1:9/"
    make_news()
    work(hub)
    assert "URLError" in HubPing.objects.get().last_error
