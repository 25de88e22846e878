"""The register, a decision and the statistics in a real browser, with cases in them."""

import json

import pytest

from tests.browser.checks import NARROW, assert_accessible, assert_fits_a_telephone

pytestmark = pytest.mark.browser

# the cases of this module stand alone with their commission: numbers, and what filters find, rest on no other case
PAGES = {
    "register": "",
    "filtered register": "?commission={commission}&state=decided",
    "case": "{decided}/",
    "overdue case": "{overdue}/",
    "decision": "{decided}/decision/",
    "statistics": "../statistics/",
}


@pytest.fixture(scope="module")
def cases(portal):
    """The commission of two cases, and the number of each: one decided and published, one overdue."""
    code = "from tests.browser.cases import make_register\nprint(make_register())"
    return json.loads(portal.shell(code).splitlines()[-1])


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_page_with_cases_is_accessible_and_fits_a_telephone(cases, page, path):
    assert page.goto(f"/en/appeals/register/{path.format(**cases)}").status == 200
    assert_accessible(page, in_the_dark=True)
    assert_fits_a_telephone(page)
    page.set_viewport_size(NARROW)
    assert_accessible(page, in_the_dark=True)


def test_register_is_filtered_by_keyboard_and_a_filter_removed(cases, page):
    page.goto(f"/en/appeals/register/?commission={cases['commission']}")
    page.locator("summary", has_text="Filter the register").focus()
    page.keyboard.press("Enter")
    page.get_by_label("State").select_option("overdue")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_url("**state=overdue**")
    assert page.locator(".register tbody th a").all_inner_texts() == [cases["overdue"]]
    page.get_by_role("link", name="State: overdue").click()
    page.wait_for_url(lambda address: "state=" not in address)
    assert page.locator(".register tbody th a").all_inner_texts() == [cases["decided"], cases["overdue"]]


def test_printed_decision_has_no_navigation_and_keeps_its_covers(cases, page):
    page.goto(f"/en/appeals/register/{cases['decided']}/decision/")
    page.emulate_media(media="print")
    assert not page.locator("nav.nav").is_visible()
    assert not page.get_by_role("link", name="Decision as PDF").is_visible()
    assert page.locator(".decision .cover").first.is_visible()
