"""Public pages in a real browser: accessible, no wider than a small telephone, nothing in the console."""

import pytest

from tests.browser.checks import NARROW, assert_accessible, assert_fits_a_telephone

pytestmark = pytest.mark.browser

PAGES = {
    "home": "",
    "press list": "press/",
    "guide": "appeals/",
    "guide with answer": "appeals/?who=precinct&happened_on=9+2+2026",
    "guide with a question": "appeals/?matter=question",
    "guide with court": "appeals/?who=central&happened_on=9+2+2026",
    "guide with a commission": "appeals/?who=precinct&commission=P00302&happened_on=9+2+2026",
    "guide with errors": "appeals/?who=precinct&commission=sample",
    "addresses of commissions": "appeals/commissions/?q=sample",
    "blank form": "appeals/paper/",
    "filing": "appeals/new/",
    "follow": "appeals/follow/",
    "register": "appeals/register/",
    "register with filters": "appeals/register/?commission=C001&state=overdue",
    "register with a wrong filter": "appeals/register/?commission=nothing&year=x",
    "statistics": "appeals/statistics/",
    "search": "search/",
    "search with hits": "search/?q=voter",
    "search without hits": "search/?q=zzqqxx",
    "contact": "contact/",
    "about": "pages/about/",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_public_page_is_accessible_and_fits_a_telephone(page, path):
    answer = page.goto(f"/en/{path}")
    assert answer.status == 200
    assert_accessible(page)
    assert_fits_a_telephone(page)


def test_release_is_accessible_and_fits_a_telephone(page):
    page.goto("/en/press/")
    page.locator("main .releases a").first.click()
    page.wait_for_url("**/en/press/*/*/")
    assert_accessible(page)
    assert_fits_a_telephone(page)


@pytest.mark.parametrize("path", ["", "appeals/new/"], ids=["home", "filing"])
def test_azerbaijani_page_is_accessible_on_a_telephone(page, path):
    page.set_viewport_size(NARROW)
    page.goto(f"/az/{path}")
    assert page.locator("html").get_attribute("lang") == "az"
    assert_accessible(page)
    assert_fits_a_telephone(page)


def test_page_not_found_is_accessible(page):
    assert page.goto("/en/press/no-such-page/").status == 404
    assert_accessible(page)
    assert_fits_a_telephone(page)


def test_search_finds_the_sample_and_says_where_nothing_was_found(page):
    page.goto("/en/search/?q=voter")
    assert page.locator("main .releases li").count() > 0
    page.goto("/en/search/?q=zzqqxx")
    assert page.locator("main .releases li").count() == 0
