"""What people come for, from the first page to the last, in a real browser."""

import re

import pytest

from tests.browser.checks import assert_accessible, assert_fits_a_telephone
from tests.browser.conftest import PASSWORD

pytestmark = pytest.mark.browser


def save(page, following):
    """Save a step and wait for the one that follows."""
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(f"**/appeals/new/{following}/")


def fill_steps(page, *, statement, evidence):
    """Go through the steps as a voter would, up to the check page."""
    page.goto("/en/appeals/new/")
    page.locator("[name=contested_kind][value=inaction]").check()
    page.get_by_label("Commission that shall decide").fill("C003")
    save(page, "circumstances")
    page.get_by_label("Who failed to do it").fill("Sample precinct commission")
    page.get_by_label("What you demanded").fill("An answer.")
    save(page, "applicant")
    page.get_by_label("Your full name").fill("Ayan Sample")
    page.get_by_label("Address for notices").fill("1 Sample Street, Sampleville")
    save(page, "statement")
    page.get_by_label("What happened").fill(statement)
    page.get_by_label("Which rule was broken").fill("Article 1 of a sample")
    page.get_by_label("What you ask the commission to do").fill("Answer me.")
    save(page, "evidence")
    page.locator("[name=evidence]").set_input_files(evidence)
    save(page, "check")


def file_complaint(page, *, statement, evidence):
    """File a complaint as a voter would; the number and the code of its receipt."""
    fill_steps(page, statement=statement, evidence=evidence)
    page.get_by_label("I declare that what I state is true").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/en/appeals/receipt/")
    return page.locator(".receipt .number").inner_text(), page.locator(".receipt .code").inner_text()


def a_file(name):
    return {"name": name, "mimeType": "text/plain", "buffer": b"What I saw, in my own words.\n"}


