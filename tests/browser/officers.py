"""What the staff of a commission do at the desk, each by the step that the case offers."""

from datetime import datetime, timedelta

from tests.browser.applicant import BAKU
from tests.browser.people import Staff, az


def hours_ahead(hours):
    """An instant as the browser's own field takes it."""
    return f"{datetime.now(BAKU) + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


class Officer(Staff):
    """Who handles filings: the case lies open before each of these."""

    def registers(self):
        self.steps("Register", "verb")
        self.done("Register", "verb")

    def assigns(self, expert):
        self.steps("Assign an expert")
        self.field(az("Expert")).select_option(label=expert)
        self.done("Assign an expert")

    def hears(self, *, respondent, email):
        self.steps("Hear the respondent")
        self.fills(az("Respondent"), respondent)
        self.fills(az("E-mail of the respondent"), email)
        self.fills(az("Answer due"), hours_ahead(24))
        self.done("Hear the respondent")

    def forwards(self, *, to, reasons):
        """Forward to the commission that the form proposes."""
        self.steps("Forward", "verb")
        assert self.field(az("Competent commission")).input_value() == to
        self.fills(az("Reasons"), reasons)
        self.done("Forward", "verb")

    def returns(self, reasons):
        self.steps("Return", "verb")
        self.writes(az("Reasons"), reasons)
        self.done("Return", "verb")

    def places_on_the_agenda(self):
        self.steps("Place on the agenda")
        self.done("Place on the agenda")

    def serves(self, *, party, way):
        self.steps("Serve the decision")
        self.chooses(az(party))
        self.chooses(az(way))
        self.done("Serve the decision")

    def publishes(self, *, without):
        """Look at the public text, in which these words are covered, and confirm it."""
        self.steps("Publish the decision")
        preview = self.page.locator(".preview").inner_text()
        assert [word for word in without if word in preview] == []
        self.done("Publish the decision")

    def replaces_the_code(self):
        """Replace a lost code for who has shown who they are; the new one, as it stands on the slip."""
        self.steps("Replace the access code")
        self.chooses(az("I have checked the identity of the applicant."))
        self.presses(az("Replace the access code"))
        return self.page.locator(".slip .code").inner_text()

    def records_the_court(self, *, court, number, result, text):
        self.steps("Record a court outcome")
        self.field(az("Court")).select_option(label=az(court))
        self.fills(az("Number of the judgment"), number)
        self.fills(az("Decided on"), f"{datetime.now(BAKU):%Y-%m-%d}")
        self.field(az("Result")).select_option(label=az(result))
        self.fills(az("What the court held"), text)
        self.done("Record a court outcome")


class Expert(Staff):
    """Who reviews what was assigned to them."""

    def asks(self, text):
        self.steps("Request information")
        self.fills(az("What is asked"), text)
        self.fills(az("Answer due"), hours_ahead(24))
        self.done("Request information")

    def gives_an_opinion(self, *, text, outcome, reasons, operative_part):
        self.steps("Give an opinion")
        self.fills(az("Opinion"), text)
        self.field(az("Proposed outcome")).select_option(label=az(outcome))
        self.writes(az("Draft of the reasons"), reasons)
        self.writes(az("Draft of the operative part"), operative_part)
        self.done("Give an opinion")


class Commissioner(Staff):
    """Who calls sessions and decides in them."""

    def calls_a_session(self):
        """Call a session from the queue; where its agenda stands."""
        self.page.goto("/admin/appeals/session/")
        self.follows(az("Call a session"))
        self.fills(az("Held at"), hours_ahead(1))
        self.presses(az("Call the session"))
        return self.page.url

    def decides(self, number, agenda, *, votes, outcome=None, reasons="", operative_part="", remedy_ordered=""):
        """Decide from the agenda of a session; what the expert drafted stays where nothing is given."""
        self.page.goto(agenda)
        self.follows(az("Decide %(number)s") % {"number": number})
        self.page.locator(".ProseMirror[role=textbox]").first.wait_for()
        if outcome:
            self.field(az("Outcome")).select_option(label=az(outcome))
        for label, text in (("Reasons", reasons), ("Operative part", operative_part)):
            if text:
                self.writes(az(label), text)
        self.fills(az("Remedy ordered"), remedy_ordered)
        for label, count in zip(("Votes for", "Votes against", "Absent"), votes, strict=True):
            self.fills(az(label), str(count))
        self.done("Decide", "verb")
