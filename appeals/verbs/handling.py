"""What the commission does with a filing until it is decided, and when it takes one up again."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from appeals import access, codes, indexing, letters
from appeals.limits import clock
from appeals.models import (
    Event,
    Evidence,
    Filing,
    Forwarding,
    InformationRequest,
    Message,
    NotAllowedNow,
    Opinion,
    Referral,
    TimeLimitRule,
)
from appeals.verbs.hearing import close_hearings
from appeals.verbs.joining import followers, locked_with_followers
from appeals.verbs.journal import digest_of, locked, moved, record, tell
from appeals.verbs.keeping import rest_anew
from appeals.verbs.numbering import next_number

REOPENED_FROM = (Filing.Status.DECIDED, Filing.Status.RETURNED, Filing.Status.WITHDRAWN)


@transaction.atomic
def register(filing, *, by, at=None):
    """Accept a filing onto the public register."""
    at = at or timezone.now()
    filing = moved(
        locked(filing, Filing.Status.FILED),
        Filing.Status.REGISTERED,
        Event.Kind.REGISTERED,
        by=by,
        at=at,
        registered_at=at,
        registered_by=by,
    )
    indexing.enter_decisions(filing)
    tell(filing, letters.moved(filing))
    return filing


@transaction.atomic
def assign(filing, *, expert, by, at=None):
    """Put a filing under review by an expert of its commission; raises access.Conflict for whom the act concerns."""
    at = at or timezone.now()
    filing = locked(filing, Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW)
    access.refuse_conflict(expert, filing)
    changes = {"expert": expert, "assigned_at": at, "assigned_by": by}
    if filing.status == Filing.Status.UNDER_REVIEW:  # another expert takes over
        for name, value in changes.items():
            setattr(filing, name, value)
        filing.save(update_fields=list(changes))
        record(filing, Event.Kind.ASSIGNED, by=by, at=at, subject_id=expert.pk)
        return filing
    kind, status = Event.Kind.ASSIGNED, Filing.Status.UNDER_REVIEW
    return moved(filing, status, kind, by=by, at=at, subject_id=expert.pk, **changes)


@transaction.atomic
def request_information(filing, *, text, answer_due_at, by, at=None):
    """Ask the applicant for information, to be given by the instant `answer_due_at`.

    Where the rule says so the limit to decide rests until then, or until the answer.
    """
    at = at or timezone.now()
    filing = locked(filing, *Filing.IN_PROCEEDINGS)
    asked = InformationRequest.objects.create(
        filing=filing, text=text, answer_due_at=answer_due_at, asked_at=at, asked_by=by
    )
    record(filing, Event.Kind.INFORMATION_REQUESTED, by=by, at=at, subject_id=asked.pk, deadline=answer_due_at)
    tell(filing, letters.information_requested(filing, asked))
    rest_anew(filing, by=by, at=at)
    return asked


@transaction.atomic
def write_to_applicant(filing, *, text, by, at=None):
    """Write to the applicant, who reads it behind number and code."""
    at = at or timezone.now()
    filing = locked(filing)
    message = Message.objects.create(filing=filing, text=text, content_digest=digest_of(text), sent_at=at, sent_by=by)
    record(filing, Event.Kind.WRITTEN_TO, by=by, at=at, subject_id=message.pk, digest=message.content_digest)
    tell(filing, letters.message_waits(filing))
    return message


@transaction.atomic
def forward(filing, *, to, reasons, by, at=None):
    """Forward a filing, and those joined with it, to the competent commission (Instruction 11/53-2, 1.2).

    The instant of arrival stays; each gets a number there, and the old one
    answers with a pointer. The limit to decide runs from its receipt there.
    """
    at = at or timezone.now()
    filing, joined = locked_with_followers(filing)
    if to == filing.commission:
        raise NotAllowedNow("it is there already")
    if filing.status == Filing.Status.JOINED:
        raise NotAllowedNow("it goes where the one goes that it is joined with")
    if filing.status != Filing.Status.FILED:
        filing.move_to(Filing.Status.FILED, at=at)
    for each in (filing, *joined):
        _hand_over(each, to, reasons=reasons, by=by, at=at)
    return filing


def _hand_over(filing, to, *, reasons, by, at):
    forwarding = Forwarding.objects.create(
        filing=filing,
        old_number=filing.number,
        was_registered=filing.registered_at is not None,
        from_commission=filing.commission,
        to_commission=to,
        reasons=reasons,
        forwarded_at=at,
        forwarded_by=by,
    )
    filing.commission, filing.received_at, filing.is_misdirected = to, at, False
    filing.registered_at = filing.registered_by = filing.expert = filing.assigned_at = filing.assigned_by = None
    filing.extension_days, filing.rested_days = 0, clock.days_of_rest(filing)
    filing.decision_deadline = clock.decision_deadline(filing)
    record(filing, Event.Kind.FORWARDED, by=by, at=at, subject_id=forwarding.pk, deadline=filing.decision_deadline)
    close_hearings(filing, Event.Kind.FORWARDED, by=by, at=at)  # under the number that the respondent knows
    filing.number = next_number(to, filing.election, filing.arrived_at)
    filing.save()
    indexing.enter_decisions(filing)  # an earlier one is not public until it is on the register there
    tell(filing, letters.forwarded(filing, forwarding))


@transaction.atomic
def give_opinion(filing, *, text, proposed_outcome, draft_reasons="", draft_operative_part="", by, at=None):
    """Give the expert's opinion with a draft decision; raises NotAllowedNow unless `by` is the assigned expert."""
    at = at or timezone.now()
    filing = locked(filing, *Filing.IN_PROCEEDINGS)
    if filing.expert_id != by.pk:
        raise NotAllowedNow("not the assigned expert")
    opinion = Opinion.objects.create(
        filing=filing,
        text=text,
        proposed_outcome=proposed_outcome,
        draft_reasons=draft_reasons,
        draft_operative_part=draft_operative_part,
        given_at=at,
        given_by=by,
    )
    record(filing, Event.Kind.OPINION_GIVEN, by=by, at=at, subject_id=opinion.pk, digest=digest_of(text))
    return opinion


