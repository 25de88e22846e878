"""The officer desk in a real browser: accessible in both schemes, on a telephone, by keyboard, from queue to slip."""

import pytest

from tests.browser.conftest import PASSWORD
from tests.browser.test_admin_pages import assert_nobody_is_shut_out
from tests.browser.test_journeys import sign_in

pytestmark = pytest.mark.browser
QUEUE, SESSIONS = "/admin/appeals/filing/", "/admin/appeals/session/"


@pytest.fixture(scope="session")
def sample_staff(portal):
    """The staff of the sample cases, with a password."""
    for name in ("case-officers", "commissioners", "cec-case-officers"):
        portal.password(name, PASSWORD)


@pytest.fixture
def officer(page, sample_staff):
    sign_in(page, "case-officers")
    page.locator("[name=language][value=en]").click()
    return page


def open_case(page, words):
    page.goto(f"{QUEUE}?state=all&q={words}")
    page.locator(".queue th a").first.click()
    page.wait_for_url("**/change/")


def test_queue_and_cases_are_accessible(officer):
    officer.goto(QUEUE)
    assert officer.locator(".badge--overdue").count()
    assert_nobody_is_shut_out(officer, "queue")
    officer.goto(f"{QUEUE}?is_late=on")
    assert_nobody_is_shut_out(officer, "queue with filters")
    for words in ("Təcrübə", "Misal", "C001-"):
        open_case(officer, words)
        assert_nobody_is_shut_out(officer, f"case {words}")


def test_steps_are_accessible(officer):
    open_case(officer, "Təcrübə")
    links = [link.get_attribute("href") for link in officer.locator(".case-steps a").all()]
    assert len(links) > 5
    for link in links:
        officer.goto(link)
        if officer.locator(".prose-editor").count():
            officer.locator(".ProseMirror[role=textbox]").first.wait_for()
        assert_nobody_is_shut_out(officer, link)


def test_conflict_of_interest_is_told_accessibly(officer, sample_staff):
    numbers = range(1, 30)
    statuses = {number: officer.request.get(f"{QUEUE}{number}/change/").status for number in numbers}
    conflict = next(number for number, status in statuses.items() if status == 403)
    officer.goto(f"{QUEUE}{conflict}/change/")
    officer.get_by_role("heading", name="Conflict of interest").wait_for()
    assert_nobody_is_shut_out(officer, "conflict")


def test_paper_is_entered_and_its_slip_is_printed(officer):
    officer.goto(f"{QUEUE}add/")
    assert_nobody_is_shut_out(officer, "paper")
    officer.get_by_label("by post").check()
    officer.get_by_label("Applicant", exact=True).fill("Paper Sample")
    officer.get_by_label("Something that somebody did").check()
    officer.get_by_label("What happened").fill("It came on paper.")
    officer.get_by_role("button", name="Register and print the slip").click()
    officer.locator(".slip .code").wait_for()
    assert len(officer.locator(".slip .code").inner_text()) == 29
    assert_nobody_is_shut_out(officer, "slip")


def test_commissioner_decides_from_the_agenda(page, sample_staff):
    sign_in(page, "commissioners")
    page.locator("[name=language][value=en]").click()
    page.goto(SESSIONS)
    assert_nobody_is_shut_out(page, "sessions")
    page.goto(f"{SESSIONS}add/")
    assert_nobody_is_shut_out(page, "session add")
    page.goto(SESSIONS)
    page.locator(".rows a").first.click()
    page.get_by_role("heading", name="Agenda").wait_for()
    assert_nobody_is_shut_out(page, "session")
    page.locator(".agenda a.button").first.click()
    page.locator(".ProseMirror[role=textbox]").first.wait_for()
    assert_nobody_is_shut_out(page, "decide")
    page.get_by_label("Votes for").fill("7")
    page.get_by_role("button", name="Decide").click()
    page.locator(".messagelist .success").wait_for()
    assert page.locator("#decisions .badge--upheld").count()


def test_queue_and_case_are_used_by_keyboard_alone(officer):
    officer.goto(QUEUE)
    officer.keyboard.press("Tab")
    officer.keyboard.press("Enter")  # skip to the content
    for _ in range(30):
        officer.keyboard.press("Tab")
        if officer.evaluate("document.activeElement.closest('.queue') !== null"):
            break
    officer.keyboard.press("Enter")
    officer.wait_for_url("**/change/")
    assert officer.get_by_role("navigation", name="What may be done now").is_visible()
    officer.get_by_role("navigation", name="Parts of the case").get_by_role("link", name="Journal").press("Enter")
    assert officer.url.endswith("#journal")
