"""The case's page says first how much time is left or how it ended, then everything that its applicant may read."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from appeals import verbs
from appeals.models import Evidence, TimeLimitRule
from tests.applicants import CASE, decide, download, long_ago, make_applicant
from tests.factories_appeals import NOON, evidence, make_commission, make_staff, received

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_staff()


@pytest.fixture
def expert():
    return make_staff("expert", group="experts")


def headline(page):
    """What stands first below the number: the notice of the case's standing."""
    return page.split('class="number">', 1)[1].split("<h2>", 1)[1].split("</h2>", 1)[0]


def test_running_case_says_first_how_much_time_is_left_with_its_working():
    page = make_applicant().read()
    assert "left to decide" in headline(page)
    assert "3 days from" in page
    assert "(Baku, UTC+4)" in page


def test_case_without_a_rule_says_that_no_limit_runs():
    TimeLimitRule.objects.update(is_active=False)
    assert "No time limit to decide is in force" in make_applicant().read()


def test_overdue_case_says_so_first_and_offers_the_appeal():
    page = make_applicant(arrived_at=long_ago()).read()
    assert headline(page) == "The time limit has passed without a decision"
    assert "You can appeal against the silence" in page
    assert 'href="/en/appeals/follow/case/appeal/"' in page


def test_extension_and_a_limit_worked_out_anew_are_shown(clerk):
    applicant = make_applicant()
    verbs.register(applicant.filing, by=clerk)
    TimeLimitRule.objects.filter(limit="investigate").update(is_active=True)
    verbs.extend(applicant.filing, by=clerk)
    page = applicant.read()
    assert "Extended by 3 days." in page
    assert "Investigation extended:" in page
    TimeLimitRule.objects.filter(limit="decide", phase="always").update(days=5)
    verbs.recompute_running()
    page = applicant.read()
    assert "Time limit worked out anew:" in page
    assert "5 days from" in page


def test_journal_shows_the_parties_lines_with_their_instants_and_no_other(clerk, expert):
    applicant = make_applicant(arrived_at=NOON)
    verbs.register(applicant.filing, by=clerk, at=NOON)
    verbs.assign(applicant.filing, expert=expert, by=clerk, at=NOON)
    verbs.give_opinion(applicant.filing, text="An inner thought.", proposed_outcome="upheld", by=expert, at=NOON)
    verbs.open_file(applicant.filing, by=clerk, at=NOON)
    page = applicant.read()
    assert "11 February 2020, 12:00:00 (Baku, UTC+4)" in page
    for told in ("Filed", "Registered", "Expert assigned"):
        assert f"<strong>{told}</strong>" in page
    for kept in ("Expert opinion given", "Case file opened", "An inner thought", clerk.username, expert.email):
        assert kept not in page


def test_open_request_for_information_stands_out_with_its_deadline_until_it_is_answered(clerk):
    applicant = make_applicant()
    verbs.register(applicant.filing, by=clerk)
    due = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
    verbs.request_information(applicant.filing, text="Which <b>polling</b> station?", answer_due_at=due, by=clerk)
    page = applicant.read()
    assert "The commission asks you for information, by" in page
    assert ", 24:00 (Baku, UTC+4)" in page
    assert "Which &lt;b&gt;polling&lt;/b&gt; station?" in page
    verbs.send_message(applicant.filing, text="No. 12", at=timezone.now())
    page = applicant.read()
    assert "The commission asks you for information, by" not in page
    assert "The commission asked for information" in page
    assert "No. 12" in page


def test_messages_of_both_sides_stand_in_their_order_and_name_no_clerk(clerk):
    applicant = make_applicant()
    now = timezone.now()
    verbs.send_message(applicant.filing, text="First, mine.", files=[received(evidence("added.txt"))], at=now)
    verbs.write_to_applicant(applicant.filing, text="Second, theirs.", by=clerk, at=now + timedelta(seconds=1))
    page = applicant.read()
    assert page.index("First, mine.") < page.index("added.txt") < page.index("Second, theirs.")
    assert "The commission wrote" in page
    assert clerk.username not in page


def test_own_file_is_saved_byte_for_byte_and_never_shown():
    body = b"<script>alert(document.domain)</script>"
    applicant = make_applicant(uploads=[evidence("photo\u202egpj.html", body)])
    file = applicant.filing.evidence.get()
    assert f'href="{CASE}files/{file.uuid}/"' in applicant.read()
    status, headers, saved = download(applicant.client, f"{CASE}files/{file.uuid}/")
    assert (status, saved) == (200, body)
    assert headers["Content-Disposition"] == 'attachment; filename="photogpj.html"'
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in headers["Cache-Control"]


def make_answer(filing, clerk, text="It was handed out.", files=()):
    verbs.register(filing, by=clerk)
    due = timezone.now() + timedelta(days=1)
    hearing = verbs.open_hearing(
        filing, respondent_name="Sample P012", respondent_email="p012@commission.example", answer_due_at=due, by=clerk
    )
    return verbs.answer_hearing(hearing, text=text, files=[received(file) for file in files], at=timezone.now())


