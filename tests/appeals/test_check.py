"""The check page: what staff and the public will see, warnings that refuse nothing, and the sending, once."""

import html
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from appeals import codes
from appeals.models import CoApplicant, Draft, Evidence, Filing, Message
from appeals.verbs import drafting
from commission.models import ElectionCommission
from tests.appeals.stepping import NEW, declaration, fill, hidden, send, send_step
from tests.factories_appeals import evidence, make_commission

pytestmark = pytest.mark.django_db
CHECK = f"{NEW}check/"


@pytest.fixture(autouse=True)
def commissions():
    constituency = make_commission()
    ElectionCommission.objects.create(
        number="P03305", tier="precinct", superior=constituency, name={"en": "Sample Precinct Commission No. 5"}
    )


def text_of(answer):
    return html.unescape(answer.content.decode())


def today(days=0):
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def test_citizen_files_and_follows(client):
    check = fill(client, evidence=[evidence()])
    form_key = hidden(check, "form_key")
    answer = send(client, check)
    assert (answer.status_code, answer["Location"]) == (303, "/en/appeals/receipt/")
    cookie = answer.cookies["receipt"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/en/appeals/receipt/", True, "Lax")
    filing, code = Filing.objects.get(), codes.access_code(form_key, secret=settings.CODE_KEY)
    for _reload in range(2):
        receipt = client.get("/en/appeals/receipt/")
        assert filing.number in text_of(receipt)
        assert code in text_of(receipt)
        assert Evidence.objects.get().sha256 in text_of(receipt)
        assert "no-store" in receipt["Cache-Control"]
    typed = {"number": filing.number.lower(), "code": code.lower(), "end": "1"}
    case = client.post("/en/appeals/follow/", typed, follow=True)
    assert "Filed" in text_of(case)


def test_filing_holds_what_was_typed(client):
    send(client, fill(client, co_name_0="Second Sample", co_address_0="2 Example Street", wants_to_attend="on"))
    filing = Filing.objects.get()
    assert (filing.applicant_name, filing.statement) == ("Sample Applicant", "A copy of the protocol was refused.")
    assert (filing.happened_on.isoformat(), filing.wants_to_attend, filing.language) == ("2020-02-09", True, "en")
    assert filing.declared_true_at == filing.arrived_at
    person = CoApplicant.objects.get()
    assert (person.name, person.address) == ("Second Sample", "2 Example Street")


def test_fields_of_another_kind_are_not_filed(client):
    fill(client)
    send_step(client, "act", contested_kind="inaction", commission="C033")
    send(client, client.get(CHECK))
    filing = Filing.objects.get()
    assert (filing.contested_kind, filing.happened_where) == ("inaction", "")


def test_check_page_shows_both_sides(client):
    text = text_of(fill(client, contested_commission="P03305", evidence=[evidence()]))
    staff, public = text.split("What the public will see")
    for value in ("Sample Applicant", "1 Example Street", "protocol was refused", "photo.txt", "Precinct Commission"):
        assert value in staff
        assert value not in public
    assert f"C033-{timezone.localdate().year}-…" in public
    assert "Sample Commission C033" in public


def test_form_key_is_made_on_the_check_page_and_not_stored(client):
    first = hidden(fill(client), "form_key")
    second = hidden(client.get(CHECK), "form_key")
    assert first != second
    assert codes.is_form_key(first)
    assert first not in str(Draft.objects.values().get())


LATE, MISDIRECTED, INCOMPLETE = "Late:", "Another commission seems competent", "the law also asks for"
IN_TIME = {"happened_on": today()}


@pytest.mark.parametrize(
    ("changes", "mark", "texts"),
    [
        pytest.param(IN_TIME | {"contested_commission": "P03305"}, None, ["In time: the time limit ends"], id="none"),
        pytest.param({}, LATE, ["ended on 12 February 2020, 24:00", "3 days from 9 February 2020"], id="late"),
        pytest.param(
            IN_TIME | {"contested_commission": "C033"}, MISDIRECTED, ["competent: Central Election"], id="own-act"
        ),
        pytest.param(IN_TIME | {"about": "campaign"}, MISDIRECTED, ["competent: Central Election"], id="campaign"),
        pytest.param(
            IN_TIME | {"contested_commission": "CEC", "commission": "CEC"}, None, ["are contested in court"], id="court"
        ),
        pytest.param(
            {"happened_on": "", "ground": "", "applicant_address": "", "evidence_explanation": "", "respondent": ""},
            INCOMPLETE,
            ["an address for notices", "which rule was broken", "the day", "evidence, or an", "who did it"],
            id="incomplete",
        ),
        pytest.param(IN_TIME | {"capacity": "agent"}, INCOMPLETE, ["the proof of authority"], id="no-authority"),
        pytest.param(IN_TIME | {"contested_kind": ""}, INCOMPLETE, ["what you complain about"], id="no-kind"),
    ],
)
def test_warning_says_what_is_amiss_and_lets_it_pass(client, changes, mark, texts):
    check = fill(client, **changes)
    shown = {warning for warning in (LATE, MISDIRECTED, INCOMPLETE) if warning in text_of(check)}
    assert shown == ({mark} if mark else set())
    for text in texts:
        assert text in text_of(check)
    assert send(client, check).status_code == 303
    filing = Filing.objects.get()
    assert (filing.is_late, filing.is_misdirected, filing.is_incomplete) == (
        mark == LATE,
        mark == MISDIRECTED,
        mark == INCOMPLETE,
    )


def test_missing_item_leads_to_its_step(client):
    text = text_of(fill(client, ground="", applicant_address="", respondent="", evidence_explanation=""))
    for step in ("statement", "applicant", "circumstances", "evidence"):
        assert f'<li><a href="{NEW}{step}/">' in text


def test_competent_commission_is_one_button_away(client):
    check = fill(client, contested_commission="P03305", commission="CEC")
    assert "Change to: Sample Commission C033" in text_of(check)
    answer = client.post(f"{NEW}competent/", {"end": "1"})
    assert answer["Location"] == CHECK
    assert "Another commission" not in text_of(client.get(CHECK))
    client.post(f"{NEW}competent/", {"end": "1"})
    send(client, client.get(CHECK))
    filing = Filing.objects.get()
    assert (filing.commission.number, filing.is_misdirected) == ("C033", False)


@pytest.mark.parametrize(
    ("step", "changes", "problem"),
    [
        pytest.param("statement", {"statement": ""}, "Say what happened", id="no-statement"),
        pytest.param("applicant", {"applicant_name": ""}, "Give your name", id="no-name"),
        pytest.param("act", {"commission": ""}, "Name the commission", id="no-commission"),
        pytest.param("circumstances", {"happened_on": "30.2.2020"}, "valid date", id="no-date-at-all"),
    ],
)
def test_what_cannot_be_a_filing_is_not_offered_to_be_sent(client, step, changes, problem):
    good = fill(client)
    send_step(client, step, **changes)
    check = client.get(CHECK)
    assert problem in text_of(check)
    assert f'<a href="{NEW}{step}/">' in text_of(check)
    assert 'name="declaration"' not in text_of(check)
    assert send(client, good).status_code == 422
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"declaration": ""}, "Confirm that what you state is true", id="not-declared"),
        pytest.param({"form_key": "x"}, "damaged", id="foreign-form-key"),
        pytest.param({"form_key": ""}, "This field is required", id="no-form-key"),
    ],
)
def test_sending_without_declaration_or_key_is_refused(client, changes, message):
    answer = send(client, fill(client), **changes)
    assert answer.status_code == 422
    assert message in text_of(answer)
    assert not Filing.objects.exists()
    assert Draft.objects.get().answers["statement"]


