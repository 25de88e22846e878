"""Letters to applicants: subject and text in the language of the filing. The access code is never in one."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from appeals import wording


def _follow_address():
    return settings.SITE_URL + reverse("appeals:follow")


def received(filing):
    """The acknowledgement of a filing."""
    due = filing.decision_deadline
    with translation.override(filing.language):
        lines = [
            _("Your filing was received."),
            "",
            _("Number: %s") % filing.number,
            _("Received: %s") % wording.instant(filing.arrived_at),
            _("Commission: %s") % filing.commission,
            *([_("Decision due by: %s") % wording.last_moment(due)] if due else []),
            "",
            _("Follow it with this number and the code on your receipt:"),
            _follow_address(),
        ]
        return {"subject": _("Received: %s") % filing.number, "body": "\n".join(lines)}


def moved(filing):
    """The notice that a filing has reached another state."""
    with translation.override(filing.language):
        lines = [
            _("Filing %(number)s: %(state)s.") % {"number": filing.number, "state": filing.get_status_display()},
            "",
            _("More, with the number and the code on your receipt:"),
            _follow_address(),
        ]
        return {"subject": f"{filing.number}: {filing.get_status_display()}", "body": "\n".join(lines)}
