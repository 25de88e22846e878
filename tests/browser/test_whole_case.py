"""A whole case in a real browser, in Azerbaijani, by the real server, worker and mail server.

It goes through both tiers to the court; every letter is read in the outbox
right after the act that writes it, and the mail server has them all in the end.
"""

import re
from types import SimpleNamespace

import pytest

from appeals.documents.redaction import COVER
from tests.browser.applicant import (
    CENTRAL,
    EMAIL,
    FILES,
    HERE,
    NAME,
    PHONE,
    PRIVATE,
    RESPONDENT,
    RESPONDENT_EMAIL,
    STATEMENT,
    STREET,
    Applicant,
    days_ago,
    digest,
)
from tests.browser.officers import Commissioner, Expert, Officer
from tests.browser.people import Person, az, english_in

pytestmark = pytest.mark.browser


def covered():
    """What stands on a public page instead of a name, for the eye and for a screen reader."""
    return f"{COVER} {az('[covered]')}"


def assert_letter(letter, *, to, about, subject, says, code):
    """A letter goes to whom it concerns, in Azerbaijani, says what matters, and never the access code."""
    assert (letter.to, letter.language) == (to, "az")
    assert letter.subject == f"{about}: {subject}"
    assert [text for text in says if text not in letter.body] == [], letter.body
    assert english_in(f"{letter.subject}\n{letter.body}") == []
    assert code not in letter.body
    assert "/az/appeals/" in letter.body


def files_a_complaint(comes, post):
    """From the guide to the receipt, with two files; the case as its applicant holds it."""
    applicant = comes(Applicant)
    applicant.asks_the_guide(commission="P00701", tier="A precinct commission", happened_on=days_ago(1))
    applicant.sees(HERE)
    applicant.follows(az("File a complaint"))
    assert applicant.field(az("Commission that shall decide")).input_value() == "C007"
    assert applicant.field(az("Commission complained of, if it was one")).input_value() == "P00701"
    applicant.tells_who_did_what(respondent=RESPONDENT, happened_where="1 saylı nümunə məntəqəsi")
    applicant.tells_about_themselves(name=NAME, address=f"Nümunə şəhəri, {STREET}", email=EMAIL, phone=PHONE)
    applicant.states(
        statement=STATEMENT, ground="Seçki Məcəlləsi, maddə 106", remedy="Protokolun surəti mənə verilsin."
    )
    applicant.proves(FILES, explanation="Qeyd və protokol.")
    applicant.sees(az("What the public will see"), STATEMENT, HERE)
    assert applicant.page.locator(".notice--good").count()
    number, code, received = applicant.sends()
    applicant.sees(*(text for file in FILES for text in (file["name"], digest(file))))
    post.about(number)
    digests = [f"{file['name']}\nSHA-256 {digest(file)}" for file in FILES]
    assert_letter(
        post.only(), to=EMAIL, about=number, subject=az("Your filing was received"), says=[received, HERE, *digests],
        code=code,
    )  # fmt: skip
    return SimpleNamespace(applicant=applicant, number=number, code=code)


def is_registered_and_published_without_names(comes, post, case):
    """The officer registers it; the public register shows number and state, and no person."""
    case.officer = comes(Officer, "journey-officer")
    case.officer.opens(case.number)
    case.officer.registers()
    state = az("registered", "filing")
    assert_letter(post.only(), to=EMAIL, about=case.number, subject=state, says=[state], code=case.code)
    case.public = comes(Person)
    case.public.goes_to(f"/az/appeals/register/{case.number}/")
    case.public.sees(case.number, HERE, state)
    case.public.sees_nowhere(*PRIVATE, "müşahidə qeydi")


