"""What the applicant does with a filing of their own: adds to it, withdraws it, is reached elsewhere."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from appeals import letters, marks
from appeals.evidence import receiving
from appeals.models import Event, Filing, FormerContact, Message
from appeals.verbs.hearing import close_hearings
from appeals.verbs.joining import give_back, locked_with_followers
from appeals.verbs.journal import digest_of, locked, moved, record, tell
from appeals.verbs.keeping import rest_anew
from commission import outbox


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
        rest_anew(filing, by=None, at=at)


@transaction.atomic
def withdraw(filing, *, by=None, at=None):
    """The applicant withdraws the filing; those joined with it go on by themselves.

    `by` is who recorded it where the applicant said so on paper or in person.
    """
    at = at or timezone.now()
    filing, joined = locked_with_followers(filing)
    moved(filing, Filing.Status.WITHDRAWN, Event.Kind.WITHDRAWN, by=by, at=at)
    filing.agenda_items.filter(taken_off_at=None).update(taken_off_at=at, taken_off_by=by)
    close_hearings(filing, Event.Kind.WITHDRAWN, by=by, at=at)
    tell(filing, letters.moved(filing))
    for follower in joined:
        if not follower.emptied_at:
            give_back(follower, by=by, at=at)
    return filing


@transaction.atomic
def change_address(filing, *, applicant_address, applicant_email, applicant_phone, at):
    """The applicant gives another address for notices; the old e-mail address is told, in case it was not they.

    The old ones are kept, so that they stay covered in what was written with them.
    The same again, as by a double click, changes nothing and is not journaled.
    """
    filing = locked(filing)
    before = filing.applicant_email
    if (filing.applicant_address, before, filing.applicant_phone) == (
        applicant_address, applicant_email, applicant_phone,
    ):  # fmt: skip
        return filing
    FormerContact.objects.create(
        filing=filing,
        address=filing.applicant_address,
        email=before,
        phone=filing.applicant_phone,
        replaced_at=at,
    )
    filing.applicant_address, filing.applicant_email = applicant_address, applicant_email
    filing.applicant_phone = applicant_phone
    filing.save(update_fields=["applicant_address", "applicant_email", "applicant_phone"])
    facts = "\n".join([applicant_address, applicant_email, applicant_phone])
    record(filing, Event.Kind.ADDRESS_CHANGED, by=None, at=at, digest=digest_of(facts))
    for address in {before, applicant_email} - {""}:
        outbox.post(to=address, language=filing.language, about=filing.number, **letters.address_changed(filing))
    return filing
