"""Following a case and the register through the whole stack, as a browser without JavaScript does it."""

import re

import pytest

from appeals import codes, verbs
from commission.models import ElectionCommission
from tests.factories_appeals import make_commission, make_election, make_filing

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(django_user_model):
    return django_user_model.objects.create(username="case-officer")


def test_receipt_without_cookie_asks_for_number_and_code(client):
    assert client.get("/en/appeals/receipt/")["Location"] == "/en/appeals/follow/"


def test_name_of_a_commission_may_be_typed_without_marks_and_in_any_language():
    make_commission()
    ElectionCommission.objects.filter(number="C033").update(
        name={"az": "Nərimanov seçki dairəsi", "ru": "Наримановский избирательный округ"}
    )
    for typed in ("nerimanov secki", "НАРИМАНОВСКИЙ", "dairesi NƏRİMANOV"):
        assert [each.number for each in ElectionCommission.objects.matching(typed)] == ["C033"], typed
    assert not ElectionCommission.objects.matching("%")


def test_wrong_number_and_wrong_code_get_the_same_answer(client):
    make_election()
    filing = make_filing()
    code = codes.access_code(codes.new_form_key(), secret="x")

    def answer(number):
        page = client.post("/en/appeals/follow/", {"number": number, "code": code, "end": "1"})
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())
        return page.status_code, text.replace(number, "")

    assert answer(filing.number) == answer("C033-M2020-999999")


def test_guessing_is_throttled_and_typed_values_are_kept(client):
    data = {"number": "C033-M2020-000001", "code": "wrong", "end": "1"}
    answers = [client.post("/en/appeals/follow/", data) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_register_shows_no_person(client, officer):
    filing = make_filing()
    assert client.get(f"/en/appeals/register/{filing.number}/").status_code == 404
    verbs.register(filing, by=officer)
    for address in ("/en/appeals/register/", f"/en/appeals/register/{filing.number}/"):
        text = client.get(address).content.decode()
        assert filing.number in text
        for secret in ("Sample Applicant", "Example Street", "people.example", "protocol was refused"):
            assert secret not in text


@pytest.mark.parametrize("query", ["before=x", "before=-1", "before=99999999999999999999"])
def test_register_refuses_what_is_no_cursor(client, query):
    assert client.get(f"/en/appeals/register/?{query}").status_code == 404
