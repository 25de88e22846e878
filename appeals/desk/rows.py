"""The rows of the queue in words."""

from django.urls import reverse
from django.utils.text import Truncator

from appeals.desk.time_left import time_left
from appeals.limits.wording import last_moment
from appeals.models import Filing
from appeals.templatetags.desk import named

RESPONDENT_CHARACTERS = 60
_SHOWN = (
    "number", "status", "decision_deadline", "applicant_name", "respondent",
    "is_late", "is_incomplete", "is_misdirected", "commission__number", "commission__name",
    "expert__username", "expert__first_name", "expert__last_name", "decision__outcome",
)  # fmt: skip


def rows_of(keys, at):
    """The rows of the filings with these keys, in their order."""
    read = Filing.objects.select_related("commission", "expert", "decision").only(*_SHOWN).in_bulk(keys)
    address = reverse("admin:appeals_filing_change", args=[0])  # worked out once
    return [_shown(read[key], at, address) for key in keys if key in read]


def _shown(filing, at, address):
    """A row in words: worked out here, since in the template each step of it would cost fifty times as much."""
    deadline = filing.decision_deadline
    return {
        "key": filing.pk,
        "address": address.replace("/0/", f"/{filing.pk}/"),
        "number": filing.number,
        "time_left": time_left(filing, at),
        "deadline": deadline.isoformat() if deadline else "",
        "last_moment": last_moment(deadline) if deadline else "",
        "badge": filing.badge,
        "standing": filing.standing,
        "is_marked": filing.is_marked,
        "is_late": filing.is_late,
        "is_incomplete": filing.is_incomplete,
        "is_misdirected": filing.is_misdirected,
        "applicant": filing.applicant_name or "–",
        "respondent": Truncator(filing.respondent).chars(RESPONDENT_CHARACTERS) if filing.respondent else "",
        "commission": str(filing.commission),
        "expert": named(filing.expert) or "–",
    }
