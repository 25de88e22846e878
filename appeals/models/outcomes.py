"""How a filing can end."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """What a commission decides; its value is also the modifier of the badge."""

    UPHELD = "upheld", _("upheld")
    PARTLY_UPHELD = "partly_upheld", _("upheld in part")
    DISMISSED = "dismissed", _("dismissed")
    RETURNED = "returned", pgettext_lazy("outcome", "returned")
    SENT_BACK = "sent_back", _("sent back for a new look")
    VOTING_INVALID = "voting_invalid", _("voting results declared invalid")
    REGISTRATION_ANNULLED = "reg_annulled", _("registration annulled")
    REGISTRATION_ORDERED = "reg_ordered", _("registration ordered")


class Party(models.TextChoices):
    """On whom a decision is served."""

    APPLICANT = "applicant", _("applicant")
    RESPONDENT = "respondent", _("respondent")


class CourtResult(models.TextChoices):
    """What a court made of a decision."""

    CONFIRMED = "confirmed", _("confirmed")
    ANNULLED = "annulled", pgettext_lazy("court", "annulled")
    CHANGED = "changed", _("changed")
    SENT_BACK = "sent_back", pgettext_lazy("court", "sent back to the commission")
