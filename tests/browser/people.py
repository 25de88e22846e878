"""People before the portal in Azerbaijani: they press what they see, and everything that they see is Azerbaijani."""

import re

from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD, PATIENCE

LANGUAGE = "az"
# words of English sentences that are no Azerbaijani ones
ENGLISH = re.compile(
    r"\b(the|of|you|your|was|were|with|this|that|for|from|which|been|commission|decision|filing|appeals?|text|unknown|covered)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\S+@\S+|\S*/\S+")


def az(text, context=None):
    """What the site says in Azerbaijani where the code says `text`; fails where it says it in English."""
    with translation.override(LANGUAGE):
        said = pgettext(context, text) if context else gettext(text)
    assert said != text, f"not translated: {text}"
    return said


def english_in(text):
    """The lines of a text that hold English; addresses are in no language."""
    return [line.strip() for line in text.splitlines() if ENGLISH.search(ADDRESS.sub("", line))]


def labelled(text):
    """Matches a label, whether or not it says behind the text that the field may be left out."""
    return re.compile(rf"^\s*{re.escape(text)}\s*(\(|$)")


class Person:
    """A person with a browser of their own."""

    def __init__(self, browser, address):
        self.context = browser.new_context(
            base_url=address, viewport={"width": 1280, "height": 900}, locale=LANGUAGE, timezone_id="Asia/Baku"
        )
        self.context.set_default_timeout(PATIENCE)
        self.page, self.complaints = self.context.new_page(), []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, said):
        is_own_status = said.text.startswith("Failed to load resource") and said.location.get("url") == self.page.url
        if said.type == "error" and not is_own_status:
            self.complaints.append(said.text)

    def goes_to(self, address):
        """Open an address that they know, as from a bookmark or a letter."""
        self.page.goto(address)
        self.looks()

    def follows(self, text, *, within="main"):
        """Follow the link of this text."""
        self._goes_on_by(self.page.locator(within).get_by_role("link", name=text, exact=True).first)

    def presses(self, text):
        """Press the button of this text."""
        self._goes_on_by(self.page.locator("main").get_by_role("button", name=text, exact=True))

    def _goes_on_by(self, link_or_button):
        with self.page.expect_navigation():
            link_or_button.click()
        self.looks()

    def fills(self, label, text):
        """Type into the field of this label, after what is asked for."""
        self.field(label).fill(text)

    def field(self, label):
        """The field of this label; whether it may be left out stands behind the label."""
        return self.page.locator("input, select, textarea").and_(self.page.get_by_label(labelled(label)))

    def chooses(self, text):
        """Choose this one of several, or tick it."""
        self.page.get_by_label(text, exact=True).check()

    def writes(self, label, text):
        """Write into the editor of this label, below what stands there."""
        box = self.page.locator(".ProseMirror").and_(self.page.get_by_role("textbox", name=labelled(label)))
        box.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def sees(self, *texts):
        """Every one of these texts stands on the page, where it can be seen."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, use_inner_text=True)

    def sees_nowhere(self, *texts):
        """None of these stands on the page, not even in its source."""
        source = self.page.content()
        assert [text for text in texts if text in source] == []

    def looks(self):
        """Look at the page that has come: it is there, and in Azerbaijani."""
        self.page.wait_for_load_state("load")
        assert self.page.locator("html").get_attribute("lang") == LANGUAGE, self.page.url
        assert english_in(self.page.locator("body").inner_text()) == [], self.page.url

    def leaves(self):
        """Close the browser; nothing may have gone wrong in it."""
        self.context.close()
        assert self.complaints == []


class Staff(Person):
    """A person who signs in at the desk."""

    def __init__(self, browser, address, name):
        super().__init__(browser, address)
        self.page.goto("/admin/")
        self.page.locator("[name=username]").fill(name)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("#login-form [type=submit]").click()
        self.page.wait_for_url("**/admin/")
        self.looks()

    def opens(self, number):
        """Find a case by its number in the queue and open it."""
        self.page.goto(f"/admin/appeals/filing/?state=all&q={number}")
        self.looks()
        self.follows(number)

    def steps(self, label, context=None):
        """Begin a step of the case that lies open."""
        offered = self.page.get_by_role("navigation", name=az("What may be done now"))
        self._goes_on_by(offered.get_by_role("link", name=az(label, context), exact=True))

    def done(self, label, context=None):
        """Send the step; the case, or the queue, says that it is done."""
        self.presses(az(label, context))
        self.page.locator(".messagelist .success", has_text=az("Done: %s") % az(label, context)).wait_for()
