"""Applicants with their case open in a client, as the tests of the case's pages need them."""

from datetime import timedelta
from types import SimpleNamespace

from django.conf import settings
from django.test import Client
from django.utils import timezone

from appeals import codes, verbs
from tests.factories_appeals import make_filing

FOLLOW = "/en/appeals/follow/"
CASE = f"{FOLLOW}case/"


def open_case(client, number, code, *, language="en"):
    """Send number and code as the form does."""
    return client.post(f"/{language}/appeals/follow/", {"number": number, "code": code, "end": "1"})


def make_applicant(*, arrived_at=None, **changes):
    """An applicant who has filed, with number, code and a client that has opened the case."""
    key = codes.new_form_key()
    arrived_at = arrived_at or timezone.now()
    changes.setdefault("happened_on", timezone.localdate(arrived_at))
    filing = make_filing(form_key=key, arrived_at=arrived_at, **changes)
    code = codes.access_code(key, secret=settings.CODE_KEY)
    client = Client()
    assert open_case(client, filing.number, code).status_code == 303
    return SimpleNamespace(
        filing=filing, code=code, client=client, read=lambda at=CASE: client.get(at).content.decode()
    )


def decide(filing, by, *, at=None, **facts):
    """Bring a filing to its decision in a session of its commission."""
    at = at or timezone.now()
    filing.refresh_from_db()
    if filing.status == filing.Status.FILED:
        verbs.register(filing, by=by, at=at)
    sessions = filing.commission.sessions
    session = sessions.first() or verbs.open_session(commission=filing.commission, number=26, held_at=at, by=by)
    verbs.place_on_agenda(filing, session=session, by=by, at=at)
    values = {"outcome": "dismissed", "reasons": "<p>It was not shown.</p>"} | facts
    return verbs.decide(filing, by=by, at=at, **values)


def long_ago(days=10):
    """An instant so long ago that a limit which began then has passed."""
    return timezone.now() - timedelta(days=days)


def download(client, address):
    """Status, headers and bytes of a file that the client saves."""
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else b""
    return answer.status_code, answer.headers, body
