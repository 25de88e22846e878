"""A release is written in a real browser: kept while it is typed, by two persons at once, pasted from anywhere."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE
from tests.browser.test_admin_pages import assert_nobody_is_shut_out
from tests.browser.test_journeys import sign_in

pytestmark = pytest.mark.browser

PASTED = Path(__file__).parent / "pasted"
ADD = "/admin/press/release/add/"
# a picture as somebody uploads it, made by the portal's own library
WITH_PICTURE = """
import io
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from press import verbs
from press.media.receiving import received_picture
from press.models import Release
out = io.BytesIO()
Image.new("RGB", (640, 360), "teal").save(out, "JPEG")
received = received_picture(SimpleUploadedFile("p.jpg", out.getvalue()), focus=(50, 50))
release = verbs.save(Release(language="en", title={title!r}, lead="Lead.", body="<p>First words.</p>"))
verbs.illustrate(release, pictures=[verbs.Illustration(alternative="A teal hall", received=received)], by=None)
print("number", release.pk)
"""
WITH_ADVICE = """
from press import verbs
from press.models import Release
release = Release.objects.get(pk={pk})
release.body = '<h4>Low</h4><p><a href="/en/none/">here</a></p>'
verbs.save(release)
"""
STORED = "from press.models import Release; print('@@' + Release.objects.get(pk={pk}).body + '@@')"
PASTE = """(box, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "plain");
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def writers(portal):
    for name in ("ada", "ben"):
        portal.account(name, "editors")


@pytest.fixture
def desks(chromium, portal, writers):
    """Opens the desk of a person in a browser of their own, in which nothing went wrong at the end."""
    opened = []

    def desk(name, *, minds=True):
        context = chromium.new_context(base_url=portal.address, viewport={"width": 1280, "height": 900}, locale="en-GB")
        context.set_default_timeout(PATIENCE)
        page, complaints = context.new_page(), []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, name)
        page.locator("[name=language][value=en]").first.click()
        page.wait_for_load_state()
        opened.append(SimpleNamespace(page=page, complaints=complaints, context=context, minds=minds))
        return page

    yield desk
    for each in opened:
        each.context.close()
        assert not each.minds or each.complaints == []


@pytest.fixture
def release(portal, request):
    """The number of a draft with a picture of its own."""
    printed = portal.shell(WITH_PICTURE.format(title=request.node.name))
    return int(printed.split("number")[1])


def open_release(page, pk):
    page.goto(f"/admin/press/release/{pk}/change/")
    return text_of(page)


def text_of(page):
    box = page.locator(".field-body .ProseMirror[role=textbox]")
    box.wait_for()
    return box


def kept(page):
    page.locator(".attend__state", has_text="Kept at").wait_for()


def save_and_go_on(page):
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()


def stored(portal, pk):
    return portal.shell(STORED.format(pk=pk)).split("@@")[1]


def test_what_was_typed_comes_back_after_a_crash(desks, portal):
    page = desks("ada")
    page.goto(ADD)
    page.locator("#id_language").select_option("en")
    page.locator("#id_title").fill("Typed before the crash")
    text_of(page).click()
    page.keyboard.type("Nobody has saved this.")
    kept(page)
    page.close(run_before_unload=False)  # as when the browser dies

    page = desks("ada")
    page.goto(ADD)
    expect(page.get_by_text("You typed something and did not save it")).to_be_visible()
    assert_nobody_is_shut_out(page, "offer")
    page.get_by_role("link", name="Take it").click()
    expect(page.locator("#id_title")).to_have_value("Typed before the crash")
    expect(text_of(page)).to_contain_text("Nobody has saved this.")
    save_and_go_on(page)
    page.goto(ADD)
    assert page.get_by_text("You typed something").count() == 0


def test_what_was_typed_can_be_dropped(desks, release):
    page = desks("ben")
    open_release(page, release).click()
    page.keyboard.type("Not this. ")
    kept(page)
    open_release(page, release)
    page.get_by_role("button", name="Drop it").click()
    expect(text_of(page)).to_have_text("First words.")
    assert page.get_by_text("You typed something").count() == 0


def test_a_dropped_connection_is_told_and_what_was_typed_meanwhile_is_kept_when_it_is_back(desks, release):
    page = desks("ada", minds=False)  # the browser itself complains of the connection
    box = open_release(page, release)
    page.context.set_offline(True)
    box.click()
    page.keyboard.type("Typed without a connection. ")
    page.locator(".attend__state", has_text="No connection").wait_for()
    page.context.set_offline(False)
    kept(page)
    page.close(run_before_unload=False)
    page = desks("ada")
    open_release(page, release)
    page.get_by_role("link", name="Take it").click()
    expect(text_of(page)).to_contain_text("Typed without a connection.")


