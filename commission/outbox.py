"""The outbox: letters are rows of the verb's own transaction, sent by the worker."""

import logging
import smtplib
from datetime import timedelta
from email.utils import format_datetime

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from commission.models import Letter
from commission.transactions import may_rest

log = logging.getLogger("portal.outbox")

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
SUBJECT_CHARACTERS = 300
ERROR_CHARACTERS = 500
# longer than a send can take (each step of SMTP has 10 seconds), whatever the role's own limit is
SEND_SECONDS = 180


def post(*, to, subject, body, language, about="", reply_to="", holds_link=False, headers=None):
    """Put a letter into the outbox; it leaves when the surrounding transaction has committed.

    Line breaks in `subject` are folded to spaces, and addresses that are not
    one plain address raise ValidationError, so that no header can be smuggled
    in (RFC 5322, 2.2). The text of a letter that `holds_link`, a link which
    carries a right by itself, is removed once it is sent, and so are its
    `headers`, those beside the usual ones.
    """
    for address in filter(None, (to, reply_to)):
        validate_email(address)
    subject = " ".join(subject.split())[:SUBJECT_CHARACTERS]
    return Letter.objects.create(
        to=to, subject=subject, body=body, language=language, about=about, reply_to=reply_to, holds_link=holds_link,
        headers=headers or {},
    )  # fmt: skip


def post_all(letters):
    """Put many letters into the outbox at once, mappings of the names of columns; the letters, in their order.

    One whose address is none is left out and logged, so that it does not hold up the others.
    """
    ready = []
    for letter in letters:
        try:
            validate_email(letter["to"])
        except ValidationError:
            log.warning("letter without an address", extra={"about": letter.get("about", "")})
            continue
        ready.append(Letter(**letter | {"subject": " ".join(letter["subject"].split())[:SUBJECT_CHARACTERS]}))
    return Letter.objects.bulk_create(ready)


def pause_after(attempts):
    """How long to wait after so many failed tries: 1 minute, doubled each time, at most 6 hours."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)


def _as_email(letter):
    headers = {
        "Message-ID": letter.message_id,
        "Date": format_datetime(timezone.localtime(letter.created_at)),
        "Content-Language": letter.language,
    } | letter.headers
    reply_to = [letter.reply_to] if letter.reply_to else None
    return EmailMessage(letter.subject, letter.body, to=[letter.to], reply_to=reply_to, headers=headers)


def _code_of(error):
    """The code with which the mail server refused the address of a letter; None for any other failure.

    What it says of the sender or of the whole session is no fault of the address.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return None


@transaction.atomic
def deliver_one(at=None):
    """Try the next letter that is due at `at`; True if there was one, sent or not, else False.

    Its row stays locked across the send: a second worker passes it by, and
    the lock of a killed worker goes with its connection, so that the letter
    is tried again with the same Message-ID. A failure is written to the row
    with the instant of the next try and never raised.
    """
    at = at or timezone.now()
    letter = Letter.objects.due(at).select_for_update(skip_locked=True).first()
    if letter is None:
        return False
    may_rest(SEND_SECONDS)
    letter.attempts += 1
    try:
        _as_email(letter).send()
    except Exception as error:  # whatever it is, the letter must stay and the next one have its turn
        letter.next_try_at = at + pause_after(letter.attempts)
        letter.last_error = f"{type(error).__name__}: {error}"[:ERROR_CHARACTERS].replace("\x00", "")
        letter.refusal_code = _code_of(error)
        log.warning("letter not sent", extra={"letter": letter.pk, "tries": letter.attempts})
    else:
        letter.sent_at, letter.last_error = timezone.now(), ""
        letter.refusal_code = None
        if letter.holds_link:
            letter.body, letter.headers = "", {}
        log.info("letter sent", extra={"letter": letter.pk, "tries": letter.attempts})
    letter.save(update_fields=["attempts", "next_try_at", "last_error", "refusal_code", "sent_at", "body", "headers"])
    return True


def take_back(letters):
    """Remove those of `letters` (a queryset) that are not sent; the keys that they had.

    One that is being sent in this moment is passed by: it is out of our hands.
    """
    with transaction.atomic():
        taken = list(letters.waiting().select_for_update(skip_locked=True).values_list("pk", flat=True))
        Letter.objects.filter(pk__in=taken).delete()
    return taken


def try_again(letters, *, at=None):
    """Make those of `letters` (a queryset) that are not sent due at once; how many they were."""
    return letters.waiting().update(next_try_at=at or timezone.now())
