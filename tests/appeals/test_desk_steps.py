"""The steps: a page for each verb, its form as the verb's keywords, and clear words where it is not allowed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from appeals import access, codes, verbs
from appeals.desk.forms.steps import RICH_TEXT_CHARACTERS, rich_field
from appeals.desk.offers import STEPS, last_line, offered
from appeals.desk.steps import AGAIN_AFTER
from appeals.models import Filing, NotAllowedNow, TimeLimitRule
from commission.models import Letter
from tests.appeals.desk_cast import assigned, case, central, decided, filed_now, on_agenda, registered, sign_in, step
from tests.factories_appeals import make_commission, make_filing, make_staff, second_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DUE = "%Y-%m-%dT%H:%M"
NOT_NOW = "The state of the filing does not allow this"


@pytest.fixture
def expert():
    return make_staff("expert", group="experts")


@pytest.fixture
def commissioner():
    return make_staff("commissioner", group="commissioners")


def again(filing):
    return Filing.objects.get(pk=filing.pk)


def kinds(filing):
    return list(filing.events.exclude(kind="file_read").values_list("kind", flat=True))


def tomorrow():
    return timezone.localtime(timezone.now() + timedelta(days=1)).strftime(DUE)


def test_every_verb_of_the_rights_has_its_step_and_the_reverse():
    assert {one.verb for one in STEPS.values()} == set(access.VERBS)


def take(client, filing, noun, data=None):
    """Post a step and arrive at the case again."""
    answer = client.post(step(filing, noun), data or {})
    if answer.status_code != 302:
        pytest.fail(f"{answer.status_code}: {dict(answer.context['form'].errors)} {answer.context['notice']}")
    return answer


def test_officer_registers_and_is_back_at_the_case(client, officer):
    filing = filed_now()
    assert "Register" in client.get(step(filing, "registration")).content.decode()
    assert take(client, filing, "registration").url == case(filing)
    assert (again(filing).status, again(filing).registered_by) == ("registered", officer)
    assert "Done: Register" in client.get(case(filing)).content.decode()


def test_officer_assigns_an_expert_of_the_own_commission_without_conflict(client, officer, expert):
    filing = registered(officer)
    stranger = make_staff("stranger", group="experts", commission=make_commission("C001"))
    involved = make_staff("involved", group="experts")
    involved.first_name, involved.last_name = "Aysel", "Misalova"
    involved.save()
    Filing.objects.filter(pk=filing.pk).update(respondent="AYSEL MİSALOVA, secretary")
    for refused in (stranger, officer, involved):
        answer = client.post(step(filing, "assignment"), {"expert": refused.pk})
        assert answer.status_code == 422, refused
    take(client, filing, "assignment", {"expert": expert.pk})
    assert (again(filing).status, again(filing).expert) == ("under_review", expert)


def test_officer_asks_and_writes(client, officer):
    filing = registered(officer)
    past = client.post(step(filing, "information-request"), {"text": "?", "answer_due_at": "2020-01-01T10:00"})
    assert past.status_code == 422
    take(client, filing, "information-request", {"text": "Which one?", "answer_due_at": tomorrow()})
    take(client, filing, "message", {"text": "We are on it."})
    assert filing.information_requests.get().text == "Which one?"
    assert filing.messages.get().text == "We are on it."


def test_officer_forwards_by_number_or_name_and_to_one_of_several(client, officer):
    filing = filed_now(contested_commission=make_commission("C001"))
    assert client.get(step(filing, "forwarding")).context["form"]["to"].value() == "CEC"
    for _ in "12":
        make_commission(f"C10{_}")
    several = client.post(step(filing, "forwarding"), {"to": "Sample Commission", "reasons": "Theirs."})
    assert several.status_code == 422
    assert "C101 · Sample Commission C101" in several.content.decode()
    own = client.post(step(filing, "forwarding"), {"to": "C033", "reasons": "Theirs."})
    assert own.status_code == 422
    nobody = client.post(step(filing, "forwarding"), {"to": "Atlantis", "reasons": "Theirs."})
    assert "No commission has this number or name." in nobody.content.decode()
    chosen = {"to": "Sample Commission", "to_chosen": "C101", "reasons": "Theirs."}
    answer = take(client, filing, "forwarding", chosen)
    assert again(filing).commission.number == "C101"
    assert answer.url != case(filing)  # it is a sister's now
    assert client.get(case(filing)).status_code == 404


def test_tier_above_takes_over_what_its_lower_tier_may_not_handle(client):
    filing = filed_now(contested_commission=make_commission())
    sign_in(client, commission=central())
    assert step(filing, "forwarding") in client.get(case(filing)).content.decode()
    assert client.post(step(filing, "registration")).status_code == 403
    assert client.get(step(filing, "forwarding")).context["form"]["to"].value() == "CEC"
    take(client, filing, "forwarding", {"to": "CEC", "reasons": "It is about C033 itself."})
    assert again(filing).commission == central()
    take(client, filing, "registration")


def test_officer_joins_with_a_suggested_filing_or_by_number(client, officer):
    lead, twin, third = registered(officer), registered(officer), registered(officer)
    page = client.get(step(twin, "joining")).content.decode()
    assert f'value="{lead.number}"' in page
    take(client, twin, "joining", {"suggested": lead.number})
    assert again(twin).joined_to == lead
    for wrong in ({"lead": ""}, {"lead": "C033-X-1"}, {"lead": third.number}, {"lead": twin.number}):
        assert client.post(step(third, "joining"), wrong).status_code == 422
    take(client, third, "joining", {"lead": lead.number.lower()})
    assert again(third).joined_to == lead


def test_respondent_is_heard_and_the_link_revoked(client, officer):
    filing = registered(officer)
    facts = {"respondent_name": "Chair", "respondent_email": "chair@people.example", "answer_due_at": tomorrow()}
    take(client, filing, "hearing", facts)
    assert Letter.objects.filter(to="chair@people.example").exists()
    take(client, filing, "hearing-revocation", {"hearing": filing.hearings.get().pk})
    assert filing.hearings.get().revoked_by == officer
    assert client.post(step(filing, "hearing-revocation"), {"hearing": 1}).status_code == 422


def test_assigned_expert_gives_an_opinion_and_nobody_else(client, officer, expert):
    filing = assigned(officer, expert)
    other = make_staff("other", group="experts")
    facts = {"text": "So.", "proposed_outcome": "dismissed", "draft_reasons": "<p>No.</p><script>x</script>"}
    client.force_login(other)
    assert client.post(step(filing, "opinion"), facts).status_code == 409
    client.force_login(expert)
    take(client, filing, "opinion", facts)
    assert filing.opinions.get().draft_reasons == "<p>No.</p>"


def test_filing_is_placed_on_the_agenda_and_taken_off(client, officer, commissioner):
    filing = registered(officer)
    assert "No session is called yet" in client.get(step(filing, "agenda")).content.decode()
    held_at = timezone.now() + timedelta(hours=2)
    session = verbs.open_session(commission=filing.commission, number=3, held_at=held_at, by=commissioner)
    foreign = verbs.open_session(commission=make_commission("C001"), number=3, held_at=held_at, by=commissioner)
    assert client.post(step(filing, "agenda"), {"session": foreign.pk}).status_code == 422
    take(client, filing, "agenda", {"session": session.pk})
    assert again(filing).status == "on_agenda"
    take(client, filing, "agenda-removal")
    assert again(filing).status == "registered"


def test_decision_begins_with_the_template_and_the_opinion(client, officer, expert, commissioner):
    filing = assigned(officer, expert)
    verbs.give_opinion(
        filing, text="So.", proposed_outcome="partly_upheld", draft_reasons="<p>Half of it.</p>", by=expert
    )
    held_at = timezone.now() + timedelta(hours=2)
    session = verbs.open_session(commission=filing.commission, number=26, held_at=held_at, by=commissioner)
    verbs.place_on_agenda(filing, session=session, by=officer)
    client.force_login(commissioner)
    answer = client.get(step(filing, "decision"))
    form = answer.context["form"]
    assert form["outcome"].value() == "partly_upheld"
    assert form["reasons"].value() == "<p>Half of it.</p>"
    assert "Sample Applicant" in form["facts"].value()
    assert "sha256-" in answer["Content-Security-Policy"]
    facts = {"outcome": "partly_upheld", "reasons": "<p>Half.</p><script>x</script>", "facts": "<p>It was so.</p>"}
    facts |= {"law": "", "operative_part": "<p>Ordered.</p>", "votes_for": 7, "votes_against": 1, "absent": 1}
    empty = client.post(step(filing, "decision"), facts | {"reasons": "<p></p>"})
    assert empty.status_code == 422
    assert client.post(step(filing, "decision"), facts | {"votes_for": -1}).status_code == 422
    take(client, filing, "decision", facts)
    decision = again(filing).decision
    assert (decision.number, decision.reasons, decision.votes_for) == ("26/1", "<p>Half.</p>", 7)


def test_filing_is_returned_with_reasons(client, officer):
    filing = filed_now()
    assert client.post(step(filing, "return"), {"reasons": ""}).status_code == 422
    take(client, filing, "return", {"reasons": "<p>No complaint.</p>"})
    assert again(filing).decision.outcome == "returned"


def test_commissioner_refers_and_reopens(client, officer, commissioner):
    filing = registered(officer)
    client.force_login(commissioner)
    take(client, filing, "referral", {"to": "Prosecutor", "text": "A crime is suspected."})
    ended = decided(officer)
    take(client, ended, "reopening", {"reasons": "New facts."})
    assert again(ended).status == "registered"
    client.force_login(officer)
    assert client.post(step(filing, "referral"), {"to": "x", "text": "x"}).status_code == 403


def test_extension_says_why_it_is_not_possible(client, officer):
    filing = registered(officer)
    assert "No active rule allows an extension." in client.get(step(filing, "extension")).content.decode()
    assert client.post(step(filing, "extension")).status_code == 409
    TimeLimitRule.objects.filter(limit="investigate").update(is_active=True)
    take(client, filing, "extension")
    assert "was extended already" in client.get(step(filing, "extension")).content.decode()


def test_lost_code_is_replaced_once_shown_once_and_said_nowhere_else(client, officer, caplog):
    filing = filed_now()
    form = client.get(step(filing, "access-code")).context["form"]
    data = {"form_key": form["form_key"].value()}
    assert client.post(step(filing, "access-code"), data).status_code == 422
    assert again(filing).code_digest == filing.code_digest
    data |= {"identity_checked": "on", "as_of": last_line(filing)}
    answer = client.post(step(filing, "access-code"), data)
    code = answer.context["code"]
    assert answer.status_code == 200
    assert code in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert again(filing).code_digest != filing.code_digest
    assert code not in "".join(letter.subject + letter.body for letter in Letter.objects.all())
    assert code not in caplog.text
    assert code not in client.get(case(filing)).content.decode()
    data["as_of"] = last_line(filing)
    assert client.post(step(filing, "access-code"), data).context["code"] == code
    assert kinds(filing).count("code_replaced") == 1
    damaged = client.post(step(filing, "access-code"), data | {"form_key": "x"})
    assert damaged.status_code == 422


def test_decision_is_served_corrected_and_followed_into_court(client, officer, commissioner):
    filing = decided(officer)
    take(client, filing, "service", {"party": "applicant", "way": "hand"})
    facts = {"court": "appeal", "number": "2-1", "decided_on": "2999-01-01", "result": "confirmed", "text": ""}
    assert client.post(step(filing, "court-outcome"), facts).status_code == 422
    take(client, filing, "court-outcome", facts | {"decided_on": timezone.localdate().isoformat()})
    client.force_login(commissioner)
    take(client, filing, "correction", {"text": "26/1, not 26/11"})
    assert kinds(filing)[-3:] == ["served", "court_outcome", "corrected"]


def test_service_says_why_a_letter_would_not_go(client, officer):
    filing = decided(officer, applicant_email="")
    for party, why in (("applicant", "has given no e-mail address"), ("respondent", "No e-mail address of the resp")):
        refused = client.post(step(filing, "service"), {"party": party, "way": "email"})
        assert refused.status_code == 422
        assert why in str(refused.context["form"].errors["way"])
    assert again(filing).decision.appeal_deadline is None
    take(client, filing, "service", {"party": "applicant", "way": "post"})
    assert again(filing).decision.appeal_deadline


def test_who_decided_publishes_alone_only_with_a_reason_that_is_kept(client, officer):
    filing = decided(officer)
    page = client.get(step(filing, "publication"))
    assert "somebody else should publish it" in page.content.decode()
    previewed = page.context["form"]["previewed"].value() or page.context["preview"]["digest"]
    words = {"redactions": page.context["form"]["redactions"].value(), "previewed": previewed}
    for reason in ({}, {"alone_because": "  "}):
        refused = client.post(step(filing, "publication"), words | reason)
        assert refused.status_code == 422
        assert "alone_because" in refused.context["form"].errors
        assert again(filing).decision.published_at is None
    take(client, filing, "publication", words | {"alone_because": "The other clerk is ill."})
    assert again(filing).decision.published_alone_because == "The other clerk is ill."
    assert kinds(filing)[-2:] == ["published", "published_alone"]
    assert "The other clerk is ill." in client.get(case(filing)).content.decode()


def test_second_person_is_not_asked_why(client, officer):
    filing = decided(officer)
    client.force_login(second_to(officer))
    assert "alone_because" not in client.get(step(filing, "publication")).context["form"].fields


def test_publication_is_confirmed_at_once_where_no_word_has_changed(client, officer):
    filing = decided(officer)
    client.force_login(second_to(officer))
    form = client.get(step(filing, "publication")).context["form"]
    take(client, filing, "publication", {name: form[name].value() for name in ("redactions", "previewed")})
    assert again(filing).decision.published_at


def test_filing_that_is_not_on_the_register_is_not_published(client, officer):
    filing = filed_now()
    verbs.return_(filing, reasons="<p>Late.</p>", by=officer)
    assert "Only a filing on the register is published" in client.get(step(filing, "publication")).content.decode()
    assert client.post(step(filing, "publication"), {"redactions": "", "previewed": ""}).status_code in (409, 422)
    assert again(filing).decision.published_at is None


IN_EVERY_STATE = {"message", "access-code", "hearing-revocation", "applicants-words", "respondents-answer"}


@pytest.mark.parametrize("noun", sorted(set(STEPS) - IN_EVERY_STATE))
def test_step_that_the_state_does_not_allow_says_so_and_changes_nothing(client, officer, commissioner, noun):
    group = STEPS[noun].verb in ("decide", "refer", "reopen", "correct", "give_opinion")
    filing = registered(officer)
    if STEPS[noun].verb not in ("decide", "reopen", "correct", "register", "serve", "publish", "record_court_outcome"):
        filing = make_filing()
        verbs.withdraw(filing, at=timezone.now())
    before = (again(filing).status, filing.events.exclude(kind="file_read").count())
    user = make_staff("expert", group="experts") if noun == "opinion" else commissioner if group else officer
    client.force_login(user)
    page = client.get(step(filing, noun))
    assert page.status_code == 200
    assert NOT_NOW in page.content.decode()
    assert client.post(step(filing, noun)).status_code in (409, 422)
    assert (again(filing).status, filing.events.exclude(kind="file_read").count()) == before


def test_second_of_two_officers_is_told_and_keeps_what_was_typed(client, officer):
    filing = filed_now()
    page = client.get(step(filing, "return"))
    verbs.register(filing, by=officer)
    data = {"as_of": page.context["form"]["as_of"].value(), "reasons": "<p>Written for an hour.</p>"}
    answer = client.post(step(filing, "return"), data)
    assert answer.status_code == 409
    assert "The case has changed since you opened this page" in answer.content.decode()
    assert "Written for an hour." in answer.content.decode()
    assert again(filing).status == "registered"
    data["as_of"] = answer.context["form"]["as_of"].value()
    take(client, filing, "return", data)
    typed = client.post(step(filing, "return"), data)
    assert typed.status_code == 409
    assert NOT_NOW in typed.content.decode()
    assert "Written for an hour." in typed.content.decode()


def test_double_click_does_a_step_once(client, officer):
    filing = registered(officer)
    data = {"as_of": last_line(filing), "text": "Once."}
    take(client, filing, "message", data)
    assert client.post(step(filing, "message"), data).status_code == 409
    assert filing.messages.count() == 1


def test_reading_does_not_overtake_a_step(client, officer):
    filing = filed_now()
    known = last_line(filing)
    client.get(case(filing))
    take(client, filing, "registration", {"as_of": known})


def test_officer_whose_case_has_gone_to_another_commission_is_told(client, officer, monkeypatch):
    filing = filed_now()
    seen = access.filing_or_404(officer, filing.pk)
    verbs.forward(filing, to=make_commission("C001"), reasons="Theirs.", by=officer)
    monkeypatch.setattr("appeals.desk.steps.access.filing_or_404", lambda user, pk: seen)
    answer = client.post(step(filing, "registration"), follow=True)
    assert NOT_NOW in answer.content.decode()
    assert again(filing).status == "filed"


def test_post_without_a_token_is_refused(officer):
    filing, strict = filed_now(), Client(enforce_csrf_checks=True)
    strict.force_login(officer)
    assert strict.post(step(filing, "registration")).status_code == 403
    assert again(filing).status == "filed"


def test_nul_and_unknown_steps_change_nothing(client, officer):
    filing = registered(officer)
    assert client.post(step(filing, "message"), {"text": "a\x00b"}).status_code == 400
    assert client.get(step(filing, "nothing")).status_code == 404
    assert client.post(step(filing, "register")).status_code == 404
    assert client.delete(step(filing, "message")).status_code == 405
    too_long = client.post(step(filing, "message"), {"text": "x" * 50_001})
    assert too_long.status_code == 422
    assert client.post(step(filing, "message"), {"text": "x", "as_of": "1" * 40}).status_code in (409, 422)
    assert not filing.messages.exists()


def test_form_keys_of_the_code_step_are_new_each_time(client, officer):
    filing = filed_now()
    keys = {client.get(step(filing, "access-code")).context["form"]["form_key"].value() for _ in "12"}
    assert len(keys) == 2
    assert all(codes.is_form_key(key) for key in keys)


def test_step_is_shown_without_being_done_and_the_reading_is_journaled(client, officer):
    filing = on_agenda(officer)
    lines = filing.events.values_list("kind", flat=True)
    before = list(lines)
    client.head(step(filing, "agenda-removal"))
    assert list(lines.all()) == before
    for noun in ("agenda-removal", "agenda-removal", "message"):
        client.get(step(filing, noun))
    assert list(lines.all()) == [*before, "file_read"]  # one reading, not three
    assert filing.events.last().by == officer


def test_emptied_filing_is_not_reopened_and_the_desk_says_why(client, officer):
    commissioner = sign_in(client, "commissioners")
    filing = verbs.return_(registered(officer), reasons="<p>Late.</p>", by=officer).filing
    assert step(filing, "reopening") in client.get(case(filing)).content.decode()
    verbs.empty(filing, at=timezone.now())
    page = client.get(case(filing)).content.decode()
    assert step(filing, "reopening") not in page
    assert "It cannot be reopened any more." in page
    assert "it cannot be reopened" in client.get(step(filing, "reopening")).content.decode()
    assert client.post(step(filing, "reopening"), {"reasons": "x"}).status_code == 409
    with pytest.raises(NotAllowedNow):
        verbs.reopen(filing, reasons="x", by=commissioner)


def test_withdrawal_on_paper_is_recorded_after_a_check_of_who_it_was(client, officer):
    filing = on_agenda(officer)
    assert client.post(step(filing, "withdrawal"), {"as_of": last_line(filing)}).status_code == 422
    assert again(filing).status == "on_agenda"
    take(client, filing, "withdrawal", {"identity_checked": "on"})
    assert again(filing).status == "withdrawn"
    assert filing.events.get(kind="withdrawn").by == officer
    assert filing.agenda_items.get().taken_off_by == officer


def offered_to(user, filing):
    return {each["noun"]: each["is_forward"] for each in offered(user, again(filing))}


def test_steps_that_make_no_sense_are_not_offered(officer):
    filing = registered(officer)
    TimeLimitRule.objects.filter(limit="investigate").update(is_active=False)
    assert not {"extension", "hearing-revocation", "publication"} & set(offered_to(officer, filing))
    TimeLimitRule.objects.filter(limit="investigate").update(is_active=True)
    assert "extension" in offered_to(officer, filing)
    verbs.extend(filing, by=officer)
    assert "extension" not in offered_to(officer, filing)
    returned = verbs.return_(filed_now(), reasons="<p>Late.</p>", by=officer).filing
    assert "publication" not in offered_to(officer, returned)


def test_what_is_done_stands_no_longer_first(officer):
    filing = registered(officer)
    assert offered_to(officer, filing)["assignment"]
    verbs.assign(filing, expert=make_staff("expert", group="experts"), by=officer)
    assert offered_to(officer, filing)["assignment"] is False
    filing = decided(officer)
    assert offered_to(officer, filing) | {"service": True, "publication": True} == offered_to(officer, filing)
    verbs.serve(filing.decision, party="applicant", way="post", by=officer)
    verbs.publish(filing.decision, redactions=[], by=second_to(officer))
    assert offered_to(officer, filing) | {"service": False, "publication": False} == offered_to(officer, filing)
    verbs.correct(filing.decision, text="26/1, not 26/11", by=officer)
    assert offered_to(officer, filing)["publication"]


@pytest.mark.parametrize("noun", ["decision", "opinion", "publication", "correction"])
def test_pages_that_show_drafts_and_texts_are_journaled_for_each_reader(client, noun):
    officer, second = make_staff("one"), make_staff("two")
    for user in (officer, second):
        user.groups.set(Group.objects.filter(name__in=["case officers", "experts", "commissioners"]))
    filing = decided(officer) if noun in ("publication", "correction") else on_agenda(officer)
    if noun == "opinion":
        filing = assigned(officer, officer)
    for user in (officer, second):
        client.force_login(user)
        assert client.get(step(filing, noun)).status_code == 200
    reads = filing.events.filter(kind="file_read").values_list("by__username", flat=True)
    assert list(reads) == ["one", "two"]


def test_reading_again_after_a_minute_is_journaled_again(officer):
    filing, now = filed_now(), timezone.now()
    for seconds in (0, 59, 60, 61, 119):
        verbs.open_file(filing, again_after=AGAIN_AFTER, by=officer, at=now + timedelta(seconds=seconds))
    assert [read.happened_at - now for read in filing.events.filter(kind="file_read")] == [
        timedelta(seconds=seconds) for seconds in (0, 60)
    ]


def test_step_that_is_one_button_says_what_comes_of_it(client, officer):
    for noun, each in STEPS.items():
        assert each.about or len(each.form.base_fields) > 1, noun  # `as_of` alone is not seen
    assert "onto the public register" in client.get(step(filed_now(), "registration")).content.decode()


def test_text_with_formatting_has_its_limit_in_the_form():
    field = rich_field("Reasons")
    assert field.clean("<p>Short.</p>") == "<p>Short.</p>"
    with pytest.raises(ValidationError):
        field.clean(f"<p>{'x' * RICH_TEXT_CHARACTERS}</p>")
