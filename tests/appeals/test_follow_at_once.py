"""A double click in the case: the same thing sent many times at the same instant is done once (reliability: F10)."""

import threading

from django.db import connection
from django.test import Client

from appeals.models import Evidence
from commission.models import Letter
from tests.appeals.test_hearing import open_hearing
from tests.applicants import CASE, long_ago, make_applicant
from tests.factories_appeals import evidence, make_staff

AT_ONCE = 8


def at_once(send):
    """What `send` gives in each of several threads that begin together."""
    start, given = threading.Barrier(AT_ONCE), []

    def run():
        try:
            start.wait()
            given.append(send())
        except Exception as error:
            given.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def clicked(applicant, address, data):
    """The statuses of a form that is sent by the applicant's own client, many times at once."""
    held = applicant.client.cookies["case-en"].value

    def send():
        client = Client()
        client.cookies["case-en"] = held
        files = {"evidence": evidence()} if "text" in data else {}
        return client.post(address, data | files | {"end": "1"}).status_code

    return at_once(send)


def test_double_click_in_the_case_counts_once(committed):
    applicant = make_applicant()
    letters = Letter.objects.count()
    moved = {"applicant_address": "2 New Street", "applicant_email": "new@people.example", "applicant_phone": ""}
    assert clicked(applicant, f"{CASE}messages/", {"text": "Once."}) == [303] * AT_ONCE
    assert clicked(applicant, f"{CASE}address/", moved) == [303] * AT_ONCE
    assert clicked(applicant, f"{CASE}withdrawal/", {"confirmation": "on"}) == [303] * AT_ONCE
    kinds = list(applicant.filing.events.values_list("kind", flat=True))
    assert kinds == ["filed", "supplemented", "address_changed", "withdrawn"]
    assert applicant.filing.messages.count() == Evidence.objects.count() == 1
    assert Letter.objects.count() == letters + 3  # two of the change of address, one of the withdrawal


def test_double_click_on_an_appeal_files_once(committed):
    applicant = make_applicant(arrived_at=long_ago())
    form = applicant.client.get(f"{CASE}appeal/").context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value()}
    assert clicked(applicant, f"{CASE}appeal/", data | {"declaration": "on"}) == [303] * AT_ONCE
    assert applicant.filing.appeals.count() == 1
    assert applicant.filing.events.filter(kind="appealed").count() == 1


def test_double_click_on_an_answer_takes_it_once(committed):
    filing = make_applicant().filing
    hearing, address = open_hearing(filing, make_staff())
    given = at_once(lambda: Client().post(address, {"text": "Once.", "evidence": evidence(), "end": "1"}).status_code)
    assert given == [303] * AT_ONCE
    assert hearing.files.count() == 1
    assert filing.events.filter(kind="hearing_answered").count() == 1
