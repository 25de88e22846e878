"""The desk in a real browser: accessible in both schemes, no wider than a small telephone, in the site's own look."""

import pytest
from django.utils import translation

from commission.editor_words import WORDS
from press.newsroom.release_text import NOTE_WORDS, PICTURE_WORDS
from tests.browser.checks import OF_COLOURS, told, violations
from tests.browser.conftest import WIDE
from tests.browser.test_journeys import a_file, file_complaint, sign_in
from tests.browser.test_public_pages import assert_fits_a_telephone

pytestmark = pytest.mark.browser

PAGES = {
    "index": "/admin/",
    "release list": "/admin/press/release/",
    "release add": "/admin/press/release/add/",
    "topic list": "/admin/press/topic/",
    "page add": "/admin/pages/page/add/",
    "filing list": "/admin/appeals/filing/",
    "session list": "/admin/appeals/session/",
    "membership list": "/admin/commission/membership/",
    "membership add": "/admin/commission/membership/add/",
    "message list": "/admin/contact/message/",
    "letter list": "/admin/commission/letter/",
    "user list": "/admin/auth/user/",
    "user add": "/admin/auth/user/add/",
    "election commission list": "/admin/commission/electioncommission/",
    "password": "/admin/password_change/",
}
COLOUR = "name => getComputedStyle(document.querySelector(name)).backgroundColor"


def assert_nobody_is_shut_out(page, where):
    """No serious or critical violation, light or dark, and nothing to be scrolled sideways on a telephone."""
    for scheme, rules in (("light", {}), ("dark", {"runOnly": OF_COLOURS})):
        page.emulate_media(color_scheme=scheme)
        grave = [each for each in violations(page, **rules) if each["impact"] in ("serious", "critical")]
        assert told(grave) == [], f"{where}, {scheme}"
    page.emulate_media(color_scheme="light")
    assert_fits_a_telephone(page)
    page.set_viewport_size(WIDE)


@pytest.fixture(scope="session")
def superuser(portal):
    portal.account("minister", commission="C003")
    return "minister"


def test_signing_in_is_accessible_and_offers_the_languages(page, portal):
    page.goto("/admin/login/?next=/admin/")
    assert_nobody_is_shut_out(page, "login")
    page.locator("[name=language][value=ru]").click()
    page.wait_for_url("**/admin/login/**")
    assert page.locator("html").get_attribute("lang") == "ru"
    assert page.locator("[name=language][value=ru]").get_attribute("aria-current") == "true"


def test_pages_of_the_desk_are_accessible(page, superuser):
    sign_in(page, superuser)
    for where, address in PAGES.items():
        assert page.goto(address).status == 200
        if page.locator("textarea[name=body]").count():
            page.locator(".ProseMirror[role=textbox][aria-label=Text]").wait_for()
        assert_nobody_is_shut_out(page, where)


def test_rows_to_change_are_accessible(page, superuser):
    sign_in(page, superuser)
    for model in ("press/release", "press/topic", "auth/user", "commission/electioncommission"):
        page.goto(f"/admin/{model}/")
        page.locator("#result_list tbody th a").first.click()
        page.locator(".submit-row").wait_for()
        if page.locator("textarea[name=body]").count():
            page.locator(".ProseMirror[role=textbox][aria-label=Text]").wait_for()
        assert_nobody_is_shut_out(page, f"{model} change")


def test_a_filing_and_its_steps_are_accessible(page, portal):
    portal.account("registrar", "case officers", "C003")
    number, _code = file_complaint(page, statement="Nobody listened.", evidence=a_file("heard.txt"))
    sign_in(page, "registrar")
    page.goto(f"/admin/appeals/filing/?q={number}")
    page.get_by_role("link", name=number).click()
    assert_nobody_is_shut_out(page, "filing change")
    page.get_by_role("link", name="Return", exact=True).click()
    page.locator(".ProseMirror[role=textbox][aria-label=Reasons]").wait_for()
    assert_nobody_is_shut_out(page, "filing step")


def test_a_message_and_its_answer_are_accessible(page, superuser):
    page.goto("/en/contact/")
    page.locator("[name=topic]").select_option(index=1)
    page.get_by_label("Your name").fill("Ayan Sample")
    page.locator("[name=email]").fill("ayan@example.org")
    page.locator("[name=text]").fill("Where is my polling station?")
    page.locator("main form [type=submit]").click()
    page.wait_for_url("**/contact/sent/*/")
    sign_in(page, superuser)
    page.goto("/admin/contact/message/")
    page.locator("#result_list tbody th a").first.click()
    assert_nobody_is_shut_out(page, "message change")
    page.get_by_role("link", name="Write an answer").click()
    page.get_by_label("Answer").wait_for()
    assert_nobody_is_shut_out(page, "message answer")


def test_the_desk_follows_the_scheme_of_the_system_with_the_tokens_of_the_site(page, portal):
    seen = {}
    for address in ("/admin/login/", "/en/"):
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            seen[address, scheme] = page.evaluate(COLOUR, "#container" if "admin" in address else "body")
    assert seen["/admin/login/", "light"] == seen["/en/", "light"]
    assert seen["/admin/login/", "dark"] == seen["/en/", "dark"]
    assert seen["/en/", "light"] != seen["/en/", "dark"]


def test_targets_of_the_desk_are_big_enough_for_a_thumb(page, superuser):
    sign_in(page, superuser)
    for address in ("/admin/", "/admin/press/release/", "/admin/press/release/add/"):
        page.goto(address)
        buttons = page.locator("button:visible, [type=submit]:visible, .object-tools a:visible, #user-tools a:visible")
        own = [each for each in buttons.all() if not each.evaluate("e => Boolean(e.closest('.prose-editor'))")]
        assert own
        assert [each.evaluate("e => e.outerHTML") for each in own if each.bounding_box()["height"] < 44] == []


def test_editor_speaks_the_words_of_the_portal(page, portal):
    portal.account("page-writer", "editors")
    sign_in(page, "page-writer")
    page.locator("[name=language][value=en]").click()
    page.goto("/admin/press/release/add/")
    page.locator(".prose-menubar__button[title]").first.wait_for()
    with translation.override("en"):
        said = {str(word) for word in [*WORDS.values(), NOTE_WORDS["insert"], PICTURE_WORDS["insert"]]}
    titles = [button.get_attribute("title") for button in page.locator(".prose-menubar__button[title]").all()]
    assert "Bold" in titles
    assert set(titles) <= said  # none is left in the words of the library
    labels = [button.get_attribute("aria-label") for button in page.locator(".prose-menubar__button[title]").all()]
    assert labels == titles
    options = page.locator(".prose-menubar__dropdown .ProseMirror > *").all_text_contents()
    assert {option for option in options if option.strip()} <= said | {"Paragraph"}
    page.locator(".prose-menubar__button[title='Insert a table']").first.click()
    dialog = page.locator("dialog[open]")
    assert "With a row of headings" in dialog.inner_text()
    assert "Include header row" not in dialog.inner_text()
