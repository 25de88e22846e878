"""A filing that came on paper, by post, by telephone or in person: entered once, registered, its slip printed."""

import pytest
from django.urls import reverse
from django.utils import timezone

from appeals import codes
from appeals.models import Evidence, Filing
from commission.models import Letter
from tests.appeals.desk_cast import case, decided, sign_in
from tests.factories_appeals import evidence, make_commission, make_election, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
ADDRESS = "/admin/appeals/filing/add/"


def typed(**changes):
    return {
        "form_key": codes.new_form_key(),
        "channel": "post",
        "received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "language": "az",
        "kind": "complaint",
        "applicant_name": "Sample Applicant",
        "capacity": "voter",
        "contested_kind": "action",
        "respondent": "Sample precinct commission",
        "happened_where": "Polling station 12",
        "happened_on": timezone.localdate().isoformat(),
        "statement": "A copy of the protocol was refused.",
    } | changes


def test_paper_filing_is_registered_and_its_code_is_on_the_slip(client, officer, caplog, settings):
    assert reverse("admin:appeals_filing_add") == ADDRESS
    make_election()
    page = client.get(ADDRESS)
    assert codes.is_form_key(page.context["form"]["form_key"].value())
    data = typed(postmarked_on=timezone.localdate().isoformat(), co_applicants="Second Signer; 2 Street\nThird")
    data |= {"evidence": [evidence("scan.txt")], "authority": [evidence("power.txt", b"I may")]}
    answer = client.post(ADDRESS, data)
    assert answer.status_code == 200
    filing, code = Filing.objects.get(), answer.context["code"]
    assert (filing.status, filing.channel, filing.registered_by) == ("registered", "post", officer)
    assert filing.commission == make_commission()
    assert filing.postmarked_on == timezone.localdate()
    assert [person.name for person in filing.co_applicants.all()] == ["Second Signer", "Third"]
    assert set(filing.evidence.values_list("purpose", flat=True)) == {"evidence", "authority"}
    assert filing.code_digest == codes.code_digest(code, pepper=settings.CODE_PEPPER)
    text = answer.content.decode()
    assert code in text
    assert filing.number in text
    assert "/az/appeals/follow/" in text  # the applicant's language, not the officer's
    assert "no-store" in answer["Cache-Control"]
    assert code not in caplog.text
    assert code not in client.get(case(filing)).content.decode()
    assert not any(code in letter.body for letter in Letter.objects.all())


def test_form_sent_again_shows_the_same_slip_and_files_once(client, officer):
    data = typed()
    first, second = client.post(ADDRESS, data), client.post(ADDRESS, data)
    assert Filing.objects.count() == 1
    assert first.context["code"] == second.context["code"]
    other = client.post(ADDRESS, data | {"statement": "Something else."})
    assert other.status_code == 409
    assert "already used for another filing" in other.content.decode()
    assert Filing.objects.count() == 1


def test_paper_with_gaps_is_taken_and_marked(client, officer):
    client.post(ADDRESS, typed(respondent="", happened_where="", happened_on=""))
    assert Filing.objects.get().is_incomplete


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"applicant_name": ""}, id="nobody"),
        pytest.param({"statement": ""}, id="no-text"),
        pytest.param({"statement": "x" * 50_001}, id="too-long"),
        pytest.param({"channel": "online"}, id="online"),
        pytest.param({"channel": ""}, id="no-channel"),
        pytest.param({"received_at": "2999-01-01T10:00"}, id="future"),
        pytest.param({"received_at": "1999-01-01T10:00"}, id="long-ago"),
        pytest.param({"received_at": "31.31.2026"}, id="no-date"),
        pytest.param({"contested_commission": "Atlantis"}, id="unknown-commission"),
        pytest.param({"contested_filing": "C033-NONE-1"}, id="unknown-case"),
        pytest.param({"form_key": "x"}, id="damaged-key"),
        pytest.param({"evidence": [evidence("empty.txt", b"")]}, id="empty-file"),
    ],
)
def test_what_cannot_be_a_filing_is_refused_with_everything_typed(client, officer, changes):
    answer = client.post(ADDRESS, typed() | changes)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Filing.objects.exists()
    assert not Evidence.objects.exists()


def test_several_commissions_that_fit_are_offered(client, officer):
    for number in ("C101", "C102"):
        make_commission(number)
    answer = client.post(ADDRESS, typed(contested_commission="Sample Commission C10"))
    assert answer.status_code == 422
    assert "C102 · Sample Commission C102" in answer.content.decode()
    client.post(ADDRESS, typed(contested_commission="Sample Commission C10", contested_commission_chosen="C102"))
    assert Filing.objects.get().contested_commission.number == "C102"


def test_appeal_on_paper_carries_the_case_that_it_contests(client):
    lower = decided(make_staff("lower"))
    sign_in(client, commission=make_commission().superior)
    client.post(ADDRESS, typed(kind="appeal", contested_kind="decision", contested_filing=lower.number.lower()))
    appeal = Filing.objects.get(kind="appeal")
    assert (appeal.contested_filing, appeal.contested_decision) == (lower, lower.decision)
    assert appeal.contested_commission == lower.commission


def test_filing_about_the_own_commission_is_taken_and_then_closed_to_it(client, officer):
    answer = client.post(ADDRESS, typed(contested_commission="C033"))
    filing = Filing.objects.get()
    assert answer.context["code"]
    assert "You can neither" in answer.content.decode() or "you can neither" in answer.content.decode()
    assert case(filing) not in answer.content.decode()
    assert client.get(case(filing)).status_code == 403


@pytest.mark.parametrize("group", ["experts", "commissioners", "editors", "administrators"])
def test_entry_is_for_case_officers_alone(client, group):
    sign_in(client, group)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, typed()).status_code == 403
    assert not Filing.objects.exists()


def test_entry_is_closed_to_whoever_has_no_commission(admin_client):
    assert admin_client.get(ADDRESS).status_code == 403
