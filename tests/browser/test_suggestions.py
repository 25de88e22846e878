"""Suggestions while a question is typed: a combobox by keyboard, by hand and in a screen reader (ARIA 1.2)."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checks import NARROW, assert_accessible

pytestmark = pytest.mark.browser

TARGET = 44
ANSWERS = """
    window.fetch = (where) => {
        const q = new URL(where, location).searchParams.get("q");
        const answer = { ok: true, json: async () => ({ suggestions: [{ title: q, address: "/", kind: "title" }] }) };
        return new Promise((resolve) => setTimeout(resolve, q === "ob" ? 500 : 0, answer));
    };
"""


def field_of(page, path="search/"):
    page.goto(f"/en/{path}")
    return page.get_by_role("combobox", name="Search the site")


def active(page):
    """The text of the option on which the field's user is."""
    chosen = page.evaluate("document.activeElement.getAttribute('aria-activedescendant')")
    return page.locator(f"[id='{chosen}']").inner_text() if chosen else None


def test_suggestion_is_chosen_by_keyboard_alone(page):
    field = field_of(page)
    while page.evaluate("document.activeElement.id") != "q":
        page.keyboard.press("Tab")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("observ")
    options = page.get_by_role("option")
    expect(options).to_have_text([re.compile("^Observers Topic$"), re.compile("observers")])
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    expect(page.get_by_role("search").get_by_role("status")).to_have_text("Suggestions: 2")
    page.keyboard.press("ArrowUp")
    assert "observers" in active(page)
    page.keyboard.press("ArrowDown")
    assert active(page).startswith("Observers")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert_accessible(page)
    page.keyboard.press("Home")
    assert active(page) is None
    assert field.evaluate("field => field.selectionStart") == 0
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/press/topics/observers/")


def test_escape_closes_the_list_and_enter_sends_what_was_typed(page):
    field = field_of(page)
    field.press_sequentially("observ")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("observ")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("End")
    field.press("Enter")
    page.wait_for_url("**/en/search/?q=observ")


def test_tab_leaves_the_list_behind_and_one_letter_asks_nothing(visitors):
    page = visitors()
    field = field_of(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    field.press_sequentially("ob")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    field.press("End")
    field.press("Backspace")
    page.wait_for_timeout(250)
    assert [url.partition("?")[2] for url in asked if "suggest/" in url] == ["q=ob"]


def test_suggestion_is_touched_on_a_telephone(page):
    page.set_viewport_size(NARROW)
    field = field_of(page, "")
    field.press_sequentially("observ")
    option = page.get_by_role("option", name="Accreditation")
    expect(option).to_be_visible()
    assert min(each.bounding_box()["height"] for each in page.get_by_role("option").all()) >= TARGET
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    option.click()
    page.wait_for_url("**/en/press/*/accreditation*/")


def test_answer_that_comes_too_late_is_dropped(visitors):
    page = visitors()
    page.add_init_script(ANSWERS)
    field = field_of(page)
    field.press_sequentially("ob")
    page.wait_for_timeout(250)
    field.press("s")
    expect(page.get_by_role("option")).to_have_text(["obs"])
    page.wait_for_timeout(400)
    expect(page.get_by_role("option")).to_have_text(["obs"])


def test_broken_answer_is_passed_over_in_silence(visitors):
    page = visitors()
    page.route("**/suggest/**", lambda route: route.fulfill(body="no JSON"))
    field = field_of(page)
    field.press_sequentially("observ")
    page.wait_for_timeout(300)
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press("Enter")
    page.wait_for_url("**/en/search/?q=observ")


def test_field_without_scripts_is_a_field(chromium, portal):
    context = chromium.new_context(base_url=portal.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/")
    page.get_by_role("searchbox", name="Search the site").fill("observers")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("1 text found")).to_be_visible()
    context.close()
