"""The register as data: one row a filing, stable column names, no person and no text."""

from django.conf import settings
from django.db.models import Case, F, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.register import standing
from commission.translated import in_language

AT_ONCE = 1_000  # rows in memory

# column: what it means, for the register page
MEANING = {
    "number": _("register number"),
    "kind": _("complaint or appeal"),
    "contested": _("what is contested: a decision, an action or an inaction"),
    "commission": _("number of the commission that decides"),
    "commission_name": _("its name, in the language of the address"),
    "tier": _("its tier: precinct, constituency or central"),
    "commission_complained_of": _("number of the commission whose act is contested, where it is one"),
    "election": _("key of the election; empty outside of any"),
    "received_at": _("when it was received, with the distance from UTC"),
    "registered_at": _("when it was accepted onto the register"),
    "state": _("where it stands"),
    "decision_due": _("the first instant after the time limit to decide"),
    "limit": _("how that limit stands: running, overdue, met, missed, ended or none"),
    "closed_at": _("when it ended"),
    "outcome": _("how it was decided"),
    "decision_number": _("number of the decision"),
    "decision_address": _("where the published decision is read"),
    "joined_with": _("number of the filing with which it was joined"),
}
COLUMNS = list(MEANING)

_STORED = (
    "pk", "number", "kind", "contested_kind", "commission__number", "commission__name", "commission__tier",
    "contested_commission__number", "election__key", "arrived_at", "registered_at", "status", "decision_deadline",
    "closed_at", "decision__outcome", "decision__number", "decision__published_at",
)  # fmt: skip


def rows(filings, at):
    """The rows of a queryset of filings as they stand at the instant `at`, newest first.

    Read in portions by key: no cursor stays open on the server, and however
    many there are, memory holds one portion.
    """
    lead = Case(When(joined_to__registered_at__isnull=False, then=F("joined_to__number")))
    filings = filings.newest_first().annotate(lead=lead).values(*_STORED, "lead")
    portion = list(filings[:AT_ONCE])
    while portion:
        for facts in portion:
            yield _row(facts, at)
        portion = list(filings.filter(pk__lt=portion[-1]["pk"])[:AT_ONCE]) if len(portion) == AT_ONCE else []


def _row(facts, at):
    limit = standing.limit(
        status=facts["status"], deadline=facts["decision_deadline"], closed_at=facts["closed_at"], at=at
    )
    is_published = facts["decision__published_at"] is not None
    address = reverse("appeals:register-decision", args=[facts["number"]]) if is_published else ""
    return [
        facts["number"],
        facts["kind"],
        facts["contested_kind"],
        facts["commission__number"],
        in_language(facts["commission__name"]),
        facts["commission__tier"],
        facts["contested_commission__number"],
        facts["election__key"],
        _instant(facts["arrived_at"]),
        _instant(facts["registered_at"]),
        facts["status"],
        _instant(facts["decision_deadline"]),
        limit.value,
        _instant(facts["closed_at"]),
        facts["decision__outcome"],
        facts["decision__number"],
        settings.SITE_URL + address if address else "",
        facts["lead"],
    ]


def _instant(at):
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None
