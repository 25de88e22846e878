"""What the commission and the parties do with a filing before it is decided."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from appeals import access, clock, codes, letters, marks, receiving
from appeals.models import (
    Event,
    Evidence,
    Filing,
    Forwarding,
    Hearing,
    InformationRequest,
    Message,
    NotAllowedNow,
    Opinion,
    Referral,
    TimeLimitRule,
)
from appeals.verbs.filing import next_number
from appeals.verbs.journal import locked, moved, record, tell
from commission import outbox

HEARING_LINK_DAYS = 30
REOPENED_FROM = (Filing.Status.DECIDED, Filing.Status.RETURNED, Filing.Status.WITHDRAWN)
IN_PROCEEDINGS = (Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW, Filing.Status.ON_AGENDA)


def digest_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


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
    """Ask the applicant for information, to be given by the instant `answer_due_at`."""
    at = at or timezone.now()
    filing = locked(filing, *IN_PROCEEDINGS)
    asked = InformationRequest.objects.create(
        filing=filing, text=text, answer_due_at=answer_due_at, asked_at=at, asked_by=by
    )
    record(filing, Event.Kind.INFORMATION_REQUESTED, by=by, at=at, subject_id=asked.pk, deadline=answer_due_at)
    tell(filing, letters.information_requested(filing, asked))
    return asked


def send_message(filing, *, text, files=(), at):
    """What the applicant sends later, with files; the same twice counts once. It answers an open request, if any.

    A filing that has ended takes messages too: they are kept and shown to staff.
    """
    digest = digest_of("\n".join([text, *(item.sha256 for item in files)]))
    if known := filing.messages.filter(sent_by=None, content_digest=digest).first():
        return known
    files = receiving.put_down(files, at=at)
    try:
        with transaction.atomic():
            filing = locked(filing)
            message = Message.objects.create(filing=filing, text=text, content_digest=digest, sent_at=at)
            receiving.attach(filing, files, message=message)
            _complete_if_nothing_lacks(filing)
            _answer_open_request(filing, message, at)
        return message
    except IntegrityError:
        receiving.discard(files)
        return filing.messages.get(sent_by=None, content_digest=digest)


def _complete_if_nothing_lacks(filing):
    """Take the mark away from a filing that has got what it lacked."""
    if filing.is_incomplete and not marks.lacking(filing):
        filing.is_incomplete = False
        filing.save(update_fields=["is_incomplete"])


def _answer_open_request(filing, message, at):
    asked = filing.information_requests.filter(answer=None).first()
    kind = Event.Kind.INFORMATION_GIVEN if asked else Event.Kind.SUPPLEMENTED
    record(filing, kind, by=None, at=at, subject_id=message.pk, digest=message.content_digest)
    if asked:
        asked.answer = message
        asked.save(update_fields=["answer"])
        _rest_while_asked(filing, asked, at)


def _rest_while_asked(filing, asked, at):
    days = clock.days_of_rest(filing, asked, at=at)
    if days and filing.is_open:
        filing.extension_days += days
        filing.decision_deadline = clock.decision_deadline(filing)
        filing.save(update_fields=["extension_days", "decision_deadline"])
        record(filing, Event.Kind.DEADLINE_CHANGED, by=None, at=at, deadline=filing.decision_deadline)


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
    """Forward a filing to the competent commission (Instruction 11/53-2, 1.2).

    The instant of arrival stays; it gets a number there, and the old one
    answers with a pointer. The limit to decide runs from its receipt there.
    """
    at = at or timezone.now()
    filing = locked(filing)
    if to == filing.commission:
        raise NotAllowedNow("it is there already")
    was_filed = filing.status == Filing.Status.FILED
    if not was_filed:
        filing.move_to(Filing.Status.FILED, at=at)
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
    filing.extension_days = 0
    limit = clock.to_decide(at, election=filing.election)
    filing.decision_deadline = limit.deadline if limit else None
    record(filing, Event.Kind.FORWARDED, by=by, at=at, subject_id=forwarding.pk, deadline=filing.decision_deadline)
    filing.number = next_number(to, filing.election, filing.arrived_at)
    filing.save()
    tell(filing, letters.forwarded(filing, forwarding))
    return filing


@transaction.atomic
def join(filing, *, lead, by, at=None):
    """Join a filing with another one about the same: it ends here, and follows the outcome of `lead`."""
    at = at or timezone.now()
    filing = locked(filing)
    lead = Filing.objects.get(pk=lead.pk)
    if lead == filing or not lead.is_open or lead.commission_id != filing.commission_id:
        raise NotAllowedNow("not with this one")
    moved(filing, Filing.Status.JOINED, Event.Kind.JOINED, by=by, at=at, subject_id=lead.pk, joined_to=lead)
    tell(filing, letters.joined(filing))
    return filing


@transaction.atomic
def open_hearing(filing, *, respondent_name, respondent_email, answer_due_at, by, at=None):
    """Ask the respondent for an answer: a letter with a link of their own, which shows the act and no address.

    Result: the Hearing. The link holds a random token that only the letter
    knows; the database keeps its digest.
    """
    at = at or timezone.now()
    filing = locked(filing, *IN_PROCEEDINGS)
    token = secrets.token_urlsafe(32)
    hearing = Hearing.objects.create(
        filing=filing,
        respondent_name=respondent_name,
        respondent_email=respondent_email,
        token_digest=digest_of(token),
        answer_due_at=answer_due_at,
        expires_at=max(at, answer_due_at) + timedelta(days=HEARING_LINK_DAYS),
        opened_at=at,
        opened_by=by,
    )
    record(filing, Event.Kind.HEARING_OPENED, by=by, at=at, subject_id=hearing.pk, deadline=answer_due_at)
    outbox.post(
        to=respondent_email, language=filing.language, about=filing.number, holds_link=True,
        **letters.hearing_opened(hearing, token),
    )  # fmt: skip
    return hearing


def answer_hearing(hearing, *, text, files=(), at):
    """Take the respondent's answer; raises NotAllowedNow where one was given already."""
    files = receiving.put_down(files, at=at)
    try:
        with transaction.atomic():
            hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
            if hearing.answered_at:
                raise NotAllowedNow("answered already")
            hearing.answer, hearing.answered_at = text, at
            hearing.save(update_fields=["answer", "answered_at"])
            receiving.attach(hearing.filing, files, hearing=hearing)
            record(
                hearing.filing, Event.Kind.HEARING_ANSWERED, by=None, at=at, subject_id=hearing.pk,
                digest=digest_of(text),
            )  # fmt: skip
    except NotAllowedNow:
        receiving.discard(files)
        raise
    return hearing


