"""What time does to filings: limits are worked out anew, texts and files go when their time is over."""

from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from appeals import letters
from appeals.limits import clock
from appeals.models import (
    Decision,
    Event,
    Evidence,
    Filing,
    Hearing,
    Message,
    NotAllowedNow,
    Recomputation,
    Referral,
    RegisterChange,
    TimeLimitRule,
)
from appeals.searching import entries
from appeals.verbs.journal import is_public, locked, locked_rows, record, tell
from commission import outbox

CHUNK = 500
LIMIT = ["rested_days", "decision_deadline"]
QUESTIONS = "information_requests__answer"  # what a rest is worked out from
# the limits that are stored and may run when a rule changes
RECOMPUTED = (
    TimeLimitRule.Limit.DECIDE, TimeLimitRule.Limit.FILE, TimeLimitRule.Limit.COURT, TimeLimitRule.Limit.PROSECUTOR,
)  # fmt: skip
# what working out a limit takes
NEEDED = (
    "received_at", "extension_days", "rested_days", "decision_deadline", "election__voting_on",
    "election__poll_closes_at",
)  # fmt: skip
TOLD = ("number", "language", "applicant_email", "registered_at")  # what telling the applicant and the public takes

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
    if not _worked_out_anew(filing):
        return False
    filing.save(update_fields=[*LIMIT])
    record(filing, Event.Kind.DEADLINE_CHANGED, by=by, at=at or timezone.now(), deadline=filing.decision_deadline)
    tell(filing, letters.deadline_changed(filing))
    return True


def _worked_out_anew(filing, read=None):
    """Set the limit of a filing as the rules stand now, its rest included; whether that moves it."""
    before = filing.decision_deadline
    filing.rested_days = clock.days_of_rest(filing, read=read)
    filing.decision_deadline = clock.decision_deadline(filing, read=read)
    return filing.decision_deadline != before


def rest_anew(filing, *, by, at):
    """Work out for how long the limit of a locked filing rests; where that moves it, the applicant is told."""
    before = filing.rested_days
    filing.rested_days = clock.days_of_rest(filing)
    if filing.rested_days == before or not filing.is_open:
        return
    filing.decision_deadline = clock.decision_deadline(filing)
    filing.save(update_fields=["rested_days", "decision_deadline"])
    record(filing, Event.Kind.DEADLINE_CHANGED, by=by, at=at, deadline=filing.decision_deadline)
    tell(filing, letters.deadline_changed(filing))


