"""The queues of deploy/nginx.conf: who sends waits and is not refused; one address does not take all places (T12)."""

import re
import socket
import threading
import time
from contextlib import ExitStack, closing
from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests import nginx
from tests.deploy.test_nginx import NEW, ask, database, multipart, post, site
from tests.load.driver import Load, asked

__all__ = ["database", "site"]  # fixtures

pytestmark = [pytest.mark.skipif(nginx.program() is None, reason="nginx is not installed"), pytest.mark.long]
FLOODER, NEIGHBOUR = "127.0.0.1", "127.0.0.9"
HONEST = [f"127.0.1.{number}" for number in range(1, 7)]
SECONDS = 4
# as the example, but that a few connections reach the limits: 10 places for one address, 30 in all; those of one
# address empty so slowly that a slow machine finds them full
FEW = {
    "burst=10000": "burst=10", "burst=12000": "burst=30",
    "zone=sender:10m rate=100r/s": "zone=sender:10m rate=6r/m", "rate=100r/s": "rate=5r/s", "rate=60r/s": "rate=5r/s",
}  # fmt: skip
BODY = multipart({})  # without its token the portal refuses it at once, which is cheap


@pytest.fixture
def small(site):
    """The port of another nginx before the same portal, in which there are few places."""
    with nginx.folder() as folder, nginx.running(folder, site.log.with_name("web.sock"), smaller=FEW) as port:
        yield port


def sent(port, path, source):
    """A connection on which a form was sent, and nothing read yet."""
    link = socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(source, 0))
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b0undary\r\n"
    link.sendall(f"{head}Content-Length: {len(BODY)}\r\nConnection: close\r\n\r\n".encode() + BODY)
    return link


def answer(link):
    """Status, headers and text of what comes on it."""
    with closing(link):
        said = b"".join(iter(lambda: link.recv(65536), b"")).decode()
    head, _, text = said.partition("\r\n\r\n")
    return SimpleNamespace(status=int(said[9:12]), head=head.lower(), text=text)


@pytest.fixture
def flooded(small):
    """The same, while one address holds all the places that it may have."""
    with ExitStack() as ends:
        for _ in range(12):  # one passes at once, ten wait
            ends.enter_context(closing(sent(small, f"{NEW}check/", FLOODER)))
        time.sleep(0.2)
        yield small


@pytest.mark.parametrize("path", [f"{NEW}check/", f"{NEW}evidence/", f"{NEW}act/", "/ru/appeals/follow/"])
def test_address_that_floods_is_told_what_to_do(flooded, path):
    refused = answer(sent(flooded, path, FLOODER))
    assert refused.status == 429
    for line in ("retry-after: 30", "cache-control: no-store", "content-type: text/html", "default-src 'none'"):
        assert line in refused.head
    for words in ("yenidən göndərin", "what you typed is still there", "введённое сохранилось"):
        assert words in refused.text
    assert "nginx" not in refused.text


def test_others_wait_while_one_address_floods_and_are_not_refused(flooded):
    started = time.monotonic()
    assert answer(sent(flooded, f"{NEW}check/", NEIGHBOUR)).status == 403  # the portal's own word, on the missing token
    assert 1 < time.monotonic() - started < 10


def test_who_only_looks_neither_waits_nor_counts(flooded):
    started = time.monotonic()
    assert [ask(flooded, NEW).status for _ in range(15)] == [200] * 15
    assert time.monotonic() - started < 10


def test_page_of_a_full_queue_finds_its_style_sheets(site):
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', nginx.EXAMPLE.with_name("crowded.html").read_text())
    assert sheets
    assert {ask(site.port, sheet).status for sheet in sheets} == {200}


def test_page_of_a_full_queue_is_nobodys_address(site):
    assert ask(site.port, "/crowded.html").status == 404


def flood(port, until, statuses):
    """One address that sends what the portal refuses, as fast as it is answered."""
    while time.monotonic() < until:
        statuses.append(post(port, f"{NEW}check/", BODY, cookie="").status)


def test_honest_filings_of_many_addresses_pass_beside_a_flood(site):
    """The example as it stands: each is answered, none refused, and what was answered is stored."""
    until, statuses = time.monotonic() + SECONDS, []
    floods = [threading.Thread(target=flood, args=(site.port, until, statuses)) for _ in range(4)]
    load = Load(site.port, clients=6, size=200_000, seed="queues", commission="CEC", tries=1, sources=HONEST)
    with load as ledger:
        for thread in floods:
            thread.start()
        time.sleep(SECONDS)
    for thread in floods:
        thread.join()
    assert (ledger.broken, ledger.refused, ledger.statuses.keys()) == (0, [], {200, 303})
    assert ledger.received
    numbers = {number for number, *_ in ledger.received.values()}
    rows = asked(site.database.url, "SELECT number FROM appeals_filing WHERE number = ANY(%s)", [list(numbers)])
    assert {number for (number,) in rows} == numbers
    assert statuses


def test_fifty_filings_a_second_pass_without_waiting():
    """Each passes the queue of files and of what is sent for good twice; no address may hold all its places."""
    text = nginx.EXAMPLE.read_text()
    rates = {zone: int(rate) for zone, rate in re.findall(r"zone=(\w+):\d+m rate=(\d+)r/s;", text)}
    assert rates.keys() == {"steps", "filing", "sender"}
    assert rates["filing"] >= 2 * 50
    assert rates["sender"] >= rates["filing"]
    places = [int(places) for places in re.findall(r"limit_req zone=sender burst=(\d+);", text)]
    assert len(places) == text.count("burst=12000")
    assert set(places) == {10_000}  # so many at once from one address are all taken (F14)


@pytest.mark.parametrize("name", ["filing-check", "filing-evidence", "follow"])
def test_what_the_queues_are_for_is_still_there(name):
    patterns = re.findall(r"location ~ (\S+) \{[^}]*limit_req zone=sender", nginx.EXAMPLE.read_text())
    assert any(re.search(pattern, reverse(f"appeals:{name}")) for pattern in patterns)
