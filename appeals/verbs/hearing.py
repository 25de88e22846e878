"""The respondent is heard: asked for an answer through a link of their own, which ends with the case."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from appeals import letters
from appeals.evidence import receiving
from appeals.models import Event, Filing, Hearing, NotAllowedNow
from appeals.verbs.journal import digest_of, locked, record
from commission import outbox

LINK_DAYS = 30


@transaction.atomic
def open_hearing(filing, *, respondent_name, respondent_email, answer_due_at, by, at=None):
    """Ask the respondent for an answer: a letter with a link of their own, which shows the act and no address.

    Result: the Hearing. The link holds a random token that only the letter
    knows; the database keeps its digest.
    """
    at = at or timezone.now()
    filing = locked(filing, *Filing.IN_PROCEEDINGS)
    token = secrets.token_urlsafe(32)
    hearing = Hearing.objects.create(
        filing=filing,
        respondent_name=respondent_name,
        respondent_email=respondent_email,
        token_digest=digest_of(token),
        answer_due_at=answer_due_at,
        expires_at=max(at, answer_due_at) + timedelta(days=LINK_DAYS),
        opened_at=at,
        opened_by=by,
    )
    record(filing, Event.Kind.HEARING_OPENED, by=by, at=at, subject_id=hearing.pk, deadline=answer_due_at)
    outbox.post(
        to=respondent_email, language=filing.language, about=filing.number, holds_link=True,
        **letters.hearing_opened(hearing, token),
    )  # fmt: skip
    return hearing


def _locked_hearing(hearing):
    """The hearing as the database holds it now, locked after its filing: the order in which every verb locks."""
    filing = locked(hearing.filing)
    hearing = Hearing.objects.select_for_update(no_key=True).get(pk=hearing.pk)
    hearing.filing = filing
    return hearing


def answer_hearing(hearing, *, text, files=(), at):
    """Take the respondent's answer; raises NotAllowedNow where one was given already, or the link was revoked."""
    return _answered(hearing, files, {"answer": text, "answered_at": at}, at=at)


def enter_hearing_answer(hearing, *, text, files=(), channel, received_at, postmarked_on=None, by, at=None):
    """Enter the respondent's answer that came on paper, by post, by telephone or in person.

    Also where the link has ended: whoever finds it closed is told to send the
    answer in such a way. Raises NotAllowedNow where one was given already, or
    the filing's texts are removed.
    """
    at = at or timezone.now()
    facts = {"answer": text, "answered_at": received_at, "channel": channel, "postmarked_on": postmarked_on}
    return _answered(hearing, files, facts | {"entered_at": at, "entered_by": by}, at=at)


def _answered(hearing, files, facts, *, at):
    """The hearing with its answer, whose columns are `facts`, and the files that came with it."""
    files = receiving.put_down(files, at=at)
    by = facts.get("entered_by")
    try:
        with transaction.atomic():
            hearing = _locked_hearing(hearing)
            if hearing.answered_at or hearing.filing.emptied_at or (hearing.revoked_at and not by):
                raise NotAllowedNow("answered already, revoked, or its texts are removed")
            for name, value in facts.items():
                setattr(hearing, name, value)
            hearing.save(update_fields=list(facts))
            receiving.attach(hearing.filing, files, hearing=hearing)
            record(
                hearing.filing, Event.Kind.HEARING_ANSWERED, by=by, at=hearing.answered_at, subject_id=hearing.pk,
                digest=digest_of(hearing.answer),
            )  # fmt: skip
    except NotAllowedNow:
        receiving.discard(files)
        raise
    return hearing


@transaction.atomic
def revoke_hearing(hearing, *, by, at=None):
    """Make the respondent's link worthless."""
    at = at or timezone.now()
    hearing = _locked_hearing(hearing)
    if hearing.revoked_at:
        raise NotAllowedNow("revoked already")
    hearing.revoked_at, hearing.revoked_by = at, by
    hearing.save(update_fields=["revoked_at", "revoked_by"])
    record(hearing.filing, Event.Kind.HEARING_REVOKED, by=by, at=at, subject_id=hearing.pk)
    return hearing


def close_hearings(filing, because, *, by, at):
    """End the links to a locked filing that still stand, and tell each respondent why.

    `because` is the Event.Kind that ended the hearing: WITHDRAWN, FORWARDED or
    RETURNED. `by` is None where it was the applicant.
    """
    told = {}
    for hearing in filing.hearings.select_for_update(no_key=True).filter(revoked_at=None).order_by("pk"):
        hearing.filing, hearing.revoked_at, hearing.revoked_by = filing, at, by
        hearing.save(update_fields=["revoked_at", "revoked_by"])
        record(filing, Event.Kind.HEARING_REVOKED, by=by, at=at, subject_id=hearing.pk)
        told[hearing.respondent_email] = hearing
    for address, hearing in told.items():
        letter = letters.hearing_closed(hearing, because)
        outbox.post(to=address, language=filing.language, about=filing.number, **letter)
