"""Sessions: called by a commissioner, their agenda in order, and a way to decide each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from appeals import verbs
from appeals.models import Session
from tests.appeals.desk_cast import central, decided, on_agenda, sign_in, step
from tests.factories_appeals import make_commission, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LIST, NEW = "/admin/appeals/session/", "/admin/appeals/session/add/"


@pytest.fixture
def commissioner(client):
    return sign_in(client, "commissioners")


def tomorrow():
    return timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


def address(session):
    return reverse("admin:appeals_session_change", args=[session.pk])


def test_commissioner_calls_a_session_with_the_next_number(client, commissioner):
    assert client.get(NEW).context["form"]["number"].value() == 1
    answer = client.post(NEW, {"number": 26, "held_at": tomorrow()})
    session = Session.objects.get()
    assert (session.number, session.opened_by, session.commission) == (26, commissioner, make_commission())
    assert answer.url == address(session)
    again = client.post(NEW, {"number": 26, "held_at": tomorrow()})
    assert again.status_code == 422
    assert "This number is taken" in again.content.decode()
    assert address(session) in client.get(LIST).content.decode()


@pytest.mark.parametrize("data", [{}, {"number": 0}, {"number": "x"}, {"number": 10**9}, {"held_at": "x"}])
def test_session_that_makes_no_sense_is_refused(client, commissioner, data):
    assert client.post(NEW, {"number": 1, "held_at": ""} | data).status_code == 422
    assert not Session.objects.exists()


def test_agenda_stands_in_order_with_a_way_to_decide_each(client, commissioner):
    officer = make_staff("officer")
    filings = [on_agenda(officer) for _ in range(3)]
    ended = decided(officer)
    session = Session.objects.get()
    page = client.get(address(session)).content.decode()
    places = [page.index(step(filing, "decision")) for filing in filings]
    assert places == sorted(places)
    assert step(ended, "decision") not in page
    assert "26/1" in page
    client.force_login(officer)
    assert step(filings[0], "decision") not in client.get(address(session)).content.decode()


def test_session_of_another_commission_is_not_found(client, commissioner):
    held_at = timezone.now()
    for commission in (make_commission("C001"), central()):
        foreign = verbs.open_session(commission=commission, number=1, held_at=held_at, by=commissioner)
        assert client.get(address(foreign)).status_code == 404
        assert address(foreign) not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{10**30}/change/").status_code == 404


def test_agenda_asks_the_same_number_of_questions_for_2_and_12_rows(client, commissioner):
    officer = make_staff("officer")
    counts = []
    for more in (2, 10):
        for _ in range(more):
            on_agenda(officer)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(Session.objects.get()))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("group", ["case officers", "experts"])
def test_only_commissioners_call_sessions(client, group):
    sign_in(client, group)
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {"number": 1, "held_at": tomorrow()}).status_code == 403
    assert client.get(LIST).status_code == 200


def test_sessions_are_closed_to_others(client):
    sign_in(client, "administrators")
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}1/change/").status_code == 403
