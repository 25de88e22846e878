"""The form in a real browser: steps with two files, the progress of an upload, the way back, the print."""

import re

import pytest

from tests.browser.checks import NARROW, assert_accessible, assert_fits_a_telephone
from tests.browser.test_journeys import a_file, fill_steps, save

pytestmark = pytest.mark.browser
TWO_FILES = [a_file("seen.txt"), {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 sample"}]
SLOW_BYTES = 400_000


def looks_right(page):
    assert_accessible(page)
    assert_fits_a_telephone(page)


def test_way_from_the_guide_to_the_receipt_with_two_files(page):
    page.goto("/en/appeals/")
    page.get_by_label("The voting").check()
    page.get_by_label("A precinct commission").check()
    page.get_by_label("Which commission was it?").fill("P00302")
    page.get_by_label("When did it happen?").fill("9 2 2026")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("status").get_by_text("Sample Constituency Commission No. 3").wait_for()
    looks_right(page)
    page.get_by_role("link", name="File a complaint", exact=True).click()
    assert page.get_by_label("Commission that shall decide").input_value() == "C003"
    page.locator("[name=contested_kind][value=action]").check()
    looks_right(page)
    save(page, "circumstances")
    assert page.get_by_label("Day on which it happened").input_value() == "09.02.2026"
    page.get_by_label("Who did it").fill("Chair of a sample commission")
    looks_right(page)
    save(page, "applicant")
    page.get_by_label("Your full name").fill("Ayan Sample")
    page.get_by_label("You file as").select_option("agent")
    page.get_by_label("Also signs: full name").fill("Second Sample")
    looks_right(page)
    save(page, "statement")
    page.get_by_label("What happened").fill("A copy was refused.")
    looks_right(page)
    save(page, "evidence")
    page.locator("[name=evidence]").set_input_files(TWO_FILES)
    page.get_by_role("button", name="Upload and stay here").click()
    page.get_by_role("button", name="Remove this file seen.txt").wait_for()
    looks_right(page)
    save(page, "check")
    for text in ("Late:", "the law also asks for", "Second Sample", "scan.pdf", "What the public will see"):
        assert page.get_by_text(text).first.is_visible(), text
    looks_right(page)
    page.get_by_label("I declare that what I state is true").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/en/appeals/receipt/")
    assert re.fullmatch(r"C003-M\d{4}-\d{6}", page.locator(".receipt .number").inner_text())
    looks_right(page)


def test_back_button_and_correction_lose_nothing(page):
    fill_steps(page, statement="Frist try.", evidence=a_file("seen.txt"))
    page.go_back()
    page.go_back()
    page.wait_for_url("**/statement/")
    page.get_by_label("What happened").fill("First try.")
    save(page, "evidence")
    assert page.get_by_role("button", name="Remove this file seen.txt").is_visible()
    page.get_by_role("link", name="Check and send").click()
    assert page.get_by_text("First try.").is_visible()
    page.reload()
    assert page.get_by_text("First try.").is_visible()


def test_receipt_with_ten_files_prints_on_one_page(page):
    files = [a_file(f"a rather long name of a photograph {number:02d}.txt") for number in range(10)]
    fill_steps(page, statement="Nobody answered.", evidence=files)
    page.get_by_label("I declare that what I state is true").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/en/appeals/receipt/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1


def slowly(page):
    """Make sending slow, so that its progress can be seen."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    limits = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW_BYTES}
    session.send("Network.emulateNetworkConditions", limits)
    return session


def choose_large_file(page):
    page.goto("/en/appeals/new/")
    page.get_by_label("Commission that shall decide").fill("C003")
    save(page, "circumstances")
    page.goto("/en/appeals/new/evidence/")
    large = {"name": "film.mp4", "mimeType": "video/mp4", "buffer": bytes(2 * SLOW_BYTES)}
    page.locator("[name=evidence]").set_input_files(large)


def test_upload_shows_and_says_how_far_it_is(visitors):
    page = visitors()
    choose_large_file(page)
    slowly(page)
    page.get_by_role("button", name="Upload and stay here").click()
    page.get_by_role("progressbar").wait_for()
    said = page.locator("[data-upload] [role=status]")
    assert re.fullmatch(r"Sending: \d+ per cent", said.inner_text())
    assert_accessible(page)
    page.get_by_role("button", name="Remove this file film.mp4").wait_for()
    assert page.url.endswith("/en/appeals/new/evidence/")


def test_upload_that_was_stopped_keeps_nothing_and_can_be_begun_again(visitors):
    page = visitors()
    choose_large_file(page)
    slowly(page)
    page.get_by_role("button", name="Upload and stay here").click()
    page.get_by_role("button", name="Stop sending").click()
    page.get_by_text("Stopped: nothing of it was kept.").wait_for()
    page.get_by_role("button", name="Upload and stay here").click()
    page.get_by_role("button", name="Remove this file film.mp4").wait_for()
    assert page.get_by_role("button", name="Remove this file").count() == 1


def test_upload_that_is_refused_shows_the_error_beside_the_field(page):
    choose_large_file(page)
    empty = {"name": "empty.pdf", "mimeType": "application/pdf", "buffer": b""}
    page.locator("[name=evidence]").set_input_files([a_file("good.txt"), empty])
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("alert").get_by_text("“empty.pdf” is empty").wait_for()
    assert page.get_by_role("button", name="Remove this file good.txt").is_visible()
    page.locator("[name=evidence]").set_input_files(a_file("more.txt"))
    page.get_by_role("button", name="Upload and stay here").click()
    page.get_by_role("button", name="Remove this file more.txt").wait_for()


def test_upload_falls_back_to_the_plain_form_where_the_script_fails(page):
    choose_large_file(page)
    page.evaluate("() => { XMLHttpRequest.prototype.send = () => { throw new Error('broken'); }; }")
    page.get_by_role("button", name="Upload and stay here").click()
    page.get_by_role("button", name="Remove this file film.mp4").wait_for()


def test_form_works_without_scripts(chromium, portal):
    context = chromium.new_context(base_url=portal.address, java_script_enabled=False)
    page = context.new_page()
    fill_steps(page, statement="Nobody answered.", evidence=TWO_FILES)
    assert page.get_by_text("scan.pdf").is_visible()
    context.close()


@pytest.mark.parametrize("language", ["az", "ru"])
def test_every_step_without_scripts_is_accessible_and_fits_a_telephone(chromium, page, portal, language):
    """Filled in without scripts; the page as it then is, is judged by the browser that has them."""
    context = chromium.new_context(base_url=portal.address, java_script_enabled=False, viewport=NARROW)
    plain, new = context.new_page(), f"/{language}/appeals/new/"
    plain.goto(new)
    plain.locator("[name=commission]").fill("C003")
    typed = {"applicant": "applicant_name", "statement": "statement", "evidence": "evidence_explanation"}
    for step in ("act", "circumstances", "applicant", "statement", "evidence"):
        if step in typed:
            plain.locator(f"[name={typed[step]}]").fill("Nümunə Образец")
        if step == "evidence":
            plain.locator("[name=evidence]").set_input_files(TWO_FILES)
        plain.locator("main form button[type=submit], main form input[type=submit]").first.click()
    plain.wait_for_url(f"**{new}check/")
    page.context.add_cookies(context.cookies())
    for step in ("act", "circumstances", "applicant", "statement", "evidence", "check"):
        page.goto(f"{new}{step}/")
        assert page.locator("html").get_attribute("lang") == language
        looks_right(page)
    plain.locator("[name=declaration]").check()
    plain.locator("main form button[type=submit], main form input[type=submit]").last.click()
    plain.wait_for_url(f"**/{language}/appeals/receipt/")
    assert plain.get_by_text("scan.pdf").is_visible()
    context.close()
