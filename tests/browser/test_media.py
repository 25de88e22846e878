"""Pictures and files of a release in a real browser: shown to everybody, set in the newsroom."""

import pytest

from tests.browser.checks import assert_accessible, assert_fits_a_telephone
from tests.browser.test_admin_pages import assert_nobody_is_shut_out
from tests.browser.test_journeys import sign_in

pytestmark = pytest.mark.browser
BROKEN = "[...document.images].filter(image => image.complete && !image.naturalWidth).map(image => image.src)"
TAKEN = "document.querySelector('.lead-picture img').currentSrc"


def open_release(page):
    page.goto("/en/press/")
    page.get_by_role("link", name="Accreditation of observers opens").click()
    page.wait_for_url("**/en/press/*/*/")


def test_a_release_with_pictures_is_accessible_and_takes_the_size_that_it_needs(page):
    page.set_viewport_size({"width": 360, "height": 740})
    open_release(page)
    page.wait_for_load_state("networkidle")
    assert "/page-640-" in page.evaluate(TAKEN) or "/page-320-" in page.evaluate(TAKEN)
    assert page.evaluate(TAKEN).endswith(".webp")
    page.set_viewport_size({"width": 1280, "height": 900})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)
    assert_fits_a_telephone(page)
    page.locator(".gallery img").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(BROKEN) == []
    page.locator(".gallery a").click()
    page.wait_for_url("**/media/*/page-*.jpg")


@pytest.fixture(scope="session")
def picture_editor(portal):
    portal.account("picture-editor")
    return "picture-editor"


def test_a_click_on_a_picture_sets_its_focus(page, picture_editor):
    sign_in(page, picture_editor)
    page.goto("/admin/press/release/")
    page.get_by_role("link", name="Accreditation of observers opens").click()
    page.get_by_role("link", name="Pictures and files").click()
    page.locator(".focus__mark").first.wait_for()
    assert_nobody_is_shut_out(page, "pictures of a public release")
    picture = page.locator(".focus img").first
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    assert page.locator("[name=pictures-0-focal_x]").input_value() == "25"
    assert page.locator("[name=pictures-0-focal_y]").input_value() == "50"
    page.locator(".submit-row [type=submit]").click()
    page.wait_for_url("**/change/")
    page.get_by_role("link", name="Pictures and files").click()
    assert page.locator("[name=pictures-0-focal_x]").input_value() == "25"