def sign_in(page, name):
    page.goto("/admin/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("#login-form [type=submit]").click()
    page.wait_for_url("**/admin/")


def test_citizen_files_with_evidence_and_follows_the_case(page):
    number, code = file_complaint(page, statement="Nobody answered me.", evidence=a_file("seen.txt"))
    assert re.fullmatch(r"C003-M\d{4}-\d{6}", number)
    assert page.get_by_text("seen.txt").is_visible()
    assert_accessible(page)
    assert_fits_a_telephone(page)
    page.locator("main").get_by_role("link", name="Follow your case").click()
    page.get_by_label("Register number").fill(number)
    page.get_by_label("Access code").fill(code)
    page.get_by_role("button", name="Show my case").click()
    page.get_by_role("heading", name=number).wait_for()
    assert page.get_by_text("seen.txt").is_visible()
    assert page.locator(".badge--filed").is_visible()
    assert_accessible(page)
    assert_fits_a_telephone(page)


def test_case_stays_closed_to_a_wrong_code(page):
    number, _code = file_complaint(page, statement="Nobody answers.", evidence=a_file("other.txt"))
    page.goto("/en/appeals/follow/")
    page.get_by_label("Register number").fill(number)
    page.get_by_label("Access code").fill("WRONG-WRONG-WRONG")
    page.get_by_role("button", name="Show my case").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_text("No case has this number and this code").is_visible()


def test_officer_registers_and_returns_a_filing(page, portal):
    portal.account("officer", "case officers", "C003")
    number, _code = file_complaint(page, statement="Nobody wrote back.", evidence=a_file("letter.txt"))
    sign_in(page, "officer")
    page.goto(f"/admin/appeals/filing/?q={number}")
    page.get_by_role("link", name=number).click()
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_role("button", name="Register", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    page.get_by_role("link", name="Return", exact=True).click()
    page.locator(".ProseMirror[contenteditable=true]").click()
    page.keyboard.type("It names nobody.")
    page.get_by_role("button", name="Return", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    page.goto(f"/en/appeals/register/{number}/")
    assert page.locator(".badge--returned").is_visible()
    assert_accessible(page)
    assert_fits_a_telephone(page)
    page.goto("/en/appeals/register/")
    page.get_by_role("link", name=number).wait_for()
    assert_accessible(page)
    assert_fits_a_telephone(page)


def test_step_that_lacks_what_it_needs_says_so_and_offers_the_commissions_that_fit(page):
    page.goto("/en/appeals/new/")
    page.get_by_label("Commission that shall decide").fill("constituency 3")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("radio", name="C003 · Sample Constituency Commission No. 3").is_visible()
    assert_accessible(page)
    assert_fits_a_telephone(page)
    page.get_by_role("radio", name="C003 · Sample Constituency Commission No. 3").check()
    save(page, "circumstances")
    page.get_by_role("link", name="About you").click()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("alert").get_by_role("link", name="Your full name").click()
    assert page.evaluate("document.activeElement.name") == "applicant_name"


def write(page, *, title, text):
    """Fill in the form of a release that is open, and save it; where its page is."""
    page.locator("[name=title]").fill(title)
    page.locator("[name=lead]").fill("A lead.")
    page.locator(".ProseMirror[contenteditable=true]").first.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Before ")
    page.keyboard.press("Control+b")
    page.keyboard.type(text)
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()
    return page.url


def take(page, desk, label, **fields):
    """Take the step of this label, with what is to be filled in or chosen."""
    page.goto(desk)
    page.get_by_role("navigation", name="What may be done now").get_by_role("link", name=label, exact=True).click()
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"main [name={name}][value={value}]").check()
        else:
            field.fill(value)
    page.locator("main").get_by_role("button", name=label, exact=True).click()
    page.locator(".messagelist .success", has_text=f"Done: {label}").wait_for()


def publish(page, desk):
    """Bring a release to the public alone, which needs a reason."""
    take(page, desk, "Hand in for review")
    take(page, desk, "Approve", override_reason="Nobody else is here tonight.")


def test_publisher_writes_in_two_languages_and_publishes(page, portal):
    portal.account("publisher", "publishers")
    sign_in(page, "publisher")
    page.goto("/admin/press/release/add/")
    page.locator("select[name=language]").select_option("en")
    original = write(page, title="Doors open at eight", text="the doors")
    take(page, original, "Translate", language="az")
    translation = write(page, title="Qapılar səkkizdə açılır", text="qapılar")
    assert translation != original
    publish(page, original)
    publish(page, translation)
    page.goto("/en/press/")
    page.get_by_role("link", name="Doors open at eight").click()
    assert page.locator(".prose strong").inner_text() == "the doors"
    page.get_by_role("link", name="Qapılar səkkizdə açılır").click()
    page.wait_for_url("**/az/press/**")
    assert page.locator(".prose strong").inner_text() == "qapılar"


def test_editor_writes_a_page_and_the_public_reads_it(page, portal):
    portal.account("page-editor", "editors")
    sign_in(page, "page-editor")
    page.goto("/admin/pages/page/add/")
    page.locator("[name=slug]").fill("how-to-vote")
    page.locator("select[name=language]").select_option("en")
    page.locator("[name=title]").fill("How to vote")
    editor = page.get_by_role("textbox", name="Text")
    editor.click()
    page.keyboard.type("Bring your ")
    page.keyboard.press("Control+b")
    page.keyboard.type("identity card")
    page.locator("[name=_save]").click()
    page.locator(".messagelist .success").wait_for()
    page.goto("/en/pages/how-to-vote/")
    assert page.locator(".prose").inner_text() == "Bring your identity card"
    assert page.locator(".prose strong").inner_text() == "identity card"
    page.goto("/en/search/?q=identity+card")
    assert page.locator("main .releases").get_by_role("link", name="How to vote").is_visible()


def paste(page, text):
    """Put `text` on the clipboard's way into the focused editor, as Control+V does."""
    page.evaluate(
        """text => {
            const clipboard = new DataTransfer();
            clipboard.setData("text/plain", text);
            const paste = new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(paste);
        }""",
        text,
    )


def test_a_real_release_is_pasted_published_and_read(page, portal, shared_data):
    source = (shared_data / "seed-press-release.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.startswith(".:")]
    title, first, last = lines[0], lines[1], lines[-1]
    portal.account("press-officer", "publishers")
    sign_in(page, "press-officer")
    page.goto("/admin/press/release/add/")
    page.locator("select[name=language]").select_option("en")
    page.locator("[name=title]").fill(title)
    page.locator("[name=dateline_place]").fill("Astana")
    page.get_by_role("textbox", name="Text").click()
    paste(page, source.partition(title)[2].strip())
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()
    publish(page, page.url)
    page.goto("/en/press/")
    page.get_by_role("link", name=title).click()
    page.wait_for_url("**/en/press/*/mazahir-panahov-spoke*/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == title
    paragraphs = page.locator(".prose p").all_inner_texts()
    assert (paragraphs[0], paragraphs[-1]) == (first, last)
    assert " ".join(" ".join(paragraphs).split()) == " ".join(" ".join(lines[1:]).split())