def is_asked_and_answered(comes, post, case):
    """The expert asks, the applicant answers behind number and code; the respondent is heard by a link of their own."""
    case.officer.assigns("Sınaq Ekspertli")
    case.expert = comes(Expert, "journey-expert")
    case.expert.opens(case.number)
    case.expert.asks("Protokolun surətini saat neçədə istəmisiniz?")
    subject = az("the commission asks for information")
    says = [az("The commission needs information from you to decide.")]
    assert_letter(post.only(), to=EMAIL, about=case.number, subject=subject, says=says, code=case.code)
    case.applicant.opens_the_case(case.number, case.code)
    case.applicant.sees("Protokolun surətini saat neçədə istəmisiniz?")
    case.applicant.answers("Saat 20:15-də.")
    case.expert.opens(case.number)
    case.expert.sees("Saat 20:15-də.")


def respondent_is_heard(comes, post, case):
    case.officer.hears(respondent=RESPONDENT, email=RESPONDENT_EMAIL)
    letter = post.only()
    says = [az("A complaint names you as the one who did, or failed to do, what it is about.")]
    subject = az("you are asked for an answer")
    assert_letter(letter, to=RESPONDENT_EMAIL, about=case.number, subject=subject, says=says, code=case.code)
    respondent = comes(Person)
    respondent.goes_to(re.search(r"/az/appeals/hearing/\S+", letter.body).group(0))
    respondent.sees(STATEMENT)
    respondent.sees_nowhere(STREET, EMAIL, "555 71 71")
    respondent.fills(az("Your answer"), "Surət saat 21:00-da verilib.")
    respondent.presses(az("Send the answer"))
    respondent.sees(az("Your answer was received"))


def is_decided(comes, post, case):
    """Opinion, session, decision: dismissed, as the expert proposed it."""
    case.expert.opens(case.number)
    case.expert.gives_an_opinion(
        text="Məntəqənin izahatı inandırıcıdır.",
        outcome="dismissed",
        reasons="Surətin verildiyi sübut olunub, Nümunəzadə onu almayıb.",
        operative_part="Şikayət təmin edilməsin.",
    )
    commissioner = comes(Commissioner, "journey-commissioner")
    agenda = commissioner.calls_a_session()
    case.officer.opens(case.number)
    case.officer.places_on_the_agenda()
    assert post.new() == []
    commissioner.decides(case.number, agenda, votes=(5, 1, 3))
    outcome = az("dismissed")
    says = [az("The commission has decided on your filing: %s.") % outcome, az("Number of the decision: %s") % "1/1"]
    assert_letter(post.only(), to=EMAIL, about=case.number, subject=outcome, says=says, code=case.code)


def is_served_and_published(comes, post, case):
    """Both parties get it; the public reads it without names, the applicant whole."""
    subject = az("the decision is served on you")
    case.officer.opens(case.number)
    case.officer.serves(party="applicant", way="by e-mail")
    says = [az("You can contest it until: %s").partition("%")[0], "24:00"]
    assert_letter(post.only(), to=EMAIL, about=case.number, subject=subject, says=says, code=case.code)
    case.officer.serves(party="respondent", way="by e-mail")
    says = [az("The decision in its public form:"), f"/az/appeals/register/{case.number}/"]
    assert_letter(post.only(), to=RESPONDENT_EMAIL, about=case.number, subject=subject, says=says, code=case.code)
    case.officer.publishes(without=PRIVATE)
    case.public.goes_to(f"/az/appeals/register/{case.number}/")
    case.public.follows(az("Read the decision"))
    case.public.sees(f"Surətin verildiyi sübut olunub, {covered()} onu almayıb.", "Şikayət təmin edilməsin.")
    case.public.sees_nowhere(*PRIVATE)
    case.applicant.goes_to("/az/appeals/follow/case/")
    case.applicant.sees("Nümunəzadə onu almayıb.", az("dismissed"), az("You can appeal against the decision"), CENTRAL)


def is_appealed(post, case):
    """One step from the case to the receipt of the appeal; the file is carried over."""
    number, code, received = case.applicant.appeals("Şahidlər dinlənilməyib.")
    assert number.startswith("CEC-")
    assert code != case.code
    post.about(number)
    subject = az("Your filing was received")
    assert_letter(post.only(), to=EMAIL, about=number, subject=subject, says=[received, CENTRAL], code=code)
    return SimpleNamespace(applicant=case.applicant, public=case.public, number=number, code=code)


