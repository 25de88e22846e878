"""A case in which everything goes wrong that may: no e-mail address, late, the wrong commission; in Azerbaijani."""

from types import SimpleNamespace

import pytest

from tests.browser.applicant import CENTRAL, NAME, NEIGHBOUR, PRIVATE, STATEMENT, STREET, Applicant, days_ago
from tests.browser.officers import Officer
from tests.browser.people import Person, az

pytestmark = pytest.mark.browser


def files_late_with_the_wrong_commission(comes, post):
    """Every warning is shown and none stands in the way; the marks are on the receipt."""
    applicant = comes(Applicant)
    applicant.asks_the_guide(commission="P00801", tier="A precinct commission", happened_on=days_ago(10))
    applicant.sees(NEIGHBOUR, az("This limit has passed. You may still file: the commission decides whether it takes the complaint."))  # fmt: skip  # noqa: E501
    applicant.follows(az("File a complaint"))
    applicant.fills(az("Commission that shall decide"), "C007")
    applicant.tells_who_did_what(respondent="8-ci dairənin məntəqə sədri", happened_where="1 saylı məntəqə")
    applicant.tells_about_themselves(name=NAME, address=f"Nümunə şəhəri, {STREET}")
    applicant.states(statement=STATEMENT, ground="Seçki Məcəlləsi, maddə 106", remedy="Surət verilsin.")
    applicant.proves([], explanation="İki şahid var.")
    offered = az("Change to: %(competent)s") % {"competent": NEIGHBOUR}
    applicant.sees(az("Late: the time limit ended on %(last)s").partition("%")[0], offered)
    number, code, received = applicant.sends()
    assert number.startswith("C007-")
    post.about(number)
    late = az("Late: the time limit to file ended on %s.").partition("%")[0]
    competent = az("Another commission seems competent: %s. It is forwarded; the instant of this receipt counts.")
    applicant.sees(az("Marks"), late, competent % NEIGHBOUR)
    return SimpleNamespace(applicant=applicant, number=number, code=code, received=received)


def is_forwarded(comes, post, case):
    """A new number at the competent commission; the old one points to it, and the instant stays."""
    officer = comes(Officer, "journey-officer")
    officer.opens(case.number)
    officer.sees(az("late"), az("another commission seems competent"))
    officer.registers()
    officer.forwards(to="C008", reasons="Məntəqə 8-ci dairədədir.")
    public = comes(Person)
    public.goes_to(f"/az/appeals/register/{case.number}/")
    public.sees(case.number, NEIGHBOUR, az("The instant at which it was first handed over still counts."))
    case.applicant.opens_the_case(case.number, case.code)
    case.former, case.number = case.number, case.applicant.page.locator("h1").inner_text()
    assert case.number.startswith("C008-")
    post.about(case.number)
    case.applicant.sees(case.former, "Məntəqə 8-ci dairədədir.", case.received.partition(" (")[0])
    case.public = public


def is_returned_and_served_on_paper(comes, post, case):
    """The competent commission returns it as late; the slip and the post stand in for letters."""
    officer = comes(Officer, "journey-neighbour")
    officer.opens(case.number)
    officer.registers()
    case.public.goes_to(f"/az/appeals/register/{case.former}/")
    case.public.follows(case.number)
    officer.returns("Müddət bitib, Nümunəzadə üzrlü səbəb göstərməyib.")
    officer.serves(party="applicant", way="by post")
    old, case.code = case.code, officer.replaces_the_code()
    assert case.code != old
    officer.sees(case.number, case.received.partition(" (")[0])


def sees_the_remedy(case):
    """The new code opens what the old one does not any more: the decision, and where to appeal until when."""
    applicant = case.applicant
    applicant.goes_to("/az/appeals/follow/case/")
    assert applicant.page.url.endswith("/az/appeals/follow/"), "the code was replaced"
    applicant.opens_the_case(case.number, case.code)
    applicant.sees(
        az("returned", "outcome"), "Nümunəzadə üzrlü səbəb göstərməyib.", az("You can appeal against the decision"),
        CENTRAL, "24:00", az("by post"),
    )  # fmt: skip
    case.public.goes_to(f"/az/appeals/register/{case.number}/")
    case.public.sees(az("returned", "outcome"), case.former, case.received)
    case.public.sees_nowhere(*PRIVATE)


def test_a_late_case_without_e_mail_and_with_the_wrong_commission_finds_its_way(comes, post):
    case = files_late_with_the_wrong_commission(comes, post)
    is_forwarded(comes, post, case)
    is_returned_and_served_on_paper(comes, post, case)
    sees_the_remedy(case)
    assert post.delivered() == []
    assert post.new() == []