def test_answer_of_the_respondent_is_shown_with_its_files_and_no_address(clerk):
    applicant = make_applicant()
    make_answer(applicant.filing, clerk, files=[evidence("answer.txt", b"theirs")])
    page = applicant.read()
    assert "It was handed out." in page
    assert "Sample P012" in page
    assert "p012@commission.example" not in page
    assert download(applicant.client, f"{CASE}files/{applicant.filing.evidence.get().uuid}/")[2] == b"theirs"


@pytest.mark.parametrize("scan", [Evidence.Scan.PENDING, Evidence.Scan.INFECTED, Evidence.Scan.ERROR])
def test_file_of_the_respondent_waits_for_the_scanner_and_ones_own_does_not(clerk, scan):
    applicant = make_applicant(uploads=[evidence("mine.txt", b"mine")])
    make_answer(applicant.filing, clerk, files=[evidence("theirs.txt", b"theirs")])
    applicant.filing.evidence.update(scan=scan)
    mine, theirs = applicant.filing.evidence.all()
    assert download(applicant.client, f"{CASE}files/{mine.uuid}/")[2] == b"mine"
    assert download(applicant.client, f"{CASE}files/{theirs.uuid}/")[0] == 404
    page = applicant.read()
    assert f"files/{mine.uuid}/" in page
    assert f"files/{theirs.uuid}/" not in page
    assert f"virus scan: {scan.label}" in page


def test_question_to_the_respondent_without_an_answer_shows_no_text(clerk):
    applicant = make_applicant()
    verbs.register(applicant.filing, by=clerk)
    due = timezone.now() + timedelta(days=1)
    verbs.open_hearing(
        applicant.filing,
        respondent_name="Sample P012",
        respondent_email="p@people.example",
        answer_due_at=due,
        by=clerk,
    )
    page = applicant.read()
    assert "Respondent asked for an answer" in page
    assert "Sample P012" not in page


def test_decision_is_shown_whole_and_clean(clerk, monkeypatch):
    monkeypatch.setattr("appeals.verbs.deciding.sanitised", str)  # as if something unclean had been stored
    applicant = make_applicant(arrived_at=NOON)
    decision = decide(
        applicant.filing,
        clerk,
        at=NOON,
        outcome="partly_upheld",
        facts="<p>What happened.</p>",
        law="<p>Article 106.</p>",
        reasons="<p>It was <strong>shown</strong>.</p><script>alert(1)</script>",
        operative_part="<p>Decided so.</p>",
        remedy_ordered="Give the copy.",
        votes_for=10,
        votes_against=2,
        absent=1,
    )
    verbs.serve(decision, party="applicant", way="email", by=clerk, at=NOON.replace(day=15))
    verbs.correct(decision, text="106, not 16", by=clerk, at=NOON)
    page = applicant.read()
    assert headline(page).startswith("The commission has decided")
    for part in (
        "26/1", "upheld in part", "<p>What happened.</p>", "<p>Article 106.</p>", "<strong>shown</strong>",
        "<p>Decided so.</p>", "Give the copy.", "for 10, against 2, absent 1", "by e-mail", "106, not 16",
        "18 February 2020, 24:00 (Baku, UTC+4)",
    ):  # fmt: skip
        assert part in page, part
    assert "alert(1)" not in page
    assert 'href="/en/appeals/follow/case/decision.pdf">Decision as PDF</a>' in page
    assert "left to decide" not in page


def test_votes_that_nobody_counted_are_shown_as_such(clerk):
    applicant = make_applicant(arrived_at=NOON)
    decide(applicant.filing, clerk, at=NOON, votes_for=3)
    assert "for 3, against –, absent –" in applicant.read()


def test_next_remedy_names_the_body_the_instant_and_the_working(clerk):
    applicant = make_applicant(arrived_at=NOON)
    decision = decide(applicant.filing, clerk, at=NOON)
    page = applicant.read()
    assert "You can appeal against the decision" in page
    assert "has not been served on you yet" in page
    assert "14 February 2020, 24:00" in page
    verbs.serve(decision, party="applicant", way="hand", by=clerk, at=NOON.replace(day=15))
    page = applicant.read()
    assert "has not been served on you yet" not in page
    assert "<strong>Central Election Commission</strong>" in page
    assert "3 days from 15 February 2020" in page
    assert "18 February 2020, 24:00" in page


def test_after_the_central_commission_come_the_courts_outside_the_portal():
    """CEC decision of 12 September 2013, Court of Appeal on the 14th: the way to the next court ends on the 17th."""
    central = make_commission().superior
    clerk = make_staff(commission=central)
    at = NOON.replace(year=2013, month=9, day=12)
    applicant = make_applicant(arrived_at=at, commission=central)
    decision = decide(applicant.filing, clerk, at=at)
    page = applicant.read()
    assert "You can go to the Court of Appeal" in page
    assert "15 September 2013, 24:00" in page
    assert "outside this portal" in page
    assert 'case/appeal/"' not in page
    fourteenth = date(2013, 9, 14)
    court = {"number": "2-1", "result": "confirmed", "by": clerk}
    verbs.record_court_outcome(decision, court="appeal", decided_on=fourteenth, text="No error.", **court)
    page = applicant.read()
    assert "Court of Appeal: confirmed" in page
    assert "No error." in page
    assert "You can go to the Supreme Court" in page
    assert "17 September 2013, 24:00" in page
    verbs.record_court_outcome(decision, court="supreme", decided_on=date(2013, 9, 18), **court)
    page = applicant.read()
    assert "Supreme Court: confirmed" in page
    assert "You can go to" not in page