def is_upheld_by_the_central_commission(comes, post, case, appeal):
    """The officer of the tier above has the whole file; its commission upholds the appeal."""
    appeal.officer = comes(Officer, "journey-central-officer")
    appeal.officer.opens(appeal.number)
    appeal.officer.sees("Şahidlər dinlənilməyib.", case.number, *(file["name"] for file in FILES))
    appeal.officer.registers()
    state = az("registered", "filing")
    assert_letter(post.only(), to=EMAIL, about=appeal.number, subject=state, says=[state], code=appeal.code)
    commissioner = comes(Commissioner, "journey-central-commissioner")
    agenda = commissioner.calls_a_session()
    appeal.officer.places_on_the_agenda()
    commissioner.decides(
        appeal.number, agenda, votes=(10, 2, 6), outcome="upheld", reasons="Nümunəzadənin şahidləri dinlənilməli idi.",
        operative_part="Dairə komissiyasının qərarı ləğv edilsin.", remedy_ordered="Surət üç gün ərzində verilsin.",
    )  # fmt: skip
    says = [az("The commission has decided on your filing: %s.") % az("upheld")]
    assert_letter(post.only(), to=EMAIL, about=appeal.number, subject=az("upheld"), says=says, code=appeal.code)
    appeal.officer.opens(appeal.number)
    appeal.officer.serves(party="applicant", way="by e-mail")
    subject = az("the decision is served on you")
    assert_letter(post.only(), to=EMAIL, about=appeal.number, subject=subject, says=["24:00"], code=appeal.code)
    appeal.officer.publishes(without=PRIVATE)


def court_has_spoken(post, case, appeal):
    """The applicant and the public read what the court made of it; the first case names the appeal."""
    judgment = f"{az('Court of Appeal')}: {az('confirmed')}"
    appeal.officer.records_the_court(
        court="Court of Appeal", number="2-1(103)", result="confirmed", text="Səhv tapılmayıb."
    )
    subject = az("outcome in court")
    assert_letter(post.only(), to=EMAIL, about=appeal.number, subject=subject, says=[judgment], code=appeal.code)
    appeal.applicant.opens_the_case(appeal.number, appeal.code)
    appeal.applicant.sees(az("upheld"), "Surət üç gün ərzində verilsin.", judgment, "2-1(103)", az("Supreme Court"))
    appeal.public.goes_to(f"/az/appeals/register/{case.number}/")
    appeal.public.follows(appeal.number)
    appeal.public.sees(az("upheld"))
    appeal.public.follows(az("Read the decision"))
    appeal.public.sees(f"{covered()} şahidləri dinlənilməli idi.", judgment)
    appeal.public.sees_nowhere("2-1(103)", *PRIVATE)  # its words wait until somebody has looked at them
    appeal.officer.opens(appeal.number)
    appeal.officer.publishes(without=PRIVATE)
    appeal.public.page.reload()
    appeal.public.sees("2-1(103)", "Səhv tapılmayıb.")
    appeal.public.sees_nowhere(*PRIVATE)


def assert_all_was_delivered(post, case, appeal):
    """The mail server has got the letters of the outbox, each once, in their order, and no code in any of them."""
    delivered = post.delivered()
    assert post.new() == []
    assert [(letter.to, letter.subject, letter.language) for letter in delivered] == [
        (letter.to, letter.subject, letter.language) for letter in post.read
    ]
    assert [code for letter in delivered for code in (case.code, appeal.code) if code in letter.body] == []


def test_a_case_goes_from_the_guide_through_both_tiers_to_the_court(comes, post):
    case = files_a_complaint(comes, post)
    is_registered_and_published_without_names(comes, post, case)
    is_asked_and_answered(comes, post, case)
    respondent_is_heard(comes, post, case)
    is_decided(comes, post, case)
    is_served_and_published(comes, post, case)
    appeal = is_appealed(post, case)
    is_upheld_by_the_central_commission(comes, post, case, appeal)
    court_has_spoken(post, case, appeal)
    assert_all_was_delivered(post, case, appeal)