def recompute_running(*, by=None, at=None):
    """Recompute every limit that runs, to decide, to appeal and of the prosecutor; how many changed.

    The rules are read once. Filings are looked at in chunks without a lock;
    only those whose limit changes are locked, a chunk at a time. Broken off,
    it can be run again: what was done stays done.
    """
    at, read = at or timezone.now(), clock.known(TimeLimitRule.Limit.DECIDE)
    running, last, changed = _with_needed(read), 0, 0
    while chunk := list(running.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        moved = [item.pk for item in chunk if _worked_out_anew(item, read)]
        changed += _recompute_chunk(moved, read, by=by, at=at) if moved else 0
    return changed + _recompute_appeals(by=by, at=at) + _recompute_referrals(by=by, at=at)


def _with_needed(read):
    """The running filings by key with what their limits depend on; what was asked only where a rule rests for it."""
    rests = any(rule.stops_for_information for rule in read[TimeLimitRule.Limit.DECIDE].rules)
    running = Filing.objects.running().select_related("election").only(*NEEDED, *TOLD).order_by("pk")
    return running.prefetch_related(QUESTIONS) if rests else running


@transaction.atomic
def _recompute_chunk(keys, read, *, by, at):
    """Recompute the filings of these keys that still run, with journal rows and letters; how many changed."""
    rows = locked_rows(_with_needed(read)).filter(pk__in=keys)
    changed = [filing for filing in rows if _worked_out_anew(filing, read)]
    _store_limits(changed)
    kind = Event.Kind.DEADLINE_CHANGED
    Event.objects.bulk_create(
        Event(filing=item, kind=kind, happened_at=at, by=by, deadline=item.decision_deadline) for item in changed
    )
    RegisterChange.objects.bulk_create(RegisterChange(filing_id=item.pk) for item in changed if is_public(item, kind))
    outbox.post_all(
        letters.deadline_changed(item) | {"to": item.applicant_email, "language": item.language, "about": item.number}
        for item in changed
        if item.applicant_email
    )
    return len(changed)


def _store_limits(filings):
    """Write the limits of many filings at once: Django's bulk_update asks of each row which of all rows it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE appeals_filing SET rested_days = moved.rested_days, decision_deadline = moved.decision_deadline"
            " FROM UNNEST(%s::bigint[], %s::integer[], %s::timestamptz[]) AS moved (id, rested_days, decision_deadline)"
            " WHERE appeals_filing.id = moved.id",
            [[getattr(filing, name) for filing in filings] for name in ("pk", *LIMIT)],
        )


def _recompute_appeals(*, by, at):
    """Work out anew the limits to appeal that still run; how many changed. Only what changes is locked."""
    read = clock.known(TimeLimitRule.Limit.FILE, TimeLimitRule.Limit.COURT)
    decisions = Decision.objects.contestable(at).select_related("commission", "filing__election")
    return sum(
        _move_appeal(decision, read, by=by, at=at)
        for decision in decisions
        if _appeal_deadline(decision, read, at) != decision.appeal_deadline
    )


def _appeal_deadline(decision, read, at):
    """As the rules stand now; one that had no end gets none that has passed."""
    limit = clock.to_appeal(decision, received_on=decision.received_on, read=read)
    deadline = limit.deadline if limit else None
    had_no_end = decision.appeal_deadline is None and deadline is not None
    return None if had_no_end and deadline <= at else deadline


@transaction.atomic
def _move_appeal(decision, read, *, by, at):
    filing = locked(decision.filing)
    decision = Decision.objects.select_related("commission", "filing__election").get(pk=decision.pk)
    deadline = _appeal_deadline(decision, read, at)
    if filing.decision_id != decision.pk or deadline == decision.appeal_deadline:
        return False  # reopened, or served anew, in this very moment
    decision.appeal_deadline = deadline
    decision.save(update_fields=["appeal_deadline"])
    record(filing, Event.Kind.DEADLINE_CHANGED, by=by, at=at, subject_id=decision.pk, deadline=deadline)
    tell(filing, letters.appeal_deadline_changed(filing, decision))
    return True


def _recompute_referrals(*, by, at):
    """Work out anew the limits of prosecutors that still run; how many changed."""
    read = clock.known(TimeLimitRule.Limit.PROSECUTOR)
    referrals = Referral.objects.filter(answer_due_at__gt=at).select_related("filing__election")
    return sum(_move_referral(referral, read, by=by, at=at) for referral in referrals)


@transaction.atomic
def _move_referral(referral, read, *, by, at):
    due_at = clock.prosecutor_due(referral.referred_at, election=referral.filing.election, read=read)
    if due_at == referral.answer_due_at:
        return False
    filing = locked(referral.filing)
    referral.answer_due_at = due_at
    referral.save(update_fields=["answer_due_at"])
    record(filing, Event.Kind.DEADLINE_CHANGED, by=by, at=at, subject_id=referral.pk, deadline=due_at)
    return True


def ask_to_recompute(*, by=None, at=None):
    """Have the worker recompute every running filing, because `by` has changed a rule or a day."""
    return Recomputation.objects.create(asked_at=at or timezone.now(), asked_by=by)


@transaction.atomic
def empty(filing, *, at):
    """Remove texts and files of a filing whose time is over; number, dates, outcome, journal and digests stay.

    Raises NotAllowedNow for one that runs, and for one that was emptied already.
    """
    filing = locked(filing, *Filing.ENDED)
    if filing.emptied_at:
        raise NotAllowedNow("emptied already")
    for name in PERSONAL:
        setattr(filing, name, "")
    filing.emptied_at = at
    filing.save(update_fields=[*PERSONAL, "emptied_at"])
    filing.co_applicants.all().delete()
    filing.former_contacts.all().delete()
    filing.messages.update(text="")
    filing.information_requests.update(text="")
    filing.opinions.update(text="", draft_reasons="", draft_operative_part="")
    filing.referrals.update(text="")
    filing.forwardings.update(reasons="")
    filing.hearings.update(respondent_name="", respondent_email="", answer="")
    _remove_files(filing.evidence.all())
    event = record(filing, Event.Kind.EMPTIED, by=None, at=at, digest=filing.content_digest)
    entries.empty(filing, newest_event=event.pk)
    return filing


def _remove_files(evidence):
    """Take the names and files of these rows of evidence away, from the disk once all else is committed."""
    gone = [name for item in evidence.exclude(file="") for name in (item.file.name, item.preview.name) if name]
    evidence.update(file="", preview="", name="")
    transaction.on_commit(lambda: [storages["evidence"].delete(name) for name in gone])


def written_after_emptying(before):
    """Filings that were emptied, and hold what was written to them after that and came before the instant `before`."""
    return Filing.objects.filter(emptied_at__isnull=False).filter(
        Q(pk__in=Message.objects.came_before(before).not_emptied().values("filing"))
        | Q(pk__in=Hearing.objects.came_before(before).not_emptied().values("filing"))
        | Q(pk__in=Evidence.objects.came_later_before(before).exclude(file="").values("filing"))
    )


@transaction.atomic
def empty_again(filing, *, before, at):
    """Remove what was written to a filing after it was emptied, and came before the instant `before`.

    Raises NotAllowedNow for one that was not emptied.
    """
    filing = locked(filing)
    if not filing.emptied_at:
        raise NotAllowedNow("not emptied")
    filing.messages.came_before(before).update(text="")
    filing.hearings.came_before(before).update(answer="")
    _remove_files(filing.evidence.came_later_before(before))
    record(filing, Event.Kind.EMPTIED, by=None, at=at)
    return filing