def test_returned_case_shows_why_and_the_next_remedy(clerk):
    applicant = make_applicant()
    verbs.return_(applicant.filing, reasons="<p>Too late.</p>", by=clerk)
    page = applicant.read()
    assert "<p>Too late.</p>" in page
    assert "You can appeal against the decision" in page


def test_joined_case_points_to_the_lead_shows_its_outcome_and_none_of_its_texts(clerk):
    lead = make_applicant(applicant_name="Lead Person", statement="A secret of the lead.")
    twin = make_applicant()
    verbs.register(twin.filing, by=clerk)
    verbs.join(twin.filing, lead=lead.filing, by=clerk)
    page = twin.read()
    assert headline(page) == f"Joined with filing {lead.filing.number}"
    assert 'badge--filed">filed' in page
    decide(lead.filing, clerk, outcome="upheld", reasons="<p>Lead Person showed it.</p>")
    page = twin.read()
    assert "showed it." not in page
    assert 'badge--upheld">upheld' in page
    assert "26/1" in page
    assert f'href="/en/appeals/register/{lead.filing.number}/"' in page
    assert "You can appeal against the decision" in page
    for secret in ("Lead Person", "A secret of the lead"):
        assert secret not in page


def test_decision_that_is_served_on_who_was_joined_is_read_without_the_people_in_it(clerk):
    lead, twin = make_applicant(applicant_name="Lead Person", applicant_address="4 Lead Street"), make_applicant()
    verbs.register(twin.filing, by=clerk)
    verbs.join(twin.filing, lead=lead.filing, by=clerk)
    decision = decide(lead.filing, clerk, reasons="<p>Lead Person of 4 Lead Street showed it.</p>")
    verbs.serve(decision, party="applicant", way="email", by=clerk)
    page = twin.read()
    assert "showed it." in page
    assert re.search(r'href="/static/css/decision[^"]*"', page)  # set as on the register
    assert "█" in page
    for secret in ("Lead Person", "Lead Street"):
        assert secret not in page


def test_forwarded_case_tells_both_numbers_and_the_reasons(clerk):
    applicant = make_applicant()
    old = applicant.filing.number
    new = verbs.forward(applicant.filing, to=make_commission("C001"), reasons="Theirs to decide.", by=clerk).number
    page = applicant.read()
    assert f"It had the number {old} before; its number now is {new}." in page
    assert "Theirs to decide." in page


def test_reopened_case_shows_the_earlier_decision_and_runs_again(clerk):
    applicant = make_applicant()
    verbs.return_(applicant.filing, reasons="<p>Too late.</p>", by=clerk)
    applicant.filing.refresh_from_db()
    verbs.reopen(applicant.filing, reasons="It was in time.", by=clerk)
    page = applicant.read()
    assert "left to decide" in headline(page)
    assert "It was in time." in page
    assert "Reopened:" in page


def test_case_that_was_emptied_says_so_and_offers_nothing_to_write(clerk):
    applicant = make_applicant(arrived_at=NOON, uploads=[evidence()])
    verbs.return_(applicant.filing, reasons="<p>x</p>", by=clerk, at=NOON)
    verbs.empty(applicant.filing, at=timezone.now())
    page = applicant.read()
    assert "Its texts and files were removed on" in page
    assert "messages/" not in page
    assert "/case/appeal/" not in page
    assert applicant.client.post(f"{CASE}messages/", {"text": "More.", "end": "1"}).status_code == 409
    assert not applicant.filing.messages.exists()
    file = applicant.filing.evidence.get()
    assert download(applicant.client, f"{CASE}files/{file.uuid}/")[0] == 404


def test_questions_to_the_database_do_not_grow_with_the_case(clerk):
    applicant = make_applicant(uploads=[evidence()])
    make_answer(applicant.filing, clerk, files=[evidence("a.txt", b"a")])

    def grow(round_):
        due = timezone.now() + timedelta(days=1)
        verbs.request_information(applicant.filing, text=f"? {round_}", answer_due_at=due, by=clerk)
        file = received(evidence(f"{round_}.txt", str(round_).encode()))
        verbs.send_message(applicant.filing, text=f"! {round_}", files=[file], at=timezone.now())
        verbs.write_to_applicant(applicant.filing, text=f". {round_}", by=clerk)

    def questions():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert applicant.client.get(CASE).status_code == 200
        return len(asked)

    grow(0)
    before = questions()
    for round_ in range(1, 6):
        grow(round_)
    assert questions() == before
    assert before < 25
