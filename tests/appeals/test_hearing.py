"""The respondent is heard: the act complained of without a way to the applicant, and one written answer."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext

from appeals import complained_of, verbs
from appeals.documents.redaction import private_terms
from appeals.models import TEXT_CHARACTERS, Evidence
from commission.models import Letter
from tests.applicants import CASE, decide, make_applicant
from tests.factories_appeals import NOON, evidence, make_commission, make_filing, make_staff

pytestmark = pytest.mark.django_db

CONTACTS = {
    "applicant_address": "7 Hidden Lane, Sampleville",
    "applicant_email": "hidden@people.example",
    "applicant_phone": "+994 (50) 555-01-77",
}
TOLD = (
    "I live at 7 Hidden Lane, Sampleville; write to HIDDEN@people.example or call 050 555 01 77 or +994505550177. "
    "A copy of the protocol 2020-0002 was refused."
)


@pytest.fixture
def clerk():
    return make_staff()


def open_hearing(filing, clerk, *, due=None, email="p012@commission.example"):
    """Ask the respondent; the hearing and the address in the letter, as a path."""
    if filing.status == filing.Status.FILED:
        filing = verbs.register(filing, by=clerk)
    hearing = verbs.open_hearing(
        filing,
        respondent_name="Sample P012",
        respondent_email=email,
        answer_due_at=due or timezone.now() + timedelta(days=1),
        by=clerk,
        at=min(timezone.now(), due or timezone.now()),
    )
    body = Letter.objects.order_by("-pk").first().body
    return hearing, re.search(r"/en/appeals/hearing/[\w-]{40,}/", body).group(0)


@pytest.fixture
def asked(clerk):
    """A hearing and the address of its page."""
    filing = make_filing(arrived_at=timezone.now(), statement=TOLD, remedy_sought="Order it.", **CONTACTS)
    return open_hearing(filing, clerk)


def test_respondent_reads_the_act_and_until_when_to_answer(client, asked):
    hearing, address = asked
    answer = client.get(address)
    page = answer.content.decode()
    for part in (
        "Sample Applicant", "Sample precinct commission", "Polling station 12", "9 February 2020", "Article 106",
        "Order it.", "A copy of the protocol 2020-0002 was refused.", "Answer by", "(Baku, UTC+4)",
    ):  # fmt: skip
        assert part in page, part
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert '<meta name="robots" content="noindex">' in page
    assert answer["Referrer-Policy"] == "same-origin"


def test_page_never_shows_where_the_applicant_is_reached_whoever_wrote_it_where(client, asked):
    hearing, address = asked
    sent = client.post(address, {"text": "It was handed out.", "end": "1"})
    for page in (client.get(address).content.decode(), sent.content.decode()):
        for secret in ("Hidden Lane", "hidden@people", "HIDDEN@people", "555-01-77", "555 01 77", "5550177"):
            assert secret not in page
    assert "█" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("call 555-01-77 now", "call █████ now", id="grouped"),
        pytest.param("call +994 50 555 01 77!", "call █████!", id="with-country"),
        pytest.param("0505550177", "█████", id="in-one"),
        pytest.param("protocol 2020-000200 of 9.2.2020", "protocol 2020-000200 of 9.2.2020", id="other-numbers"),
        pytest.param("in Sampleville", "in Sampleville", id="town-alone"),
        pytest.param("at 7 HIDDEN lane,  Sampleville", "at █████", id="address"),
        pytest.param("at 7 Hidden Lane, where I live", "at █████, where I live", id="street-alone"),
    ],
)
def test_contacts_are_covered_in_what_the_applicant_wrote(text, shown):
    person = {"applicant_address": "7 Hidden Lane, Sampleville", "applicant_email": "", "applicant_phone": ""}
    terms = private_terms(SimpleNamespace(**person), [SimpleNamespace(address="Sampleville")])
    assert complained_of.without_contacts(text, terms=terms, phones=["+994505550177"]) == shown


def test_former_address_and_number_stay_covered_after_a_change(client, asked):
    hearing, address = asked
    new = {"applicant_address": "3 New Road", "applicant_email": "new@people.example", "applicant_phone": ""}
    verbs.change_address(hearing.filing, **new, at=timezone.now())
    page = client.get(address).content.decode()
    for secret in ("Hidden Lane", "HIDDEN@people", "555 01 77", "5550177"):
        assert secret not in page
    former = hearing.filing.former_contacts.get()
    assert former.address == CONTACTS["applicant_address"]
    assert former.replaced_at


def test_other_applicants_are_named_without_their_addresses(client, clerk):
    filing = make_filing(co_applicants=[("Second Person", "9 Second Road, Sampleville")], arrived_at=timezone.now())
    page = client.get(open_hearing(filing, clerk)[1]).content.decode()
    assert "Sample Applicant; Second Person" in page
    assert "Second Road" not in page


def test_evidence_of_the_applicant_is_no_part_of_the_page(client, clerk):
    filing = make_filing(uploads=[evidence("hidden-photo.txt")], arrived_at=timezone.now())
    page = client.get(open_hearing(filing, clerk)[1]).content.decode()
    assert "hidden-photo" not in page
    assert str(filing.evidence.get().uuid) not in page


def test_answer_is_given_with_files_and_shown_as_given(client, asked):
    hearing, address = asked
    answer = client.post(address, {"text": "It was <b>handed</b> out.", "evidence": evidence("list.txt"), "end": "1"})
    assert (answer.status_code, answer["Location"]) == (303, address)
    hearing.refresh_from_db()
    assert hearing.answer == "It was <b>handed</b> out."
    file = Evidence.objects.get()
    assert (file.hearing, file.purpose, file.filing) == (hearing, Evidence.Purpose.ANSWER, hearing.filing)
    page = client.get(address).content.decode()
    assert "It was &lt;b&gt;handed&lt;/b&gt; out." in page
    assert "list.txt" in page
    assert "<textarea" not in page


def test_same_answer_twice_is_taken_once(client, asked):
    hearing, address = asked
    for _twice in range(2):
        assert client.post(address, {"text": "Once.", "evidence": evidence(), "end": "1"}).status_code == 303
    assert hearing.files.count() == 1
    assert hearing.filing.events.filter(kind="hearing_answered").count() == 1


def test_second_answer_changes_nothing_and_is_shown_to_who_typed_it(client, asked):
    hearing, address = asked
    client.post(address, {"text": "First.", "end": "1"})
    answer = client.post(address, {"text": "Second thoughts.", "end": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "no-store" in answer["Cache-Control"]
    assert "An answer was given already" in page
    assert "Second thoughts.</textarea>" in page
    assert f'href="{address}"' in page  # what the commission has
    hearing.refresh_from_db()
    assert hearing.answer == "First."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param({"text": ""}, "This field is required", id="nothing"),
        pytest.param({"text": "x" * (TEXT_CHARACTERS + 1)}, "50000", id="too-long"),
        pytest.param({"text": "Kept.", "evidence": evidence("empty.pdf", b"")}, "empty.pdf", id="empty-file"),
    ],
)
def test_answer_that_cannot_be_one_gets_a_clear_error(client, asked, data, says):
    hearing, address = asked
    answer = client.post(address, data | {"end": "1"})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    hearing.refresh_from_db()
    assert hearing.answered_at is None


@pytest.mark.parametrize("data", [{"text": "a\x00b", "end": "1"}, {"text": "cut"}, {"text": "a\ufffd", "end": "1"}])
def test_damaged_answer_is_refused(client, asked, data):
    assert client.post(asked[1], data).status_code == 400


def test_late_answer_is_taken_and_warned_of(client, clerk):
    filing = make_filing(arrived_at=timezone.now())
    hearing, address = open_hearing(filing, clerk, due=timezone.now() - timedelta(days=2))
    assert "This moment has passed." in client.get(address).content.decode()
    assert client.post(address, {"text": "Late.", "end": "1"}).status_code == 303


def test_case_that_was_decided_still_takes_the_answer(client, clerk, asked):
    hearing, address = asked
    decide(hearing.filing, clerk)
    assert "The case has ended." in client.get(address).content.decode()
    assert client.post(address, {"text": "For the file.", "end": "1"}).status_code == 303


def unknown(hearing, address, clerk):
    return f"/en/appeals/hearing/{'A' * 43}/"


def cut(hearing, address, clerk):
    return address[:-2] + "/"


def odd(hearing, address, clerk):
    return "/en/appeals/hearing/%E2%80%AE..%2f/"


def revoked(hearing, address, clerk):
    verbs.revoke_hearing(hearing, by=clerk)
    return address


def expired(hearing, address, clerk):
    type(hearing).objects.filter(pk=hearing.pk).update(expires_at=timezone.now())
    return address


def emptied(hearing, address, clerk):
    decide(hearing.filing, clerk)
    verbs.empty(hearing.filing, at=timezone.now())
    return address


def answered_and_revoked(hearing, address, clerk):
    verbs.answer_hearing(hearing, text="First.", at=timezone.now())
    return revoked(hearing, address, clerk)


ENDED = [
    pytest.param(revoked, 410, "The commission has closed this link", id="revoked"),
    pytest.param(expired, 410, "The time of this link is over", id="expired"),
    pytest.param(emptied, 410, "The case is closed and its texts are removed", id="emptied"),
    pytest.param(answered_and_revoked, 409, "An answer was given already", id="answered"),
]


@pytest.mark.parametrize(("spoil", "status", "why"), ENDED)
def test_answer_through_a_link_that_ended_meanwhile_comes_back_with_why_and_where_to_send_it(
    client, asked, clerk, spoil, status, why
):
    hearing, address = asked
    commission = hearing.filing.commission
    commission.address, commission.email = {"ru": "Примерная улица, 1"}, "c033@commission.example"
    commission.save()
    typed = "\n  <b>Line</b> by line,\n" + "ə" * TEXT_CHARACTERS  # longer than the form would take
    address = spoil(hearing, address, clerk)
    sent = {"text": typed, "evidence": evidence("list.txt"), "end": "1"}
    answer = client.post(address.replace("/en/", "/ru/"), sent)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    with translation.override("ru"):
        assert gettext(why) in page
    assert f">\n{escape(typed)}</textarea>" in page
    assert "list.txt" in page
    assert "Примерная улица, 1" in page
    assert "c033@commission.example" in page
    assert hearing.filing.number in page
    assert "A copy of the protocol" not in page  # the link shows the act no more
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(("spoil", "status", "why"), [ended for ended in ENDED if ended.id != "expired"])
def test_answer_while_the_link_is_being_ended_comes_back_too(client, asked, clerk, monkeypatch, spoil, status, why):
    hearing, address = asked
    answer_hearing = verbs.answer_hearing

    def ended_first(found, **facts):
        monkeypatch.undo()
        spoil(hearing, address, clerk)
        return answer_hearing(found, **facts)

    monkeypatch.setattr(verbs, "answer_hearing", ended_first)
    answer = client.post(address, {"text": "Typed with care.", "end": "1"})
    assert answer.status_code == status
    assert why in answer.content.decode()
    assert "Typed with care.</textarea>" in answer.content.decode()


@pytest.mark.parametrize("spoil", [unknown, cut, revoked, expired, emptied])
def test_link_that_carries_no_right_is_not_found_and_no_hint_says_why(client, asked, clerk, spoil):
    address = spoil(*asked, clerk)
    never = f"/en/appeals/hearing/{'B' * 43}/"

    def seen(answer, token):
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        return answer.status_code, text.replace(token, "")

    assert seen(client.get(address), address.split("/")[4]) == seen(client.get(never), "B" * 43)
    assert client.get(address).status_code == 404
    assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize("spoil", [unknown, cut])
def test_answer_through_a_link_that_never_was_is_not_found(client, asked, clerk, spoil):
    answer = client.post(spoil(*asked, clerk), {"text": "x", "end": "1"})
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]


def test_odd_link_is_not_found(client, asked, clerk):
    assert client.get(odd(*asked, clerk)).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_refused(client, asked, method):
    answer = client.generic(method, asked[1], b"end=1", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 405


def test_link_opens_nothing_but_its_own_page(asked):
    client = Client()
    client.get(asked[1])
    assert client.get(CASE).status_code == 303


def test_two_respondents_of_one_case_do_not_read_each_other(client, asked, clerk):
    hearing, address = asked
    client.post(address, {"text": "What the first one said.", "end": "1"})
    other, other_address = open_hearing(hearing.filing, clerk)
    assert "What the first one said." not in client.get(other_address).content.decode()


def test_applicant_reads_the_answer_and_never_the_link(clerk):
    applicant = make_applicant()
    hearing, address = open_hearing(applicant.filing, clerk)
    Client().post(address, {"text": "It was handed out.", "end": "1"})
    page = applicant.read()
    assert "It was handed out." in page
    assert address.split("/")[4] not in page


def test_flood_of_answers_is_slowed_down(client, asked):
    statuses = [client.post(asked[1], {"text": f"{number}", "end": "1"}).status_code for number in range(21)]
    assert statuses == [303] + [409] * 19 + [429]


def test_form_from_an_error_page_comes_back_with_the_text(client, asked):
    page = client.post(asked[1], {"text": "Typed with care.", "then": "reopen", "end": "1"})
    assert "Typed with care.</textarea>" in page.content.decode()


def test_page_says_which_filing_and_which_commission(client, clerk):
    filing = make_filing(arrived_at=NOON)
    page = client.get(open_hearing(filing, clerk)[1]).content.decode()
    assert filing.number in page
    assert "Sample Commission C033" in page


ENDS = {
    "withdrawn": (lambda filing, clerk: verbs.withdraw(filing, at=timezone.now()), "has withdrawn it"),
    "returned": (lambda filing, clerk: verbs.return_(filing, reasons="<p>Late.</p>", by=clerk), "has returned it"),
    "forwarded": (
        lambda filing, clerk: verbs.forward(filing, to=make_commission("C001"), reasons="Theirs.", by=clerk),
        "may ask you anew: Sample Commission C001",
    ),
}


@pytest.mark.parametrize("way", ENDS)
def test_respondent_is_told_what_became_of_the_case_and_the_link_ends(client, clerk, asked, way):
    hearing, address = asked
    number, (end, told) = hearing.filing.number, ENDS[way]
    end(hearing.filing, clerk)
    letter = Letter.objects.get(to=hearing.respondent_email, subject__contains="has ended")
    assert told in letter.body
    assert letter.subject.startswith(number)
    assert "Hidden" not in letter.body
    assert client.get(address).status_code == 404
    hearing.refresh_from_db()
    assert hearing.revoked_at
    assert hearing.revoked_by == (None if way == "withdrawn" else clerk)
    assert hearing.filing.events.get(kind="hearing_revoked").subject_id == hearing.pk


def test_return_is_served_on_the_respondent_who_was_heard_until_then(clerk, asked):
    hearing, _address = asked
    verbs.revoke_hearing(open_hearing(hearing.filing, clerk, email="wrong@people.example")[0], by=clerk)
    decision = verbs.return_(hearing.filing, reasons="<p>Late.</p>", by=clerk)
    verbs.serve(decision, party="respondent", way="email", by=clerk)
    served = Letter.objects.filter(subject__contains="is served on you")
    assert [letter.to for letter in served] == [hearing.respondent_email]


def test_withdrawal_of_the_lead_ends_no_hearing_of_the_joined_filing(clerk, asked):
    hearing, _address = asked
    lead = verbs.register(make_filing(), by=clerk)
    verbs.join(hearing.filing, lead=lead, by=clerk)
    verbs.withdraw(lead, at=timezone.now())
    hearing.refresh_from_db()
    assert hearing.revoked_at is None