def test_retry_shows_the_same_receipt(client):
    check = fill(client, evidence=[evidence()])
    sent, codes_shown = declaration(check), set()
    for _retry in range(2):
        assert client.post(CHECK, sent).status_code == 303
        codes_shown.add(client.get("/en/appeals/receipt/").context["code"])
    assert Filing.objects.count() == Evidence.objects.count() == 1
    assert len(codes_shown) == 1


def test_retry_after_a_lost_answer_still_has_the_drafts_cookie(client):
    sent = declaration(fill(client))
    token = client.cookies["draft-en"].value
    client.post(CHECK, sent)
    client.cookies["draft-en"] = token
    assert "was sent" in text_of(client.get(NEW))
    assert client.post(CHECK, sent).status_code == 303
    assert Filing.objects.count() == 1


def test_two_check_pages_of_one_draft_file_once(client):
    first, second = fill(client), client.get(CHECK)
    token = client.cookies["draft-en"].value
    send(client, first)
    client.cookies["draft-en"] = token
    assert send(client, second)["Location"] == NEW
    assert Filing.objects.count() == 1


def test_check_page_that_is_older_than_the_draft_sends_nothing(client):
    check = fill(client)
    send_step(client, "statement", statement="Mended in another tab.")
    answer = send(client, check)
    assert answer.status_code == 409
    assert "Mended in another tab." in text_of(answer)
    assert "Something was changed" in text_of(answer)
    assert not Filing.objects.exists()
    assert send(client, answer).status_code == 303
    assert Filing.objects.get().statement == "Mended in another tab."


