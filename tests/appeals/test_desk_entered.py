"""What a party sent on paper, by post, by telephone or in person is entered, with the effect of what comes online."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from appeals import verbs
from appeals.desk.offers import last_line, offered
from appeals.models import Evidence, Filing, Message, NotAllowedNow, TimeLimitRule
from commission.models import Letter
from tests.appeals.desk_cast import case, decided, filed_now, registered, sign_in, step
from tests.applicants import CASE, make_applicant
from tests.factories_appeals import evidence, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)
TYPED = "%Y-%m-%dT%H:%M"


def typed(**changes):
    received_at = timezone.localtime().strftime(TYPED)
    return {"channel": "post", "received_at": received_at, "text": "It was in hall 3."} | changes


def ask(filing, officer, *, due=2 * DAY):
    now = timezone.now()
    return verbs.request_information(filing, text="Where?", answer_due_at=now + due, by=officer, at=now - DAY)


def hear(filing, officer, *, due=DAY):
    now = timezone.now()
    return verbs.open_hearing(
        filing, respondent_name="Sample P012", respondent_email="p012@commission.example", answer_due_at=now + due,
        by=officer, at=now - DAY,
    )  # fmt: skip


def again(row):
    return type(row).objects.get(pk=row.pk)


def lines(filing):
    return list(filing.events.exclude(kind="file_read"))


def test_answer_of_the_applicant_on_paper_answers_the_question_and_ends_the_rest(client, officer):
    TimeLimitRule.objects.filter(limit="decide").update(stops_for_information=True)
    filing = registered(officer)
    asked = ask(filing, officer)
    rested, letters = again(filing).rested_days, Letter.objects.count()
    assert "applicants-words" in [one["noun"] for one in offered(officer, filing)]
    postmarked_on = timezone.localdate() - DAY
    files = [evidence("scan.txt"), evidence("map.txt", b"hall 3")]
    data = typed(postmarked_on=postmarked_on.isoformat(), as_of=last_line(filing))
    answer = client.post(step(filing, "applicants-words"), data | {"evidence": files})
    assert answer.status_code == 302, answer.context["form"].errors
    message = Message.objects.get()
    assert again(asked).answer == message
    assert (message.text, message.sent_by, message.entered_by) == ("It was in hall 3.", None, officer)
    assert (message.channel, message.postmarked_on) == ("post", postmarked_on)
    assert message.sent_at <= message.entered_at
    assert {file.name for file in message.files.all()} == {"scan.txt", "map.txt"}
    assert again(filing).rested_days < rested
    given, changed = lines(filing)[-2:]
    assert (given.kind, given.by, given.happened_at) == ("info_given", officer, message.sent_at)
    assert (given.subject_id, given.digest) == (message.pk, message.content_digest)
    assert (changed.kind, changed.by) == ("deadline_changed", officer)
    assert Letter.objects.count() == letters + 1  # of the other limit, as after an answer online
    page = client.get(case(filing)).content.decode()
    assert "by post, postmark of" in page
    assert "hall 3" in page


def test_answer_online_and_the_same_entered_leave_the_same_limit(officer):
    TimeLimitRule.objects.filter(limit="decide").update(stops_for_information=True)
    online, on_paper = registered(officer), registered(officer)
    at = timezone.now()
    for filing in (online, on_paper):
        ask(filing, officer)
    verbs.send_message(online, text="There.", at=at)
    verbs.enter_message(on_paper, text="There.", channel="paper", received_at=at, by=officer, at=at + DAY)
    assert again(online).rested_days == again(on_paper).rested_days
    assert again(online).decision_deadline == again(on_paper).decision_deadline


def test_what_came_before_the_question_does_not_answer_it(officer):
    filing = registered(officer)
    asked = ask(filing, officer)
    before = asked.asked_at - timedelta(hours=1)
    verbs.enter_message(filing, text="Further.", channel="paper", received_at=before, by=officer)
    assert again(asked).answer is None
    assert lines(filing)[-1].kind == "supplemented"


@pytest.mark.parametrize(
    ("postmark", "is_late"),
    [pytest.param(-2, False, id="postmarked-in-time"), pytest.param(0, True, id="too-late"), (None, True)],
)
def test_postmark_says_whether_an_answer_was_in_time(client, officer, postmark, is_late):
    filing, now = registered(officer), timezone.now()
    ask(filing, officer, due=-DAY)
    hearing = hear(filing, officer, due=-DAY)
    day = None if postmark is None else timezone.localdate() + postmark * DAY
    facts = {"channel": "post", "received_at": now, "postmarked_on": day, "by": officer}
    verbs.enter_message(filing, text="Posted.", **facts)
    verbs.enter_hearing_answer(hearing, text="Posted.", **facts)
    assert filing.information_requests.get().was_answered_in_time is not is_late
    assert again(hearing).was_answered_in_time is not is_late
    papers = client.get(case(filing)).content.decode().partition('id="papers"')[2]
    assert papers.count("badge--late") == (2 if is_late else 0)


def test_what_the_applicant_brings_makes_an_incomplete_filing_complete(client, officer):
    filing = registered(officer, evidence_explanation="")
    Filing.objects.filter(pk=filing.pk).update(is_incomplete=True)
    client.post(step(filing, "applicants-words"), typed(text="", evidence=[evidence("scan.txt")]))
    assert not again(filing).is_incomplete


def test_two_letters_in_the_same_words_are_two_and_one_form_sent_twice_is_one(officer):
    filing, now = registered(officer), timezone.now()
    facts = {"text": "I ask you to hurry.", "channel": "paper", "by": officer}
    for received_at in (now - DAY, now, now):
        verbs.enter_message(filing, received_at=received_at, **facts)
    assert Message.objects.count() == 2


def test_applicant_reads_online_what_was_entered_for_them(officer):
    applicant = make_applicant()
    verbs.register(applicant.filing, by=officer)
    verbs.enter_message(
        applicant.filing, text="Told by word of mouth.", channel="telephone", received_at=timezone.now(), by=officer
    )
    page = applicant.read(CASE)
    assert "Told by word of mouth." in page
    assert "by telephone" in page


@pytest.mark.parametrize("is_revoked", [False, True])
def test_answer_of_the_respondent_on_paper_is_the_answer_of_the_hearing(client, officer, is_revoked):
    filing = registered(officer)
    hearing = hear(filing, officer)
    if is_revoked:  # who finds the link closed is told to send the answer on paper
        verbs.revoke_hearing(hearing, by=officer)
    assert "respondents-answer" in [one["noun"] for one in offered(officer, filing)]
    letters = Letter.objects.count()
    data = typed(channel="in_person", hearing=hearing.pk, text="It was handed out.", evidence=[evidence("list.txt")])
    answer = client.post(step(filing, "respondents-answer"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    found, file = again(hearing), Evidence.objects.get()
    assert (found.answer, found.channel, found.entered_by) == ("It was handed out.", "in_person", officer)
    assert found.answered_at <= found.entered_at
    assert (file.hearing, file.purpose, file.filing) == (found, Evidence.Purpose.ANSWER, filing)
    line = lines(filing)[-1]
    assert (line.kind, line.by, line.subject_id, line.happened_at) == (
        "hearing_answered", officer, found.pk, found.answered_at,
    )  # fmt: skip
    assert Letter.objects.count() == letters
    assert "respondents-answer" not in [one["noun"] for one in offered(officer, filing)]
    assert "by word of mouth" in client.get(case(filing)).content.decode()


def test_second_answer_of_a_respondent_is_refused_and_leaves_no_file(client, officer, settings):
    filing = registered(officer)
    hearing = hear(filing, officer)
    verbs.answer_hearing(hearing, text="Online.", at=timezone.now())
    data = typed(hearing=hearing.pk, text="On paper, with care.", evidence=[evidence()])
    answer = client.post(step(filing, "respondents-answer"), data)
    assert answer.status_code in (409, 422)
    assert "On paper, with care." in answer.content.decode()
    with pytest.raises(NotAllowedNow):
        verbs.enter_hearing_answer(hearing, text="x", channel="paper", received_at=timezone.now(), by=officer)
    assert again(hearing).answer == "Online."
    assert not Evidence.objects.exists()


def test_whoever_enters_a_file_on_an_older_page_is_told_to_choose_it_anew(client, officer):
    filing = filed_now()
    as_of = last_line(filing)
    verbs.register(filing, by=officer)
    answer = client.post(step(filing, "applicants-words"), typed(as_of=as_of, evidence=[evidence()]))
    assert answer.status_code == 409
    assert "The case has changed since you opened this page" in answer.content.decode()
    assert "Files cannot be kept in this form: choose them anew." in answer.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("noun", ["applicants-words", "respondents-answer"])
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"channel": "online"}, "channel", id="online-is-no-paper"),
        pytest.param({"received_at": (timezone.now() + DAY).strftime(TYPED)}, "received_at", id="tomorrow"),
        pytest.param({"received_at": "2020-01-01T10:00"}, "received_at", id="years-ago"),
        pytest.param({"postmarked_on": "2999-01-01"}, "postmarked_on", id="posted-after-it-came"),
        pytest.param({"text": " "}, "__all__", id="nothing"),
        pytest.param({"text": "x" * 50_001}, "text", id="too-long"),
        pytest.param({"evidence": evidence("empty.pdf", b"")}, "evidence", id="empty-file"),
    ],
)
def test_what_cannot_be_right_is_refused_with_a_word_beside_it(client, officer, noun, changes, field):
    filing = registered(officer)
    hearing = hear(filing, officer)
    answer = client.post(step(filing, noun), typed(hearing=hearing.pk) | changes)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Message.objects.exists()
    assert again(hearing).answered_at is None


def test_answer_cannot_have_come_before_the_respondent_was_asked(client, officer):
    filing = registered(officer)
    hearing = hear(filing, officer)
    early = timezone.localtime(hearing.opened_at - timedelta(minutes=2)).strftime(TYPED)
    answer = client.post(step(filing, "respondents-answer"), typed(hearing=hearing.pk, received_at=early))
    assert "received_at" in answer.context["form"].errors


def test_entering_is_for_case_officers_of_the_commission(client, officer):
    filing = registered(officer)
    hear(filing, officer)
    for group in ("experts", "commissioners"):
        user = sign_in(client, group)
        assert not {"applicants-words", "respondents-answer"} & {one["noun"] for one in offered(user, filing)}
        for noun in ("applicants-words", "respondents-answer"):
            assert client.get(step(filing, noun)).status_code == 403
            assert client.post(step(filing, noun), typed()).status_code == 403


def test_ended_filing_takes_what_comes_and_an_emptied_one_nothing_more(client, officer):
    filing = decided(officer)
    assert client.post(step(filing, "applicants-words"), typed()).status_code == 302
    hearing = hear(registered(officer), officer)
    verbs.withdraw(hearing.filing, at=timezone.now())
    for each in (filing, hearing.filing):
        verbs.empty(again(each), at=timezone.now())
        assert not {"applicants-words", "respondents-answer"} & {one["noun"] for one in offered(officer, again(each))}
    answer = client.post(step(filing, "applicants-words"), typed(text="Too late."))
    assert answer.status_code == 409
    assert "Too late." in answer.content.decode()
    facts = {"text": "x", "channel": "paper", "received_at": timezone.now(), "by": officer}
    with pytest.raises(NotAllowedNow):
        verbs.enter_message(filing, **facts)
    with pytest.raises(NotAllowedNow):
        verbs.enter_hearing_answer(hearing, **facts)
    assert not Message.objects.exclude(text="").exists()


def test_database_knows_who_entered_what_did_not_come_online():
    applicant, officer = make_applicant(), make_staff("one who enters")
    message = verbs.send_message(applicant.filing, text="Online.", at=timezone.now())
    for changes in ({"channel": "paper"}, {"entered_by": officer}, {"channel": "post", "entered_at": timezone.now()}):
        with pytest.raises(IntegrityError, match="message_not_online_was_entered"), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**changes)