def test_a_second_editor_is_told_and_a_stale_save_is_shown_side_by_side(desks, portal, release):
    first, second = desks("ada"), desks("ben")
    open_release(first, release)
    open_release(second, release)
    expect(second.locator(".attend__others")).to_contain_text("ada has had this release open since")
    open_release(first, release)  # the same is told by the next beat
    expect(first.locator(".attend__others")).to_contain_text("ben has had this release open since")

    second.locator("#id_title").fill("What Ben wrote")
    save_and_go_on(second)
    text_of(first).click()
    first.keyboard.press("Control+End")
    first.keyboard.type(" And Ada's.")
    first.locator("#id_title").fill("What Ada wrote")
    first.locator("[name=_continue]").click()
    conflict = first.locator(".conflict")
    expect(conflict).to_contain_text("What is stored, and what you typed")
    expect(conflict.locator("del").first).to_contain_text("Ben")
    expect(conflict.locator("ins").first).to_contain_text("Ada")
    expect(first.locator("#id_title")).to_have_value("What Ada wrote")
    assert_nobody_is_shut_out(first, "conflict")
    first.locator("#id_title").fill("What both wrote")
    save_and_go_on(first)
    expect(first.locator("#id_title")).to_have_value("What both wrote")
    assert stored(portal, release) == "<p>First words. And Ada's.</p>"

    first.get_by_role("link", name="Versions").click()
    first.get_by_role("link", name="What changed").first.click()
    expect(first.locator(".change")).to_contain_text("What differs")
    expect(first.locator(".change")).to_contain_text("And Ada's.")
    assert_nobody_is_shut_out(first, "versions")


def test_a_footnote_and_a_picture_are_inserted_and_stand_on_the_page(desks, portal, release):
    page = desks("ada")
    open_release(page, release).click()
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Footnote").click()
    page.get_by_label("Words of the footnote").fill("See https://example.org/law, article 45.")
    page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Picture", exact=True).click()
    words = page.get_by_label("What the picture shows, for people who cannot see it")
    expect(words).to_have_value("A teal hall")
    words.fill("   ")
    page.get_by_role("dialog").get_by_role("button", name="Insert").click()
    expect(page.get_by_role("dialog")).to_be_visible()  # without words it is not inserted
    words.fill("The hall where the lists hang")
    page.get_by_role("dialog").get_by_role("button", name="Insert").click()
    expect(page.locator(".ProseMirror .picture img")).to_be_visible()
    save_and_go_on(page)
    body = stored(portal, release)
    assert '<sup class="footnote">See https://example.org/law, article 45.</sup>' in body
    assert 'alt="The hall where the lists hang"' in body
    # the editor reads what it wrote
    expect(page.locator(".ProseMirror .note")).to_have_count(1)
    page.locator(".ProseMirror .note").dblclick()
    page.get_by_label("Words of the footnote").fill("Article 46.")
    page.get_by_role("dialog").get_by_role("button", name="Apply").click()
    save_and_go_on(page)
    assert '<sup class="footnote">Article 46.</sup>' in stored(portal, release)
    page.get_by_role("link", name="Preview").click()
    page.locator('a[role=doc-noteref][aria-label="Note 1"]').click()
    expect(page.locator("#note-1")).to_contain_text("Article 46.")


@pytest.mark.parametrize("source", ["word", "libreoffice", "google_docs"])
def test_what_is_pasted_comes_out_clean(desks, portal, release, source):
    page = desks("ben")
    box = open_release(page, release)
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    box.evaluate(PASTE, (PASTED / f"{source}.html").read_text())
    save_and_go_on(page)
    body = stored(portal, release)
    note = '<sup class="footnote">Article 45 of the code.</sup>'
    link = '<a href="https://example.org/law" rel="noopener">The law</a>'
    table = "<table><tbody><tr><td><p>Precinct</p></td><td><p>3</p></td></tr></tbody></table>"
    expected = {
        "word": (
            f"<h2>Voter lists</h2><p><strong>One visit</strong> is enough{note}.</p>"
            "<ul><li><p>an application</p><ul><li><p>signed</p></li></ul></li><li><p>an identity card</p></li></ul>"
            f"<h3>Steps</h3><ol><li><p>Come</p></li></ol>{table}<p>{link} <em>holds</em>.</p>"
        ),
        "libreoffice": (
            f"<h2>Voter lists</h2><p><strong>One visit</strong> is enough{note}.</p>"
            f"<ul><li><p>an application</p></li><li><p>an identity card</p></li></ul>{table}"
        ),
        "google_docs": (
            "<h2>Voter lists</h2><p><strong>One visit</strong> is <em>enough</em>.</p>"
            f"<ul><li><p>an application</p></li><li><p>an identity card</p></li></ul><p>{link}</p>"
        ),
    }[source]
    assert body.replace(' colspan="1" rowspan="1"', "") == expected


def test_the_page_of_a_release_with_advice_is_fit_for_everybody(desks, portal, release):
    portal.shell(WITH_ADVICE.format(pk=release))
    page = desks("ada")
    open_release(page, release)
    expect(page.locator(".advice")).to_contain_text("leads nowhere")
    assert_nobody_is_shut_out(page, "release with advice")