@transaction.atomic
def refer(filing, *, to, text, by, at=None):
    """Refer the matter to the prosecutor or another authority (112.4); the filing itself goes on."""
    at = at or timezone.now()
    filing = locked(filing, *Filing.IN_PROCEEDINGS)
    due_at = clock.prosecutor_due(at, election=filing.election)
    referral = Referral.objects.create(
        filing=filing, to=to, text=text, answer_due_at=due_at, referred_at=at, referred_by=by
    )
    record(filing, Event.Kind.REFERRED, by=by, at=at, subject_id=referral.pk, deadline=due_at)
    tell(filing, letters.moved(filing))
    return referral


@transaction.atomic
def extend(filing, *, by, at=None):
    """Extend the investigation by the days of the rule; raises NotAllowedNow twice, or while no such rule is active."""
    at = at or timezone.now()
    filing = locked(filing, *Filing.IN_PROCEEDINGS)
    rule = clock.rule_in_force(TimeLimitRule.Limit.INVESTIGATE, timezone.localdate(at), election=filing.election)
    if rule is None or filing.extension_days or not filing.decision_deadline:
        raise NotAllowedNow("no rule allows it")
    filing.extension_days = rule.days
    filing.decision_deadline = clock.decision_deadline(filing)
    filing.save(update_fields=["extension_days", "decision_deadline"])
    record(filing, Event.Kind.EXTENDED, by=by, at=at, deadline=filing.decision_deadline)
    tell(filing, letters.deadline_changed(filing))
    return filing


@transaction.atomic
def reopen(filing, *, reasons, by, at=None):
    """Take up an ended filing again, for reasons that the applicant reads; the limit to decide runs anew.

    Raises NotAllowedNow where its texts are removed: nobody could decide about it.
    """
    at = at or timezone.now()
    filing = locked(filing, *REOPENED_FROM)
    if filing.emptied_at:
        raise NotAllowedNow("its texts and files are removed")
    filing.received_at, filing.extension_days = at, 0
    filing.rested_days = clock.days_of_rest(filing)
    changes = {
        "decision": None,
        "received_at": at,
        "extension_days": 0,
        "rested_days": filing.rested_days,
        "decision_deadline": clock.decision_deadline(filing),
        "registered_at": filing.registered_at or at,
        "registered_by": filing.registered_by or by,
    }
    moved(filing, Filing.Status.REGISTERED, Event.Kind.REOPENED, by=by, at=at, digest=digest_of(reasons), **changes)
    Message.objects.create(filing=filing, text=reasons, content_digest=digest_of(reasons), sent_at=at, sent_by=by)
    tell(filing, letters.moved(filing))
    for follower in followers(filing):
        tell(follower, letters.reopened(follower, filing))
    return filing


@transaction.atomic
def replace_code(filing, *, form_key=None, by, at=None):
    """Replace a lost access code after an identity check at the commission; the new code, shown once.

    The code belongs to `form_key`, the random key of the form: sent again, the
    form shows the same code and replaces nothing.
    """
    at = at or timezone.now()
    filing = locked(filing)
    code = codes.access_code(form_key or codes.new_form_key(), secret=settings.CODE_KEY)
    digest = codes.code_digest(code, pepper=settings.CODE_PEPPER)
    if filing.code_digest == digest:
        return code
    filing.code_digest = digest
    filing.save(update_fields=["code_digest"])
    record(filing, Event.Kind.CODE_REPLACED, by=by, at=at)
    tell(filing, letters.code_replaced(filing))
    return code


def open_evidence(evidence, *, again_after=None, by, at=None):
    """Journal that a member of staff opens a file; raises NotAllowedNow while a scanner withholds it.

    `again_after` (a timedelta): not if the same person has opened it within that time.
    """
    if not evidence.may_be_opened:
        raise NotAllowedNow(Evidence.Scan(evidence.scan).label)
    kind = Event.Kind.EVIDENCE_READ
    _record_reading(evidence.filing, kind, again_after, by=by, at=at or timezone.now(), subject_id=evidence.pk)


def open_file(filing, *, again_after=None, by, at=None):
    """Journal that a member of staff opens the case; `again_after` as in open_evidence."""
    _record_reading(filing, Event.Kind.FILE_READ, again_after, by=by, at=at or timezone.now())


def _record_reading(filing, kind, again_after, *, by, at, subject_id=None):
    if again_after:
        read = filing.events.filter(kind=kind, by=by, subject_id=subject_id)
        if read.filter(happened_at__gt=at - again_after, happened_at__lte=at).exists():
            return
    record(filing, kind, by=by, at=at, subject_id=subject_id)
