"""A slip with number and access code, to be printed and handed over; the code is shown here and nowhere else."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from appeals import access
from appeals.desk.frame import page
from appeals.limits import clock


def slip(request, filing, code):
    """The answer to the form that made the code: never stored, not to be had by GET; in the language of the case."""
    with translation.override(filing.language):
        follow_address = settings.SITE_URL + reverse("appeals:follow")
    context = {
        "filing": filing,
        "code": code,
        "evidence": filing.evidence.all(),
        "limit": clock.of(filing),
        "follow_address": follow_address,
        "is_in_conflict": access.has_conflict(request.user, filing),
        "above": access.tier_above(request.user),
    }
    return page(request, "slip.html", context, title=_("Slip for the applicant"))
