"""What an applicant does on the public pages, in Azerbaijani, from the guide to the appeal."""

import hashlib
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.browser.people import Person, az

BAKU = ZoneInfo("Asia/Baku")
NUMBER = re.compile(r"[A-Z0-9]+-M\d{4}-\d{6}")
CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){5}")
NAME, STREET = "Nümunəzadə Sınaq Örnək oğlu", "Uydurma küçəsi 71"
EMAIL, PHONE = "sinaq@people.example", "+994 50 555 71 71"
PRIVATE = ("Nümunəzadə", STREET, EMAIL, "555 71 71")
RESPONDENT, RESPONDENT_EMAIL = "1 saylı nümunə məntəqəsinin sədri", "mentege@commission.example"
STATEMENT = "Səsvermənin sonunda protokolun surətini istədim, məntəqənin sədri onu vermədi."
HERE, NEIGHBOUR = "7 saylı nümunə dairə seçki komissiyası", "8 saylı nümunə dairə seçki komissiyası"
CENTRAL = "Mərkəzi Seçki Komissiyası"
FILES = [
    {"name": "müşahidə qeydi.txt", "mimeType": "text/plain", "buffer": "Nə gördüyüm, öz sözlərimlə.\n".encode()},
    {"name": "protokol.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"},
]


def days_ago(days):
    return datetime.now(BAKU).date() - timedelta(days=days)


def digest(file):
    return hashlib.sha256(file["buffer"]).hexdigest()


class Applicant(Person):
    """Somebody who complains."""

    def asks_the_guide(self, *, commission, tier, happened_on):
        """Answer the questions of the guide, which is reached from the front page, and go on to the form."""
        self.goes_to("/az/")
        self.follows(az("Complaints and appeals"), within="nav.nav")
        self.chooses(az("The voting"))
        self.chooses(az(tier))
        self.fills(az("Which commission was it?"), commission)
        self.fills(az("When did it happen?"), f"{happened_on:%-d.%-m.%Y}")
        self.presses(az("Work it out"))

    def saves(self, following):
        """Save a step; the page of the one that follows comes."""
        self.presses(az("Save and continue"))
        assert self.page.url.endswith(f"/az/appeals/new/{following}/")

    def tells_who_did_what(self, *, respondent, happened_where):
        """The first two steps, begun by the guide."""
        self.chooses(az("Something that somebody did"))
        self.saves("circumstances")
        self.fills(az("Who did it"), respondent)
        self.fills(az("Where it happened"), happened_where)
        self.saves("applicant")

    def tells_about_themselves(self, *, name, address, email="", phone=""):
        self.fills(az("Your full name"), name)
        self.field(az("You file as")).select_option(label=az("observer"))
        self.fills(az("Address for notices"), address)
        self.fills(az("E-mail"), email)
        self.fills(az("Telephone"), phone)
        self.saves("statement")

    def states(self, *, statement, ground, remedy):
        self.fills(az("What happened"), statement)
        self.fills(az("Which rule was broken"), ground)
        self.fills(az("What you ask the commission to do"), remedy)
        self.saves("evidence")

    def proves(self, files, *, explanation=""):
        """Choose files, or explain why there are none, and go on to the check page."""
        self.page.locator("[name=evidence]").set_input_files(files)
        self.fills(az("Explanation of the evidence"), explanation)
        self.saves("check")

    def sends(self):
        """Declare it true and send it; number and code of the receipt."""
        self.chooses(az("I declare that what I state is true. This stands for date and signature."))
        self.presses(az("Send"))
        return self.takes_the_receipt()

    def takes_the_receipt(self):
        """Number, code and instant, as they stand on the receipt."""
        self.sees(az("Your filing was received"))
        receipt = self.page.locator(".receipt")
        number, code = receipt.locator(".number").inner_text(), receipt.locator(".code").inner_text()
        assert NUMBER.fullmatch(number)
        assert CODE.fullmatch(code)
        return number, code, receipt.locator("time").inner_text()

    def opens_the_case(self, number, code):
        """Give number and code."""
        self.goes_to("/az/appeals/follow/")
        self.fills(az("Register number"), number)
        self.fills(az("Access code"), code)
        self.presses(az("Show my case"))

    def answers(self, text):
        """Answer what the commission asks, from the open case, and go back to it."""
        self.follows(az("Answer"))
        self.fills(az("Your message"), text)
        self.presses(az("Send"))
        self.sees(text, az("You wrote; the commission has it"))

    def appeals(self, statement):
        """The appeal in one step from the open case; number, code and instant of its receipt."""
        self.follows(az("Appeal"))
        begun = self.field(az("What you contest, and why"))
        begun.fill(begun.input_value() + statement)
        self.chooses(az("I declare that what I state is true. This stands for date and signature."))
        self.presses(az("File the appeal"))
        return self.takes_the_receipt()