@transaction.atomic
def revoke_hearing(hearing, *, by, at=None):
    """Make the respondent's link worthless."""
    at = at or timezone.now()
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    if hearing.revoked_at:
        raise NotAllowedNow("revoked already")
    hearing.revoked_at, hearing.revoked_by = at, by
    hearing.save(update_fields=["revoked_at", "revoked_by"])
    record(hearing.filing, Event.Kind.HEARING_REVOKED, by=by, at=at, subject_id=hearing.pk)
    return hearing


@transaction.atomic
def give_opinion(filing, *, text, proposed_outcome, draft_reasons="", draft_operative_part="", by, at=None):
    """Give the expert's opinion with a draft decision; raises NotAllowedNow unless `by` is the assigned expert."""
    at = at or timezone.now()
    filing = locked(filing, *IN_PROCEEDINGS)
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
    filing = locked(filing, *IN_PROCEEDINGS)
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
    filing = locked(filing, *IN_PROCEEDINGS)
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
def withdraw(filing, *, at):
    """The applicant withdraws the filing."""
    filing = moved(locked(filing), Filing.Status.WITHDRAWN, Event.Kind.WITHDRAWN, by=None, at=at)
    filing.agenda_items.filter(taken_off_at=None).update(taken_off_at=at)
    tell(filing, letters.moved(filing))
    return filing


@transaction.atomic
def reopen(filing, *, reasons, by, at=None):
    """Take up an ended filing again, for reasons that the applicant reads; the limit to decide runs anew.

    Raises NotAllowedNow also where its texts were removed: nothing is left to decide about.
    """
    at = at or timezone.now()
    filing = locked(filing, *REOPENED_FROM)
    if filing.emptied_at:
        raise NotAllowedNow("emptied")
    limit = clock.to_decide(at, election=filing.election)
    changes = {
        "decision": None,
        "received_at": at,
        "extension_days": 0,
        "decision_deadline": limit.deadline if limit else None,
        "registered_at": filing.registered_at or at,
        "registered_by": filing.registered_by or by,
    }
    moved(filing, Filing.Status.REGISTERED, Event.Kind.REOPENED, by=by, at=at, digest=digest_of(reasons), **changes)
    Message.objects.create(filing=filing, text=reasons, content_digest=digest_of(reasons), sent_at=at, sent_by=by)
    tell(filing, letters.moved(filing))
    return filing


@transaction.atomic
def change_address(filing, *, applicant_address, applicant_email, applicant_phone, at):
    """The applicant gives another address for notices; the old e-mail address is told, in case it was not they.

    The same again, as by a double click, changes nothing and is not journaled.
    """
    filing = locked(filing)
    before = filing.applicant_email
    if (filing.applicant_address, before, filing.applicant_phone) == (
        applicant_address, applicant_email, applicant_phone,
    ):  # fmt: skip
        return filing
    filing.applicant_address, filing.applicant_email = applicant_address, applicant_email
    filing.applicant_phone = applicant_phone
    filing.save(update_fields=["applicant_address", "applicant_email", "applicant_phone"])
    facts = "\n".join([applicant_address, applicant_email, applicant_phone])
    record(filing, Event.Kind.ADDRESS_CHANGED, by=None, at=at, digest=digest_of(facts))
    for address in {before, applicant_email} - {""}:
        outbox.post(to=address, language=filing.language, about=filing.number, **letters.address_changed(filing))
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
