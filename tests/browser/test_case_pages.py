"""The applicant's case and the respondent's page in a real browser: accessible, narrow, usable without JavaScript."""

import json

import pytest

from tests.browser.checks import NARROW, assert_accessible, assert_fits_a_telephone

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def cases(portal):
    """Cases of every kind by name, each with its number and code."""
    return json.loads(portal.shell("from tests.browser.cases import make_cases\nprint(make_cases())").splitlines()[-1])


def open_case(page, case):
    """Give number and code; later with the cookie of the first time, since tries are counted."""
    if "cookies" in case:
        page.context.add_cookies(case["cookies"])
        page.goto("/en/appeals/follow/case/")
        return
    page.goto("/en/appeals/follow/")
    page.get_by_label("Register number").fill(case["number"])
    page.get_by_label("Access code").fill(case["code"])
    page.get_by_role("button", name="Show my case").click()
    page.wait_for_url("**/en/appeals/follow/case/")
    case["cookies"] = page.context.cookies()


@pytest.mark.parametrize("name", ["running", "overdue", "decided", "joined", "in court"])
def test_case_is_accessible_and_fits_a_telephone(page, cases, name):
    open_case(page, cases[name])
    assert page.locator("h1").inner_text() == cases[name]["number"]
    page.locator("summary").first.click()
    assert_accessible(page, in_the_dark=True)
    assert_fits_a_telephone(page)


@pytest.mark.parametrize("part", ["messages", "address", "withdrawal", "appeal"])
@pytest.mark.parametrize("name", ["running", "overdue", "in court"])
def test_action_is_accessible_and_fits_a_telephone(page, cases, name, part):
    open_case(page, cases[name])
    page.goto(f"/en/appeals/follow/case/{part}/")
    assert_accessible(page)
    assert_fits_a_telephone(page)


def test_azerbaijani_case_is_reached_by_the_language_link_and_fits_a_telephone(page, cases):
    open_case(page, cases["running"])
    page.set_viewport_size(NARROW)
    page.get_by_role("link", name="AZ", exact=True).click()
    page.wait_for_url("**/az/appeals/follow/case/")
    assert page.locator("h1").inner_text() == cases["running"]["number"]
    assert_accessible(page)
    assert_fits_a_telephone(page)


def test_applicant_answers_a_request_and_saves_the_file_again(page, cases):
    open_case(page, cases["running"])
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("Your message").fill("At nine in the evening.")
    page.locator("[name=evidence]").set_input_files(
        {"name": "ticket.txt", "mimeType": "text/plain", "buffer": b"21:00\n"}
    )
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/messages/#message-*")
    assert page.locator(".paper:target").get_by_text("At nine in the evening.").is_visible()
    assert_accessible(page)
    with page.expect_download() as saving:
        page.get_by_role("link", name="ticket.txt").click()
    with open(saving.value.path(), "rb") as file:
        assert file.read() == b"21:00\n"


def test_appeal_goes_from_the_case_to_its_receipt_by_the_keyboard_alone(page, cases):
    open_case(page, cases["overdue"])
    link = page.get_by_role("link", name="Appeal", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/case/appeal/")
    page.get_by_label("I declare that what I state is true").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/appeals/receipt/")
    assert page.locator(".receipt .number").inner_text().startswith("CEC-")
    assert_accessible(page)
    assert_fits_a_telephone(page)


def test_form_that_was_open_for_too_long_goes_on(page, cases):
    open_case(page, cases["decided"])
    page.goto("/en/appeals/follow/case/messages/")
    page.get_by_label("Your message").fill("Typed for an hour.")
    page.context.clear_cookies(name="case-en")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="Open your case again").wait_for()
    assert_accessible(page)
    assert_fits_a_telephone(page)
    page.get_by_label("Register number").fill(cases["decided"]["number"])
    page.get_by_label("Access code").fill(cases["decided"]["code"])
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/messages/#message-*")
    assert page.get_by_text("Typed for an hour.").is_visible()


def test_leaving_closes_the_case(page, cases):
    open_case(page, cases["joined"])
    page.get_by_role("button", name="Leave the case").click()
    page.wait_for_url("**/en/appeals/follow/")
    page.goto("/en/appeals/follow/case/")
    assert page.url.endswith("/en/appeals/follow/")


def test_respondent_reads_the_act_and_answers(page, cases):
    page.goto(cases["hearing"]["address"])
    assert page.get_by_text("A copy was refused.").is_visible()
    assert "555 01 77" not in page.content()
    assert_accessible(page)
    assert_fits_a_telephone(page)
    page.get_by_role("textbox", name="Your answer").fill("It was handed out.")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_role("heading", name="Your answer was received").wait_for()
    assert page.get_by_text("It was handed out.").is_visible()
    assert_accessible(page)
    assert_fits_a_telephone(page)


REVOKE = """
from django.contrib.auth.models import User
from appeals import verbs
from appeals.models import Hearing
hearing = Hearing.objects.filter(answered_at=None, revoked_at=None).latest("pk")
verbs.revoke_hearing(hearing, by=User.objects.get(username="browser-clerk"))
"""


def test_respondent_whose_link_is_closed_meanwhile_keeps_the_text(page, cases, portal):
    page.goto(cases["hearing closed"]["address"])
    page.get_by_role("textbox", name="Your answer").fill("Line by line,\nwith care.")
    portal.shell(REVOKE)
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_role("heading", name="The commission has closed this link").wait_for()
    assert page.get_by_role("textbox", name="What you typed").input_value() == "Line by line,\nwith care."
    assert_accessible(page)
    assert_fits_a_telephone(page)
