"""Filing and following through the whole stack, as a browser without JavaScript does it."""

import re

import pytest
from django.conf import settings
from django.test import Client

from appeals import codes, verbs
from appeals.models import Evidence, Filing, Message
from commission.models import ElectionCommission
from tests.factories_appeals import evidence, make_commission, make_election, make_filing, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def form_key(client):
    make_commission()
    page = client.get("/en/appeals/new/").content.decode()
    return re.search(r'name="form_key" value="([0-9a-f]{32})"', page).group(1)


@pytest.fixture
def officer(django_user_model):
    return django_user_model.objects.create(username="case-officer")


def test_citizen_files_and_follows(client, form_key):
    answer = client.post("/en/appeals/new/", posted(form_key, evidence=[evidence()]))
    assert (answer.status_code, answer["Location"]) == (303, "/en/appeals/receipt/")
    cookie = answer.cookies["receipt"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/en/appeals/receipt/", True, "Lax")
    filing = Filing.objects.get()
    code = codes.access_code(form_key, secret=settings.CODE_KEY)
    for _reload in range(2):
        receipt = client.get("/en/appeals/receipt/")
        text = receipt.content.decode()
        assert filing.number in text
        assert code in text
        assert Evidence.objects.get().sha256 in text
        assert "no-store" in receipt["Cache-Control"]
    typed = {"number": filing.number.lower(), "code": code.lower(), "end": "1"}
    case = client.post("/en/appeals/follow/", typed, follow=True)
    assert "Filed" in case.content.decode()
    assert "no-store" in case["Cache-Control"]


def test_receipt_without_cookie_asks_for_number_and_code(client):
    assert client.get("/en/appeals/receipt/")["Location"] == "/en/appeals/follow/"


def test_retry_shows_the_same_receipt(client, form_key):
    for _retry in range(2):
        assert client.post("/en/appeals/new/", posted(form_key)).status_code == 303
    assert Filing.objects.count() == 1


def test_form_sent_again_with_other_content_offers_two_ways_and_no_code(client, form_key):
    client.post("/en/appeals/new/", posted(form_key))
    changed = posted(form_key, statement="And the observer was sent away.")
    answer = client.post("/en/appeals/new/", changed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "And the observer was sent away." in text
    assert codes.access_code(form_key, secret=settings.CODE_KEY) not in text
    assert Filing.objects.count() == 1
    added = client.post("/en/appeals/new/", changed | {"then": "add", "evidence": [evidence()]})
    assert codes.access_code(form_key, secret=settings.CODE_KEY) not in added.content.decode()
    assert "observer was sent away" in Message.objects.get().text
    assert Evidence.objects.get().filing == Filing.objects.get()
    for _retry in range(2):
        assert client.post("/en/appeals/new/", changed | {"then": "new"}).status_code == 303
    assert Filing.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"statement": ""}, "This field is required", id="no-text"),
        pytest.param({"statement": "x" * 50_001}, "50000", id="too-long"),
        pytest.param({"happened_on": "30.2.2020"}, "valid date", id="impossible-date"),
        pytest.param({"happened_on": "1.1.2999"}, "future", id="future"),
        pytest.param({"commission": "nothing like this"}, "No commission", id="unknown-commission"),
        pytest.param({"contested_kind": "decision"}, "Number of the decision", id="decision-without-number"),
        pytest.param({"form_key": "x"}, "damaged", id="foreign-form-key"),
        pytest.param({"evidence": [evidence("empty.pdf", b"")]}, "empty.pdf", id="empty-file"),
        pytest.param({"declaration": ""}, "Confirm", id="not-declared-true"),
    ],
)
def test_bad_input_gets_a_clear_error_and_changes_nothing(client, form_key, changes, message):
    answer = client.post("/en/appeals/new/", posted(form_key, **changes))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert message in text
    assert Filing.objects.count() == 0


@pytest.mark.parametrize("changes", [{"statement": "a\x00b"}, {"end": ""}, {"end": "12"}, {"statement": "a\ufffd"}])
def test_damaged_body_is_refused(client, form_key, changes):
    assert client.post("/en/appeals/new/", posted(form_key, **changes)).status_code == 400
    assert Filing.objects.count() == 0


def test_commission_is_found_by_a_part_of_its_name(client, form_key):
    make_commission("C034")
    assert client.post("/en/appeals/new/", posted(form_key, commission="commission c034")).status_code == 303
    assert Filing.objects.get().commission.number == "C034"


def test_commissions_that_fit_are_offered_to_choose_from(client, form_key):
    make_commission("C034")
    typed = posted(form_key, commission="sample commission")
    several = client.post("/en/appeals/new/", typed).content.decode()
    for number in ("C033", "C034"):
        assert f'<input type="radio" name="commission_chosen" value="{number}"' in several
    assert "Sample Applicant" in several
    assert client.post("/en/appeals/new/", typed | {"commission_chosen": "X"}).status_code == 422
    assert client.post("/en/appeals/new/", typed | {"commission_chosen": "C034"}).status_code == 303
    assert Filing.objects.get().commission.number == "C034"


def test_name_of_a_commission_may_be_typed_without_marks_and_in_any_language(client, form_key):
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


def test_guide_works_out_the_limit_from_the_address(client):
    page = client.get("/en/appeals/?who=precinct&happened_on=9.2.2020")
    text = page.content.decode()
    assert "12 February 2020, 24:00" in text
    assert "constituency commission" in text
    assert "112.1" in text
    assert not page.cookies


@pytest.mark.parametrize("query", ["who=x", "who=precinct&happened_on=x", "happened_on=99.99.2020", "who=precinct"])
def test_guide_answers_bad_input_with_a_page(client, query):
    assert client.get(f"/en/appeals/?{query}").status_code == 200


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


def test_form_left_open_for_long_keeps_what_was_typed_and_asks_for_the_files_again(form_key):
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/en/appeals/new/", posted(form_key, evidence=[evidence()]))
    assert refused.status_code == 403
    text = refused.content.decode()
    assert "A copy of the protocol was refused." in text
    assert 'value="reopen"' in text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text).group(1)
    again = posted(form_key, then="reopen", csrfmiddlewaretoken=token)
    page = strict.post("/en/appeals/new/", again, headers={"referer": "http://testserver/"})
    assert page.status_code == 200
    assert "A copy of the protocol was refused." in page.content.decode()
    assert Filing.objects.count() == 0
