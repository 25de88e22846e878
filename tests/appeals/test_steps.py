"""The form in steps, with JavaScript off: what is typed is kept, whatever happens."""

import html
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from appeals.cookies import draft_cookie
from appeals.models import Draft, DraftFile, Filing
from commission.models import ElectionCommission
from tests.appeals.stepping import ANSWERS, NEW, answers, fill, hidden, send_step
from tests.factories_appeals import evidence, make_commission

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def commissions():
    constituency = make_commission()
    ElectionCommission.objects.create(
        number="P03305", tier="precinct", superior=constituency, name={"en": "Sample Precinct Commission No. 5"}
    )


def text_of(answer):
    return html.unescape(answer.content.decode())


def begin(client, **changes):
    """The first step is sent; the draft."""
    typed = {"contested_kind": "action", "commission": "C033"} | changes
    assert send_step(client, "act", **typed).status_code == 303
    return Draft.objects.latest("pk")


def test_looking_at_the_form_stores_nothing(client):
    page = client.get(NEW)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert not Draft.objects.exists()
    assert not any(name.startswith("draft") for name in page.cookies)


def test_draft_lies_behind_a_token_that_only_the_browser_has(client):
    draft = begin(client)
    cookie = client.cookies["draft-en"]
    assert len(cookie.value) == 64
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["secure"]) == (NEW, True, "Lax", "")
    assert cookie["max-age"] == settings.BEGUN_FILINGS_KEPT_DAYS * 86_400
    assert draft.token_digest == draft_cookie.digest_of(cookie.value)
    assert cookie.value not in str(Draft.objects.values().get())
    assert client.cookies["draft-az"]["path"] == "/az/appeals/new/"
    assert abs(draft.expires_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)


def test_cookie_is_secure_where_the_site_is(client, settings):
    settings.HTTPS = True
    begin(client)
    assert client.cookies["draft-en"]["secure"] is True


@pytest.mark.parametrize("step", ANSWERS)
def test_step_shows_again_what_was_typed(client, step):
    begin(client)
    typed = {name: value for name, value in answers().items() if name in ANSWERS[step]}
    assert send_step(client, step, **typed).status_code == 303
    page = text_of(client.get(f"{NEW}{step}/"))
    for name, value in typed.items():
        assert str(value) in page, name


def test_draft_goes_on_in_another_language(client):
    begin(client)
    send_step(client, "statement", statement="It was refused.")
    client.cookies["draft-az"] = client.cookies["draft-en"].value
    assert "It was refused." in text_of(client.get("/az/appeals/new/statement/"))


@pytest.mark.parametrize(
    ("step", "changes", "message"),
    [
        pytest.param("act", {"commission": ""}, "Name the commission", id="no-commission"),
        pytest.param("act", {"commission": "nothing like this"}, "No commission has", id="unknown-commission"),
        pytest.param("circumstances", {"happened_on": "30.2.2020"}, "valid date", id="impossible-date"),
        pytest.param("circumstances", {"learned_on": "1.1.2999"}, "future", id="future"),
        pytest.param("applicant", {"applicant_name": ""}, "Give your name", id="no-name"),
        pytest.param("applicant", {"applicant_email": "nobody at home"}, "valid email", id="no-e-mail"),
        pytest.param("statement", {"statement": " "}, "Say what happened", id="no-statement"),
        pytest.param("statement", {"statement": "x" * 50_001}, "50000", id="too-long"),
        pytest.param("evidence", {"evidence": [evidence("empty.pdf", b"")]}, "empty.pdf", id="empty-file"),
    ],
)
def test_bad_input_gets_a_clear_error_and_is_kept_all_the_same(client, step, changes, message):
    begin(client)
    typed = {name: value for name, value in answers(**changes).items() if name in ANSWERS[step]}
    answer = send_step(client, step, **typed)
    assert answer.status_code == 422
    assert message in text_of(answer)
    kept = Draft.objects.get().answers
    assert all(kept[name] == str(typed[name]) for name in typed if not isinstance(typed[name], list))
    assert not Filing.objects.exists()


@pytest.mark.parametrize("step", [*ANSWERS, "check", "competent"])
@pytest.mark.parametrize("end", [pytest.param({}, id="none"), pytest.param({"end": "12"}, id="other")])
def test_step_that_was_cut_off_changes_nothing(client, step, end):
    draft = begin(client)
    answer = client.post(f"{NEW}{step}/", {"statement": "Cut", "commission": "CEC", "evidence": [evidence()]} | end)
    assert answer.status_code == 400
    assert Draft.objects.get().answers == draft.answers
    assert not DraftFile.objects.exists()


@pytest.mark.parametrize("step", ANSWERS)
def test_step_refuses_other_methods_and_odd_text(client, step):
    begin(client)
    assert client.put(f"{NEW}{step}/", "end=1").status_code == 405
    assert client.post(f"{NEW}{step}/", {"statement": "a\x00b", "end": "1"}).status_code == 400


