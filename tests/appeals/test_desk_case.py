"""The case screen: everything on one page, journaled, and nothing to be edited."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from appeals import verbs
from appeals.desk.present import KINDS, kinds_in
from appeals.desk.related import related_to
from appeals.models import Event, Evidence, Filing
from tests.appeals.desk_cast import (
    assigned,
    case,
    central,
    decided,
    evidence_of,
    filed_now,
    on_agenda,
    precinct,
    registered,
    sign_in,
    step,
)
from tests.factories_appeals import evidence, make_commission, make_filing, make_staff, second_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PICTURE = b"\xff\xd8\xff\xe0 a picture"


def shown(client, filing):
    answer = client.get(case(filing))
    assert answer.status_code == 200
    return answer.content.decode()


def test_case_shows_what_was_filed_and_what_is_lacking(client, officer):
    filing = filed_now(uploads=[evidence("photo.jpg", b"only text")], co_applicants=[("Second Signer", "2 Street")])
    text = shown(client, filing)
    for said in ("Sample Applicant", "A copy of the protocol was refused.", "Article 106", "Second Signer"):
        assert said in text
    item = filing.evidence.get()
    assert item.sha256 in text
    assert "content is not what its name says" in text
    assert evidence_of(filing) in text
    assert "virus scan: " in text
    assert "no scanner" in text
    assert "No preview is made" not in text
    assert "3 days from" in text
    bare = filed_now(ground="", capacity="party")
    text = shown(client, bare)
    assert "missing" in text
    assert "A proof of authority is missing." in text
    assert "There is neither evidence nor an explanation." in text


def test_opening_a_case_is_journaled_each_time(client, officer):
    filing = filed_now()
    for _ in range(2):
        shown(client, filing)
    client.head(case(filing))
    reads = filing.events.filter(kind=Event.Kind.FILE_READ)
    assert [event.by for event in reads] == [officer, officer]
    assert "Who opened the case" in shown(client, filing)


def test_case_offers_the_steps_that_are_allowed_now_and_no_other(client, officer):
    filing = filed_now()
    text = shown(client, filing)
    assert step(filing, "registration") in text
    assert step(filing, "decision") not in text
    filing = verbs.register(filing, by=officer)
    text = shown(client, filing)
    assert step(filing, "registration") not in text
    assert step(filing, "assignment") in text
    assert step(filing, "hearing-revocation") not in text
    assert "<textarea" not in text


def test_case_shows_its_papers(client, officer):
    expert = make_staff("expert", group="experts")
    filing = assigned(officer, expert)
    due = timezone.now() + timedelta(days=1)
    verbs.request_information(filing, text="Which ballot box?", answer_due_at=due, by=officer)
    verbs.send_message(filing, text="The second one.", files=[], at=timezone.now())
    verbs.write_to_applicant(filing, text="We have it.", by=officer)
    hearing = verbs.open_hearing(
        filing, respondent_name="Chair", respondent_email="c@people.example", answer_due_at=due, by=officer
    )
    verbs.answer_hearing(hearing, text="It was handed out.", at=timezone.now())
    verbs.give_opinion(
        filing, text="Well founded.", proposed_outcome="upheld",
        draft_reasons="<p>So it is.</p><script>alert(1)</script>", by=expert,
    )  # fmt: skip
    verbs.refer(filing, to="Prosecutor", text="Look.", by=officer)
    text = shown(client, filing)
    papers = (
        "Which ballot box?",
        "The second one.",
        "We have it.",
        "It was handed out.",
        "Well founded.",
        "Prosecutor",
    )
    for said in (*papers, "So it is."):
        assert said in text
    assert "alert(1)" not in text


def test_case_shows_decisions_with_what_became_of_them(client, officer):
    filing = decided(officer)
    verbs.correct(filing.decision, text="26/1, not 26/11", by=officer)
    verbs.serve(filing.decision, party="applicant", way="post", by=officer)
    verbs.record_court_outcome(
        filing.decision, court="appeal", number="2-1", decided_on=timezone.localdate(), result="annulled", by=officer
    )
    text = shown(client, filing)
    for said in ("26/1", "not 26/11", "by post", "annulled", "Can be contested until", "Not published"):
        assert said in text


def test_case_links_the_decision_in_full_and_as_the_public_reads_it(client, officer):
    filing = decided(officer)
    full = reverse("admin:appeals_filing_decision_pdf", args=[filing.pk, filing.decision.pk])
    public = filing.decision.get_absolute_url()
    text = shown(client, filing)
    assert f'href="{full}"' in text
    assert public not in text
    verbs.publish(filing.decision, redactions=[], by=second_to(officer))
    assert f'href="{public}"' in shown(client, filing)


def test_tier_above_has_the_whole_file_of_the_case_appealed_in(client, officer):
    lower = decided(officer, uploads=[evidence("seen.txt")])
    appeal = filed_now(
        kind="appeal", contested_kind="decision", commission=central(), contested_filing=lower,
        contested_decision=lower.decision, contested_commission=lower.commission,
    )  # fmt: skip
    assert client.get(case(appeal)).status_code == 404
    sign_in(client, commission=central())
    text = shown(client, appeal)
    assert lower.number in text
    assert evidence_of(lower) in text
    assert "Shown by Sample Applicant." in text
    assert "There is neither evidence nor an explanation" not in text
    assert b"".join(client.get(evidence_of(lower)).streaming_content) == b"what I saw"


def test_related_filings_are_suggested_with_their_reasons(officer):
    told = "The chair refused a copy of the protocol and sent the observers out of the room before counting."
    same = {"respondent": "Şəki məntəqəsi", "happened_where": "Məktəb 5", "statement": told}
    filing = filed_now(**same)
    twin = filed_now(respondent="SEKI mentəqəsi", happened_where="məktəb 5", statement=f"{told} I saw it too.")
    place = filed_now(respondent="Somebody", happened_where="MEKTEB 5", statement="Quite another thing happened.")
    far = make_filing(arrived_at=timezone.now() - timedelta(days=9), **same)
    other = filed_now(respondent="Else", happened_where="Elsewhere", statement="Posters hang on a tree.")
    found = {each.filing: each.reasons for each in related_to(filing, user=officer)}
    assert {twin, place} == set(found)
    assert {far, other}.isdisjoint(found)
    assert set(found[twin]) == {"similar text", "same respondent", "same place", "same day"}
    assert set(found[place]) == {"same place", "same day"}


def test_filings_that_one_may_not_see_are_not_suggested(officer):
    filing = filed_now()
    filed_now(contested_commission=make_commission())
    assert related_to(filing, user=officer) == []


def test_case_asks_a_constant_number_of_questions(client, officer):
    expert = make_staff("expert", group="experts")
    filing = assigned(officer, expert, uploads=[evidence()])

    def questions():
        client.get(case(filing))
        with CaptureQueriesContext(connection) as asked:
            client.get(case(filing))
        return len(asked)

    for _ in range(2):
        verbs.send_message(filing, text=f"More {_}", files=[], at=timezone.now())
        verbs.give_opinion(filing, text="So.", proposed_outcome="upheld", by=expert)
        filed_now()
    few = questions()
    for number in range(8):
        verbs.send_message(filing, text=f"Still {number}", files=[], at=timezone.now())
        verbs.write_to_applicant(filing, text="Thanks.", by=officer)
        verbs.give_opinion(filing, text="So.", proposed_outcome="upheld", by=expert)
        filed_now()
    assert questions() == few
    assert few <= 40


def test_evidence_is_offered_for_download_alone_and_journaled(client, officer):
    filing = filed_now(uploads=[evidence("şəkil.html", b"<script>alert(1)</script>")])
    answer = client.get(evidence_of(filing))
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert filing.events.last().kind == Event.Kind.EVIDENCE_READ


@pytest.mark.parametrize("scan", ["pending", "infected", "error"])
def test_evidence_is_withheld_until_it_is_clean(client, officer, scan):
    filing = filed_now(uploads=[evidence()])
    filing.evidence.update(scan=scan)
    assert client.get(evidence_of(filing)).status_code == 404
    assert not filing.events.filter(kind=Event.Kind.EVIDENCE_READ).exists()
    text = shown(client, filing)
    assert evidence_of(filing) not in text
    assert "Withheld" in text
    assert str(Evidence.Scan(scan).label) in text


@pytest.mark.parametrize("caution", Evidence.Caution)
def test_case_marks_a_file_that_is_not_safe_and_makes_no_preview_of_it(client, officer, caution):
    filing = filed_now(uploads=[evidence()])
    assert str(caution.label) not in shown(client, filing)
    filing.evidence.update(caution=caution)
    text = shown(client, filing)
    assert str(caution.label) in text
    assert "No preview is made of it." in text


def preview_of(filing):
    return reverse("admin:appeals_filing_preview", args=[filing.pk, filing.evidence.get().uuid])


def test_preview_is_a_picture_that_nobody_keeps(client, officer):
    filing = filed_now(uploads=[evidence()])
    item = filing.evidence.get()
    assert client.get(preview_of(filing)).status_code == 404
    item.preview.save("preview", ContentFile(PICTURE))
    text = shown(client, filing)
    assert f'<a class="files__preview" href="{preview_of(filing)}"><img src="{preview_of(filing)}"' in text
    answer = client.get(preview_of(filing))
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (PICTURE, "image/jpeg")
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    filing.evidence.update(scan="infected")
    assert client.get(preview_of(filing)).status_code == 404


def test_looking_at_a_preview_is_journaled_once_a_minute_for_each_file_and_reader(client, officer):
    filing = registered(officer, uploads=[evidence("a.jpg", PICTURE), evidence("b.jpg", PICTURE + b" ")])
    for item in filing.evidence.all():
        item.preview.save("preview", ContentFile(PICTURE))
    first, second = filing.evidence.all()
    for user in (officer, make_staff("another")):
        client.force_login(user)
        for item in (first, first, second):
            answer = client.get(reverse("admin:appeals_filing_preview", args=[filing.pk, item.uuid]))
            assert b"".join(answer.streaming_content) == PICTURE
    looked = filing.events.filter(kind="evidence_read").values_list("by__username", "subject_id")
    names = [officer.username, "another"]
    assert list(looked) == [(name, item.pk) for name in names for item in (first, second)]


def test_name_of_a_download_cannot_turn_itself_round(client, officer):
    filing = registered(officer, uploads=[evidence("photo\u202egpj.exe")])
    answer = client.get(evidence_of(filing))
    assert b"".join(answer.streaming_content) == b"what I saw"
    assert "photogpj.exe" in answer["Content-Disposition"]
    assert "%E2%80%AE" not in answer["Content-Disposition"]


def test_preview_that_is_no_picture_is_not_shown(client, officer):
    filing = filed_now(uploads=[evidence()])
    filing.evidence.get().preview.save("preview", ContentFile(b"<svg onload=alert(1)>"))
    assert client.get(preview_of(filing)).status_code == 404


def test_case_cannot_be_edited_or_deleted(client, officer):
    filing = filed_now()
    assert client.post(case(filing), {"status": "decided"}).status_code == 405
    for page in ("delete", "history"):
        with pytest.raises(NoReverseMatch):
            reverse(f"admin:appeals_filing_{page}", args=[filing.pk])
    filing.refresh_from_db()
    assert filing.status == "filed"


@pytest.mark.parametrize("pk", ["0", str(10**18), str(10**30), "abc", "-1"])
def test_ids_that_do_not_exist_are_not_found(client, officer, pk):
    base = reverse("admin:appeals_filing_changelist")
    assert client.get(f"{base}{pk}/change/").status_code == 404
    for noun in ("registration", "nothing"):
        assert client.get(f"{base}{pk}/steps/{noun}/").status_code == 404
        assert client.post(f"{base}{pk}/steps/{noun}/").status_code == 404


def test_superior_may_read_a_case_of_a_lower_tier_and_do_nothing(client, officer):
    filing = on_agenda(officer, contested_commission=precinct())
    for group in ("case officers", "commissioners"):
        sign_in(client, group, commission=central())
        text = shown(client, filing)
        assert "nothing that you may do" in text
        assert "/steps/" not in text
        assert client.post(step(filing, "agenda-removal")).status_code == 403


def test_registered_case_says_who_registered_it(client, officer):
    officer.first_name, officer.last_name = "Aytən", "Nümunəli"
    officer.save()
    assert "Aytən Nümunəli" in shown(client, registered(officer))


def test_every_kind_of_paper_is_asked_for_whether_there_is_one(officer):
    filing = decided(officer, uploads=[evidence()])
    due = timezone.now() + timedelta(days=1)
    assert kinds_in(filing) == {"agenda_items", "decisions"}
    assert set(KINDS) >= {rel.get_accessor_name() for rel in Filing._meta.related_objects} - {
        "events", "evidence", "reminders", "decides", "services", "former_contacts", "entry",
    }, "a new kind of paper stands in appeals/desk/present.py"  # fmt: skip
    other = registered(officer)
    assert kinds_in(other) == set()
    verbs.request_information(other, text="?", answer_due_at=due, by=officer)
    verbs.refer(other, to="Prosecutor", text="x", by=make_staff("member", group="commissioners"))
    verbs.join(registered(officer), lead=other, by=officer)
    assert kinds_in(other) == {"information_requests", "referrals", "joined"}
