"""The register, a decision and the statistics in a real browser, with cases in them."""

import pytest

from tests.browser.checks import NARROW, assert_accessible, assert_fits_a_telephone

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CASES = """
from django.contrib.auth.models import User
from tests.appeals import decided as cases
from appeals import verbs
from tests.factories_appeals import NOON, make_filing
by = User.objects.create(username="register-clerk")
verbs.register(make_filing(), by=by, at=NOON)
decision = cases.published(by)
verbs.serve(decision, party="applicant", way="hand", by=by, at=NOON)
verbs.correct(decision, text="12, not 11", by=by, at=NOON)
"""
CASE = "C033-M2020-000002"
PAGES = {
    "register": "",
    "filtered register": "?commission=C033&state=decided",
    "case": f"{CASE}/",
    "overdue case": "C033-M2020-000001/",
    "decision": f"{CASE}/decision/",
    "statistics": "../statistics/",
}


@pytest.fixture(scope="module")
def cases(portal):
    portal.shell(CASES)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_with_cases_is_accessible_and_fits_a_telephone(cases, page, path, scheme):
    page.emulate_media(color_scheme=scheme)
    assert page.goto(f"/en/appeals/register/{path}").status == 200
    assert_accessible(page)
    assert_fits_a_telephone(page)
    page.set_viewport_size(NARROW)
    assert_accessible(page)


def test_register_is_filtered_by_keyboard_and_a_filter_removed(cases, page):
    page.goto("/en/appeals/register/")
    page.locator("summary", has_text="Filter the register").focus()
    page.keyboard.press("Enter")
    page.locator("[name=commission]").fill("C033")  # the sample cases are others'
    page.get_by_label("State").select_option("overdue")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_url("**state=overdue**")
    assert page.locator(".register tbody tr").count() == 1
    page.get_by_role("link", name="State: overdue").click()
    page.wait_for_url(lambda address: "state=" not in address)
    assert page.locator(".register tbody tr").count() == 2


def test_printed_decision_has_no_navigation_and_keeps_its_covers(cases, page):
    page.goto(f"/en/appeals/register/{CASE}/decision/")
    page.emulate_media(media="print")
    assert not page.locator("nav.nav").is_visible()
    assert not page.get_by_role("link", name="Decision as PDF").is_visible()
    assert page.locator(".decision .cover").first.is_visible()
