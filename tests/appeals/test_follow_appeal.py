"""The appeal in one step: to the superior commission (112.2), from a decision or from silence, with the whole file."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from appeals import codes, verbs
from appeals.models import Event, Evidence, Filing
from appeals.views import appeal as appeal_views
from commission.models import ElectionCommission
from tests.applicants import CASE, FOLLOW, decide, long_ago, make_applicant, open_case
from tests.factories_appeals import NOON, evidence, make_commission, make_staff

pytestmark = pytest.mark.django_db
APPEAL = f"{CASE}appeal/"
RECEIPT = "/en/appeals/receipt/"


@pytest.fixture
def clerk():
    return make_staff()


@pytest.fixture
def applicant(clerk):
    """An applicant whose filing was dismissed just now."""
    found = make_applicant(uploads=[evidence()])
    decide(found.filing, clerk)
    return found


def shown(applicant, address=APPEAL):
    """The form as the page fills it in: name and value of every field."""
    page = applicant.client.get(address)
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False, [])}


def filled(applicant, **changes):
    """What a browser posts: what the page filled in, a reason, the declaration."""
    data = shown(applicant)
    if isinstance(data.get("learned_on"), date):
        data["learned_on"] = data["learned_on"].isoformat()
    data["statement"] += "It was shown by two witnesses."
    return data | {"declaration": "on", "end": "1"} | changes


def newest():
    return Filing.objects.order_by("-pk").first()


def test_form_is_filled_in_from_the_case(applicant):
    values = shown(applicant)
    day = timezone.localdate()
    assert re.match(
        rf"Appeal against the decision 26/1 of {day.day} \w+ {day.year} \(Sample Commission C033\)", values["statement"]
    )
    assert applicant.filing.number in values["statement"]
    assert values["ground"] == "Article 106"
    assert values["remedy_sought"] == "Order the copy to be given."
    assert values["applicant_address"] == "1 Example Street"
    assert values["applicant_email"] == "applicant@people.example"
    assert codes.is_form_key(values["form_key"])
    page = applicant.read(APPEAL)
    assert "Central Election Commission" in page
    assert f"the whole file of {applicant.filing.number}" in page


def test_appeal_goes_to_the_superior_with_the_whole_file_and_gets_number_and_code(applicant):
    answer = applicant.client.post(APPEAL, filled(applicant, evidence=evidence("new.txt", b"new")))
    assert (answer.status_code, answer["Location"]) == (303, RECEIPT)
    appeal, lower = newest(), applicant.filing
    assert (appeal.kind, appeal.commission.number, appeal.number) == ("appeal", "CEC", "CEC-M2020-000001")
    assert (appeal.contested_filing, appeal.contested_decision.number) == (lower, "26/1")
    assert (appeal.contested_kind, appeal.decision_number, appeal.decision_by) == (
        "decision",
        "26/1",
        "Sample Commission C033",
    )
    assert (appeal.applicant_name, appeal.capacity, appeal.election) == ("Sample Applicant", "voter", lower.election)
    assert (appeal.contested_commission, appeal.is_misdirected, appeal.is_late) == (lower.commission, False, False)
    assert [file.name for file in appeal.evidence.all()] == ["new.txt"]
    assert Evidence.objects.count() == 2
    assert lower.events.last().kind == Event.Kind.APPEALED
    receipt = applicant.read(RECEIPT)
    code = re.search(r'class="code">([\w-]+)<', receipt).group(1)
    assert appeal.number in receipt
    assert code != applicant.code
    assert open_case(applicant.client, appeal.number, code).status_code == 303
    assert appeal.number in applicant.read()


def test_appeal_is_not_incomplete_because_its_evidence_lies_in_the_case(applicant, clerk):
    applicant.client.post(APPEAL, filled(applicant))
    assert not newest().is_incomplete
    bare = make_applicant()
    decide(bare.filing, clerk)
    bare.client.post(APPEAL, filled(bare))
    assert newest().is_incomplete


def test_appeal_sent_twice_is_filed_once_and_shows_the_same_receipt(applicant):
    data = filled(applicant)
    answers = [applicant.client.post(APPEAL, data) for _twice in range(2)]
    assert [answer["Location"] for answer in answers] == [RECEIPT] * 2
    assert Filing.objects.filter(kind="appeal").count() == 1
    assert applicant.filing.events.filter(kind="appealed").count() == 1
    assert codes.access_code(data["form_key"], secret=settings.CODE_KEY) in applicant.read(RECEIPT)


def test_same_form_with_other_content_changes_nothing_and_keeps_what_was_typed(applicant):
    data = filled(applicant)
    applicant.client.post(APPEAL, data)
    answer = applicant.client.post(APPEAL, data | {"statement": "Another reason."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This form was already filed" in page
    assert "Another reason.</textarea>" in page
    assert data["form_key"] not in page
    assert codes.access_code(data["form_key"], secret=settings.CODE_KEY) not in page
    assert Filing.objects.filter(kind="appeal").count() == 1
    again = re.search(r'name="form_key" value="([0-9a-f]{32})"', page).group(1)
    second = applicant.client.post(APPEAL, data | {"statement": "Another reason.", "form_key": again})
    assert second.status_code == 303
    assert Filing.objects.filter(kind="appeal").count() == 2


def test_case_says_that_an_appeal_was_filed_from_it(applicant):
    applicant.client.post(APPEAL, filled(applicant))
    page = applicant.read()
    assert "An appeal was filed from this case on" in page
    assert newest().number not in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"statement": ""}, "This field is required", id="no-text"),
        pytest.param({"statement": "x" * 50_001}, "50000", id="too-long"),
        pytest.param({"ground": ""}, "This field is required", id="no-ground"),
        pytest.param({"learned_on": "30.2.2020"}, "valid date", id="no-date"),
        pytest.param({"learned_on": "1.1.2999"}, "future", id="future"),
        pytest.param({"applicant_email": "nothing"}, "valid email", id="no-e-mail"),
        pytest.param({"form_key": "x"}, "damaged", id="foreign-form-key"),
        pytest.param({"declaration": ""}, "Confirm", id="not-declared-true"),
        pytest.param({"evidence": evidence("empty.pdf", b"")}, "empty.pdf", id="empty-file"),
    ],
)
def test_bad_input_gets_a_clear_error_and_files_nothing(applicant, changes, says):
    answer = applicant.client.post(APPEAL, filled(applicant, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "two witnesses" in page or "statement" in changes
    assert not Filing.objects.filter(kind="appeal").exists()


def test_heading_alone_is_no_reason(applicant):
    answer = applicant.client.post(APPEAL, filled(applicant, statement=shown(applicant)["statement"]))
    assert answer.status_code == 422
    assert "Say why you contest the decision." in answer.content.decode()


def test_served_decision_starts_the_limit_and_a_late_appeal_is_taken_and_marked(clerk):
    applicant = make_applicant(arrived_at=NOON)
    decision = decide(applicant.filing, clerk, at=NOON)
    verbs.serve(decision, party="applicant", way="hand", by=clerk, at=NOON.replace(day=15))
    assert shown(applicant)["learned_on"] == date(2020, 2, 15)
    page = applicant.read(APPEAL)
    assert "The time limit ended on 18 February 2020, 24:00 (Baku, UTC+4)." in page
    assert applicant.client.post(APPEAL, filled(applicant)).status_code == 303
    assert newest().filing_deadline == NOON.replace(day=19, hour=0)
    assert newest().is_late
    assert "Late: the time limit to file ended on" in applicant.read(RECEIPT)


def test_returned_filing_can_be_appealed_too(clerk):
    applicant = make_applicant()
    verbs.return_(applicant.filing, reasons="<p>Too late.</p>", by=clerk)
    assert applicant.client.post(APPEAL, filled(applicant)).status_code == 303
    assert newest().decision_number == "R/1"


def test_act_of_a_precinct_commission_goes_from_its_constituency_to_the_central_one(clerk):
    constituency = make_commission()
    precinct = ElectionCommission.objects.create(number="P03301", tier="precinct", superior=constituency)
    officer = make_staff("precinct", commission=precinct)
    applicant = make_applicant(commission=precinct)
    decide(applicant.filing, officer)
    applicant.client.post(APPEAL, filled(applicant))
    second = newest()
    assert second.commission == constituency
    assert not second.is_misdirected


def test_silence_past_the_limit_is_appealed_as_an_inaction_with_everything_filled_in():
    applicant = make_applicant(arrived_at=long_ago(), happened_on=date(2020, 2, 9))
    last_day = timezone.localdate(applicant.filing.decision_deadline - timedelta(seconds=1))
    values = shown(applicant)
    assert "ended on" in values["statement"]
    assert "without a decision" in values["statement"]
    assert "learned_on" not in values
    answer = applicant.client.post(APPEAL, values | {"declaration": "on", "end": "1"})
    assert answer["Location"] == RECEIPT
    appeal = newest()
    assert (appeal.kind, appeal.contested_kind, appeal.commission.number) == ("appeal", "inaction", "CEC")
    assert (appeal.contested_filing, appeal.contested_decision) == (applicant.filing, None)
    assert (appeal.respondent, appeal.happened_on) == ("Sample Commission C033", last_day)
    assert applicant.filing.number in appeal.demand
    assert applicant.filing.events.last().kind == Event.Kind.APPEALED


def test_silence_of_a_case_that_was_joined_is_that_of_its_lead(clerk):
    lead, twin = make_applicant(arrived_at=long_ago()), make_applicant(arrived_at=long_ago())
    verbs.register(twin.filing, by=clerk)
    verbs.join(twin.filing, lead=lead.filing, by=clerk)
    assert twin.client.post(APPEAL, filled(twin)).status_code == 303
    assert newest().contested_filing == twin.filing


def test_joined_applicant_appeals_the_decision_of_the_lead_in_their_own_name(clerk):
    lead, twin = make_applicant(), make_applicant(applicant_name="Twin Person")
    verbs.register(twin.filing, by=clerk)
    verbs.join(twin.filing, lead=lead.filing, by=clerk)
    decision = decide(lead.filing, clerk)
    assert twin.client.post(APPEAL, filled(twin)).status_code == 303
    appeal = newest()
    assert (appeal.applicant_name, appeal.contested_filing, appeal.contested_decision) == (
        "Twin Person",
        twin.filing,
        decision,
    )
    assert "appealed" not in lead.filing.events.values_list("kind", flat=True)


def test_service_on_the_lead_is_one_on_who_was_joined(clerk):
    lead, twin = make_applicant(arrived_at=NOON), make_applicant(arrived_at=NOON)
    verbs.register(twin.filing, by=clerk)
    verbs.join(twin.filing, lead=lead.filing, by=clerk)
    decision = decide(lead.filing, clerk, at=NOON)
    assert "has not been served on you yet" in twin.read()
    assert "14 February 2020, 24:00" in twin.read()
    assert "learned_on" not in shown(twin)
    verbs.serve(decision, party="applicant", way="hand", by=clerk, at=NOON.replace(day=15))
    assert "has not been served on you yet" not in twin.read()
    assert "18 February 2020, 24:00" in twin.read()
    assert shown(twin)["learned_on"] == shown(lead)["learned_on"] == date(2020, 2, 15)


def test_decision_that_comes_while_the_appeal_against_silence_is_written_loses_no_word(clerk):
    applicant = make_applicant(arrived_at=long_ago())
    data = filled(applicant)
    decide(applicant.filing, clerk)
    answer = applicant.client.post(APPEAL, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The case has changed while you wrote" in page
    assert "two witnesses" in page
    assert 'name="against" value="26/1"' in page
    assert not Filing.objects.filter(kind="appeal").exists()


def test_running_case_offers_no_appeal_and_shows_what_was_typed_for_one():
    applicant = make_applicant()
    assert "There is nothing to contest now" in applicant.read(APPEAL)
    answer = applicant.client.post(APPEAL, {"statement": "Typed before it was reopened.", "end": "1"})
    assert answer.status_code == 409
    assert "Typed before it was reopened." in answer.content.decode()


def test_after_the_central_commission_the_page_names_the_court_and_its_limit_instead():
    central = make_commission().superior
    officer = make_staff("central", commission=central)
    applicant = make_applicant(arrived_at=NOON, commission=central)
    decide(applicant.filing, officer, at=NOON)
    page = applicant.read(APPEAL)
    assert "You can go to the Court of Appeal" in page
    assert "14 February 2020, 24:00" in page
    assert "<textarea" not in page
    assert applicant.client.post(APPEAL, {"statement": "x", "end": "1"}).status_code == 409


def test_silence_of_the_central_commission_leads_to_the_court():
    applicant = make_applicant(arrived_at=long_ago(), commission=make_commission().superior)
    assert "You can go to the Court of Appeal" in applicant.read(APPEAL)


def test_agent_is_asked_for_authority_and_the_one_in_the_case_will_do(clerk):
    applicant = make_applicant(capacity="agent", uploads=[evidence()])
    applicant.filing.evidence.update(purpose="authority")
    decide(applicant.filing, clerk)
    assert "Proof of authority" in applicant.read(APPEAL)
    applicant.client.post(APPEAL, filled(applicant, evidence_explanation="As before."))
    assert not newest().is_incomplete
    bare = make_applicant(capacity="agent", evidence_explanation="Two witnesses.")
    decide(bare.filing, clerk)
    bare.client.post(APPEAL, filled(bare, evidence_explanation="As before."))
    assert newest().is_incomplete
    bare.client.post(
        APPEAL, filled(bare, evidence_explanation="As before.", authority=evidence("authority.txt", b"to act"))
    )
    assert not newest().is_incomplete
    assert newest().evidence.get().purpose == "authority"


def test_appeals_in_a_flood_are_slowed_down_and_nothing_typed_is_lost(applicant):
    statuses = [applicant.client.post(APPEAL, filled(applicant)).status_code for _ in range(appeal_views.APPEALS + 1)]
    assert statuses == [303] * appeal_views.APPEALS + [429]


def test_form_from_an_error_page_comes_back_with_everything_typed(applicant):
    data = filled(applicant, statement="Typed with care.", then="reopen")
    page = applicant.client.post(APPEAL, data)
    assert page.status_code == 200
    assert "Typed with care.</textarea>" in page.content.decode()
    assert not Filing.objects.filter(kind="appeal").exists()


def test_whole_way_from_a_request_for_information_to_an_appeal(clerk):
    applicant = make_applicant(uploads=[evidence()])
    verbs.register(applicant.filing, by=clerk)
    verbs.request_information(
        applicant.filing, text="Who saw it?", answer_due_at=timezone.now() + timedelta(days=1), by=clerk
    )
    assert "Who saw it?" in applicant.read()
    applicant.client.post(
        f"{CASE}messages/", {"text": "Two witnesses.", "evidence": evidence("w.txt", b"w"), "end": "1"}
    )
    assert applicant.filing.information_requests.get().answer.text == "Two witnesses."
    decision = decide(applicant.filing, clerk)
    verbs.serve(decision, party="applicant", way="email", by=clerk)
    assert "It was not shown." in applicant.read()
    applicant.client.post(APPEAL, filled(applicant))
    code = re.search(r'class="code">([\w-]+)<', applicant.read(RECEIPT)).group(1)
    applicant.client.post(f"{FOLLOW}exit/", {"end": "1"})
    open_case(applicant.client, newest().number, code)
    page = applicant.read()
    assert newest().number in page
    assert "26/1, Sample Commission C033" in page
    assert list(applicant.filing.events.values_list("kind", flat=True)) == [
        "filed", "registered", "info_requested", "info_given", "on_agenda", "decided", "served", "appealed",
    ]  # fmt: skip