def test_draft_that_changes_while_it_is_sent_is_not_filed(client):
    fill(client)
    draft = Draft.objects.get()
    drafting.keep(Draft.objects.get(), answers={"statement": "Another one."}, at=timezone.now())
    with pytest.raises(drafting.DraftChanged):
        drafting.file_draft(draft, files=[], at=timezone.now())
    assert Draft.objects.get().filed_at is None


def file_and_begin_another(client):
    """A form key that was used, and the check page of another draft."""
    first = fill(client)
    send(client, first)
    second = fill(client, statement="And the observer was sent away.", evidence=[evidence()])
    return declaration(second, form_key=hidden(first, "form_key"))


def test_form_sent_again_with_other_content_offers_two_ways_and_no_code(client):
    sent = file_and_begin_another(client)
    answer = client.post(CHECK, sent)
    assert answer.status_code == 409
    assert "And the observer was sent away." in text_of(answer)
    for way in ("add", "new"):
        assert f'name="then" value="{way}"' in text_of(answer)
    assert codes.access_code(sent["form_key"], secret=settings.CODE_KEY) not in text_of(answer)
    assert Filing.objects.count() == 1
    assert Draft.objects.filter(filed_at=None).get().answers["statement"]


def test_form_sent_again_with_other_content_can_be_added(client):
    sent = file_and_begin_another(client) | {"then": "add"}
    token = client.cookies["draft-en"].value
    for _retry in range(2):
        client.cookies["draft-en"] = token
        added = client.post(CHECK, sent)
        assert added.status_code == 200
        assert Filing.objects.get().number in text_of(added)
        assert codes.access_code(sent["form_key"], secret=settings.CODE_KEY) not in text_of(added)
    assert "observer was sent away" in Message.objects.get().text
    assert Evidence.objects.get().filing == Filing.objects.get()
    assert not Draft.objects.filter(filed_at=None).exists()


def test_form_sent_again_with_other_content_can_be_filed_as_a_new_one(client):
    sent = file_and_begin_another(client) | {"then": "new"}
    shown = set()
    for _retry in range(2):
        assert client.post(CHECK, sent).status_code == 303
        shown.add(client.get("/en/appeals/receipt/").context["filing"].number)
    assert Filing.objects.count() == 2
    assert shown == {Filing.objects.first().number}


def test_check_page_of_a_stranger_sends_nothing(client):
    sent = declaration(fill(client))
    assert Client().post(CHECK, sent)["Location"] == NEW
    assert not Filing.objects.exists()


def test_cookie_goes_with_the_filing(client):
    answer = send(client, fill(client))
    assert answer.cookies["draft-en"]["max-age"] == 0
    assert answer.cookies["draft-en"]["path"] == NEW


def test_pages_take_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    fill(client, contested_commission="P03305", evidence=[evidence(f"{n}.txt", b"x%d" % n) for n in range(9)])
    with django_assert_max_num_queries(25):
        client.get(CHECK)
    with django_assert_max_num_queries(15):
        client.get(f"{NEW}evidence/")


def test_the_three_requests_of_a_filing_ask_the_database_little(client, django_assert_max_num_queries):
    """What bounds how many are filed in a second: savepoints of the test's own transaction are in the figures."""
    fill(client)
    page = client.get(f"{NEW}evidence/")
    sent = {"seen": hidden(page, "seen"), "end": "1", "evidence": [evidence()]}
    with django_assert_max_num_queries(10):
        client.post(f"{NEW}evidence/", sent)
    with django_assert_max_num_queries(5):
        check = client.get(CHECK)
    with django_assert_max_num_queries(24):
        assert send(client, check).status_code == 303


def test_two_filings_in_a_row_are_two(client):
    for _each in range(2):
        send(client, fill(client))
    assert Filing.objects.count() == 2
