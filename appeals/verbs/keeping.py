"""What time does to filings: limits are worked out anew, texts and files go when their time is over."""

from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from appeals import clock, letters
from appeals.models import Event, Filing
from appeals.verbs.journal import locked, record, tell

# what a filing says of persons and in their words; numbers, dates, kinds and digests stay
PERSONAL = (
    "applicant_name", "applicant_address", "applicant_email", "applicant_phone", "respondent", "happened_where",
    "demand", "statement", "ground", "evidence_explanation", "remedy_sought",
)  # fmt: skip


@transaction.atomic
def recompute(filing, *, by=None, at=None):
    """Work out the limit to decide anew, after a rule, a non-working day or the voting day has changed.

    Result: whether it changed; then it is journaled and the applicant is told.
    """
    filing = locked(filing)
    if not filing.is_open:
        return False
    deadline = clock.decision_deadline(filing)
    if deadline == filing.decision_deadline:
        return False
    filing.decision_deadline = deadline
    filing.save(update_fields=["decision_deadline"])
    record(filing, Event.Kind.DEADLINE_CHANGED, by=by, at=at or timezone.now(), deadline=deadline)
    tell(filing, letters.deadline_changed(filing))
    return True


def recompute_running(*, by=None, at=None):
    """Recompute every running filing; how many changed."""
    running = Filing.objects.running().order_by("pk").values_list("pk", flat=True)
    return sum(recompute(Filing(pk=pk), by=by, at=at) for pk in running)


@transaction.atomic
def empty(filing, *, at):
    """Remove texts and files of a filing whose time is over; number, dates, outcome, journal and digests stay."""
    filing = locked(filing)
    for name in PERSONAL:
        setattr(filing, name, "")
    filing.emptied_at = at
    filing.save(update_fields=[*PERSONAL, "emptied_at"])
    filing.co_applicants.all().delete()
    filing.messages.update(text="")
    filing.information_requests.update(text="")
    filing.opinions.update(text="", draft_reasons="", draft_operative_part="")
    filing.referrals.update(text="")
    filing.forwardings.update(reasons="")
    filing.hearings.update(respondent_name="", respondent_email="", answer="")
    files = filing.evidence.exclude(file="")
    gone = [name for item in files for name in (item.file.name, item.preview.name) if name]
    filing.evidence.update(file="", preview="", name="")
    record(filing, Event.Kind.EMPTIED, by=None, at=at, digest=filing.content_digest)
    transaction.on_commit(lambda: [storages["evidence"].delete(name) for name in gone])
    return filing
