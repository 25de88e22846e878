"""What the applicant does with a filing of their own: adds to it, withdraws it, is reached elsewhere."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from appeals import letters, marks
from appeals.evidence import receiving
from appeals.models import Event, Filing, FormerContact, Message, NotAllowedNow
from appeals.verbs.hearing import close_hearings
from appeals.verbs.joining import give_back, locked_with_followers
from appeals.verbs.journal import digest_of, locked, moved, record, tell
from appeals.verbs.keeping import rest_anew
from commission import outbox


def send_message(filing, *, text, files=(), at):
    """What the applicant sends later, with files; the same twice counts once. It answers an open request, if any.

    A filing that has ended takes messages too: they are kept and shown to
    staff. Raises NotAllowedNow where the filing's texts are removed already.
    """
    return _taken(Message(filing=filing, text=text, sent_at=at), files, at=at)


def enter_message(filing, *, text, files=(), channel, received_at, postmarked_on=None, by, at=None):
    """Enter what the applicant sent on paper, by post, by telephone or in person; it has the effect of send_message.

    `received_at` is the instant at which the commission got it: then a question
    is answered, and the limit to decide rests no longer. Whether the answer is
    in time, its postmark says. Raises NotAllowedNow as send_message does.
    """
    at = at or timezone.now()
    came = {"channel": channel, "postmarked_on": postmarked_on, "entered_at": at, "entered_by": by}
    return _taken(Message(filing=filing, text=text, sent_at=received_at, **came), files, at=at)


def _taken(message, files, *, at):
    """A message that is not stored yet, stored with its files; the one that is the same, where it came before."""
    entered = [message.channel, message.sent_at.isoformat()] if message.entered_by else []
    message.content_digest = digest_of("\n".join([message.text, *(item.sha256 for item in files), *entered]))
    same = message.filing.messages.filter(sent_by=None, content_digest=message.content_digest)
    if known := same.first():
        return known
    files = receiving.put_down(files, at=at)
    try:
        with transaction.atomic():
            message.filing = filing = locked(message.filing)
            if filing.emptied_at:
                raise NotAllowedNow("its texts and files are removed")
            message.save()
            receiving.attach(filing, files, message=message)
            _complete_if_nothing_lacks(filing)
            _answer_open_request(filing, message, at)
        return message
    except NotAllowedNow:
        receiving.discard(files)
        raise
    except IntegrityError:
        receiving.discard(files)
        return same.get()


def _complete_if_nothing_lacks(filing):
    """Take the mark away from a filing that has got what it lacked."""
    if filing.is_incomplete and not marks.lacking(filing):
        filing.is_incomplete = False
        filing.save(update_fields=["is_incomplete"])


def _answer_open_request(filing, message, at):
    asked = filing.information_requests.filter(answer=None, asked_at__lte=message.sent_at).first()
    kind, by = Event.Kind.INFORMATION_GIVEN if asked else Event.Kind.SUPPLEMENTED, message.entered_by
    record(filing, kind, by=by, at=message.sent_at, subject_id=message.pk, digest=message.content_digest)
    if asked:
        asked.answer = message
        asked.save(update_fields=["answer"])
        rest_anew(filing, by=by, at=at)


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
    Raises NotAllowedNow where the filing's texts are removed already.
    """
    filing = locked(filing)
    if filing.emptied_at:
        raise NotAllowedNow("its texts and files are removed")
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
