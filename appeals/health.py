"""What an operator asks of complaints and appeals: does evidence wait for the scanner, do drafts outlive their time."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from appeals.models import Draft, Event, Evidence
from commission.findings import Finding

OLDEST_UNSCANNED = timedelta(minutes=5)
DRAFTS_OVERDUE = timedelta(days=2)  # `manage.py forget` runs once a day


def findings(*, at):
    """What is found at the instant `at`, as Findings."""
    yield _unscanned(at)
    yield _drafts(at)


def _unscanned(at):
    """Evidence that staff cannot open until it is scanned; it waits since it was stored.

    That is not when its filing arrived: what came on paper is entered later.
    """
    filed = Event.objects.filter(filing=OuterRef("filing"), kind=Event.Kind.FILED).values("recorded_at")[:1]
    came_at = Coalesce(
        "message__entered_at", "message__sent_at", "hearing__entered_at", "hearing__answered_at", Subquery(filed)
    )
    waiting = Evidence.objects.unscanned().aggregate(count=Count("pk"), oldest=Min(came_at))
    if not waiting["count"]:
        return Finding("evidence", True, "none waits for a scan" if settings.CLAMD_ADDRESS else "no scanner is set")
    said = f"{waiting['count']} unscanned, the oldest for {_minutes(at - waiting['oldest'])} minutes"
    if not settings.CLAMD_ADDRESS:  # nobody will ever scan them, and staff cannot open them
        return Finding("evidence", False, f"{said}, and CLAMD_ADDRESS names no scanner")
    return Finding("evidence", at - waiting["oldest"] <= OLDEST_UNSCANNED, said)


def _drafts(at):
    """Drafts of filings hold what people typed, and go when their time is over."""
    expired = Draft.objects.expired(at).aggregate(count=Count("pk"), oldest=Min("expires_at"))
    if not expired["count"]:
        return Finding("drafts", True, "none is past its time")
    age = at - expired["oldest"]
    return Finding(
        "drafts", age <= DRAFTS_OVERDUE, f"{expired['count']} past their time, the oldest by {age.days} days"
    )


def _minutes(age):
    return int(age.total_seconds() // 60)