def test_only_what_the_law_asks_for_the_chosen_kind_is_asked(client):
    asked = {
        "decision": ("decision_number", "decision_by", "happened_on"),
        "action": ("respondent", "happened_where", "happened_on"),
        "inaction": ("respondent", "demand"),
    }
    names = {name for fields in asked.values() for name in fields}
    for kind, fields in asked.items():
        begin(client, contested_kind=kind) if not client.cookies else send_step(
            client, "act", contested_kind=kind, commission="C033"
        )
        page = text_of(client.get(f"{NEW}circumstances/"))
        shown = {name for name in names if f'name="{name}"' in page}
        assert shown - {"happened_on"} == set(fields) - {"happened_on"}, kind


def test_commission_that_decides_is_worked_out_from_the_one_complained_of(client):
    begin(client, commission="", contested_commission="sample precinct")
    assert Draft.objects.get().answers["commission"] == "C033"
    send_step(client, "act", commission="", contested_commission="P03305", about="campaign")
    assert Draft.objects.get().answers["commission"] == "CEC"


def test_commissions_that_fit_are_offered_to_choose_from(client):
    make_commission("C034")
    typed = {"commission": "sample commission c0", "contested_kind": "action"}
    several = send_step(client, "act", **typed)
    for number in ("C033", "C034"):
        assert f'<input type="radio" name="commission_chosen" value="{number}"' in text_of(several)
    assert send_step(client, "act", **typed, commission_chosen="X").status_code == 422
    assert send_step(client, "act", **typed, commission_chosen="C034").status_code == 303
    assert Draft.objects.get().answers["commission"] == "C034"


def test_answers_of_the_guide_arrive_in_the_form(client):
    query = "?about=voting&contested_commission=P03305&commission=C033&happened_on=2020-02-09&learned_on=2020-02-10"
    page = client.get(NEW + query)
    text = page.content.decode()
    assert 'value="P03305"' in text
    assert 'value="C033"' in text
    action = f"{NEW}act/{query}"
    assert action in html.unescape(text)
    typed = {"contested_kind": "action", "contested_commission": "P03305", "commission": "C033"}
    client.post(action, typed | {"seen": hidden(page, "seen"), "end": "1"})
    later = text_of(client.get(f"{NEW}circumstances/"))
    assert 'value="2020-02-09"' in later
    assert 'value="2020-02-10"' in later


def test_several_sign_and_one_more_place_is_offered(client):
    begin(client)
    one = {"applicant_name": "Sample Applicant", "co_name_0": "Second Sample", "co_address_0": "2 Example Street"}
    answer = send_step(client, "applicant", **one, stay="1")
    assert answer["Location"] == f"{NEW}applicant/"
    page = text_of(client.get(f"{NEW}applicant/"))
    assert "Second Sample" in page
    assert 'name="co_name_1"' in page
    assert 'name="co_name_2"' not in page


def test_others_who_signed_can_be_taken_off_again(client):
    begin(client)
    three = {f"co_name_{place}": f"Sample {place}" for place in range(3)}
    send_step(client, "applicant", applicant_name="Sample Applicant", **three)
    assert "Sample 2" in text_of(client.get(f"{NEW}applicant/"))
    send_step(client, "applicant", applicant_name="Sample Applicant")
    assert "Sample 2" not in text_of(client.get(f"{NEW}applicant/"))


def test_proof_of_authority_is_asked_for_in_another_persons_capacity(client):
    begin(client)
    send_step(client, "applicant", applicant_name="Sample Agent", capacity="voter")
    assert 'name="authority"' not in text_of(client.get(f"{NEW}evidence/"))
    send_step(client, "applicant", applicant_name="Sample Agent", capacity="agent")
    assert 'name="authority"' in text_of(client.get(f"{NEW}evidence/"))
    send_step(client, "evidence", authority=[evidence("power.pdf", b"%PDF-1.4")])
    assert DraftFile.objects.get().purpose == "authority"


def test_entry_asks_before_a_new_form_replaces_what_was_begun(client):
    draft = begin(client)
    send_step(client, "evidence", evidence=[evidence()])
    page = text_of(client.get(NEW))
    assert "not sent it yet" in page
    assert f'href="{NEW}circumstances/"' in page
    assert Draft.objects.get() == draft
    assert client.post(NEW, {"end": "1"}).status_code == 302
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()
    assert "no longer there" not in text_of(client.get(NEW))


def test_steps_without_a_draft_lead_to_the_first_one(client):
    for step in (*ANSWERS, "check", "competent"):
        assert client.get(f"{NEW}{step}/")["Location"] == NEW


def test_draft_of_somebody_else_is_not_shown(client):
    begin(client)
    send_step(client, "statement", statement="A secret of mine.")
    stranger = Client()
    stranger.cookies["draft-en"] = "a" * 64
    for step in (*ANSWERS, "check"):
        assert stranger.get(f"{NEW}{step}/")["Location"] == NEW
    page = text_of(stranger.get(NEW))
    assert "no longer there" in page
    assert "A secret of mine." not in page


def test_digest_in_the_database_opens_nothing(client):
    thief = Client()
    thief.cookies["draft-en"] = begin(client).token_digest
    assert thief.get(f"{NEW}act/").status_code == 302


@pytest.mark.parametrize("value", ["", "x", "é" * 64, "A" * 64, "0" * 63])
def test_cookie_that_the_site_never_gave_is_ignored(client, value):
    client.cookies["draft-en"] = value
    assert client.get(f"{NEW}act/").status_code == 302
    assert client.get(NEW).status_code == 200


def test_expired_draft_starts_anew_with_a_clear_word_and_loses_nothing_of_this_page(client):
    begin(client)
    Draft.objects.update(expires_at=timezone.now())
    assert client.get(f"{NEW}statement/")["Location"] == NEW
    assert "no longer there" in text_of(client.get(NEW))
    answer = client.post(f"{NEW}statement/", {"statement": "I had typed this.", "end": "1"})
    assert answer["Location"] == f"{NEW}evidence/?anew=1"
    assert "have to be filled in again" in text_of(client.get(answer["Location"]))
    assert "I had typed this." in text_of(client.get(f"{NEW}statement/"))
    assert Draft.objects.count() == 2


def test_every_change_keeps_the_draft_for_the_whole_time_again(client):
    begin(client)
    now = timezone.now()
    Draft.objects.update(created_at=now - timedelta(days=6), expires_at=now + timedelta(hours=1))
    send_step(client, "statement", statement="More.")
    assert Draft.objects.get().expires_at > now + timedelta(days=6)


def test_two_tabs_on_different_steps_do_not_disturb_each_other(client):
    begin(client)
    first, second = client.get(f"{NEW}statement/"), client.get(f"{NEW}applicant/")
    for step, page, typed in (
        ("statement", first, {"statement": "One."}),
        ("applicant", second, {"applicant_name": "N"}),
    ):
        sent = typed | {"seen": hidden(page, "seen"), "end": "1"}
        assert client.post(f"{NEW}{step}/", sent).status_code == 303
    kept = Draft.objects.get().answers
    assert (kept["statement"], kept["applicant_name"]) == ("One.", "N")


def test_older_tab_does_not_silently_overwrite_a_newer_one(client):
    begin(client)
    old = client.get(f"{NEW}statement/")
    send_step(client, "statement", statement="Newer text.")
    sent = {"statement": "Older text.", "end": "1"}
    refused = client.post(f"{NEW}statement/", sent | {"seen": hidden(old, "seen")})
    assert refused.status_code == 409
    for text in ("changed in another window", "Newer text.", "Older text."):
        assert text in text_of(refused)
    assert Draft.objects.get().answers["statement"] == "Newer text."
    assert client.post(f"{NEW}statement/", sent | {"seen": hidden(refused, "seen")}).status_code == 303
    assert Draft.objects.get().answers["statement"] == "Older text."


def test_back_button_and_correction_need_no_fresh_page(client):
    begin(client)
    page = client.get(f"{NEW}statement/")
    for statement in ("Frist try.", "First try.", "First try."):
        sent = {"statement": statement, "seen": hidden(page, "seen"), "end": "1"}
        assert client.post(f"{NEW}statement/", sent).status_code == 303
    assert Draft.objects.get().answers["statement"] == "First try."


def test_retry_of_a_step_is_no_conflict(client):
    page = client.get(NEW)
    sent = {"commission": "commission c033", "contested_kind": "action", "seen": hidden(page, "seen"), "end": "1"}
    for _retry in range(2):
        assert client.post(f"{NEW}act/", sent).status_code == 303
    assert Draft.objects.count() == 1


def test_navigation_says_which_steps_are_done(client):
    begin(client)
    send_step(client, "applicant", applicant_name="")
    page = text_of(client.get(f"{NEW}statement/"))
    assert f'<li class="step--done"><a href="{NEW}act/">' in page
    assert f'<li class="step--wrong"><a href="{NEW}applicant/">' in page
    assert f'<li class="step--open"><a href="{NEW}evidence/">' in page
    assert '<li class="step--open" aria-current="step">' in page


def test_form_left_open_for_long_keeps_what_was_typed_and_asks_for_the_files_again():
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(NEW)
    token = hidden(page, "csrfmiddlewaretoken")
    act = {"contested_kind": "action", "commission": "C033", "csrfmiddlewaretoken": token, "end": "1"}
    strict.post(f"{NEW}act/", act)
    typed = {"evidence_explanation": "It shows the door.", "end": "1"}
    refused = strict.post(f"{NEW}evidence/", typed | {"evidence": [evidence()]})
    assert refused.status_code == 403
    assert "It shows the door." in text_of(refused)
    assert 'value="reopen"' in text_of(refused)
    again = typed | {"then": "reopen", "csrfmiddlewaretoken": hidden(refused, "csrfmiddlewaretoken")}
    opened = strict.post(f"{NEW}evidence/", again)
    assert opened.status_code == 200
    assert "It shows the door." in text_of(opened)


def test_everything_typed_reaches_the_check_page(client):
    check = text_of(fill(client, co_name_0="Second Sample", wants_to_attend="on", evidence=[evidence()]))
    for value in ("Sample Applicant", "1 Example Street", "Polling station 12", "Second Sample", "photo.txt", "yes"):
        assert value in check, value
