"""What happens to a message: it is received, and it is answered."""

import hashlib
from email.utils import parseaddr

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from commission import outbox
from commission.contact.models import Message


class AlreadyAnswered(Exception):
    """The message has its answer; a second one would contradict the first unseen."""


def mailbox_of(topic):
    """The address that reads messages of `topic`."""
    return topic.mailbox or parseaddr(settings.CONTACT_MAILBOX)[1]


def digest_of(*, form_key, topic, name, email, text):
    """The same for two posts only if form and content are the same."""
    parts = [form_key, topic.key, name, email, text]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@transaction.atomic
def receive(*, form_key, topic, name, email, text, language, mark, at):
    """Store a message and put the letter to its mailbox into the outbox; the Message.

    The same form sent again with the same content gives the message that
    stands, and no second letter; corrected content is a message of its own.
    """
    digest = digest_of(form_key=form_key, topic=topic, name=name, email=email, text=text)
    message, is_new = Message.objects.get_or_create(
        digest=digest,
        defaults={
            "topic": topic,
            "name": name,
            "email": email,
            "text": text,
            "language": language,
            "mark": mark,
            "arrived_at": at,
        },
    )
    if is_new:
        _tell_the_mailbox(message)
    return message


def _tell_the_mailbox(message):
    language = settings.LANGUAGE_CODE
    with translation.override(language):
        # nothing that the visitor typed stands in a header but the checked address in Reply-To
        subject = _("Message %(reference)s: %(topic)s") % {"reference": message.reference, "topic": message.topic}
        if message.mark:
            subject = _("[perhaps unwanted] %(subject)s") % {"subject": subject}
        lines = [
            _("Reference") + f": {message.reference}",
            _("Topic") + f": {message.topic}",
            _("Language") + f": {message.language_name}",
            _("Name") + f": {message.name}",
            "",
            message.text,
        ]
    outbox.post(
        to=mailbox_of(message.topic),
        reply_to=message.email,
        subject=subject,
        body="\n".join(lines),
        language=language,
        about=message.reference,
    )


@transaction.atomic
def answer(message, *, text, by, at=None):
    """Answer a message: the letter goes to the outbox and the message is marked as answered.

    Raises AlreadyAnswered where it is.
    """
    message = Message.objects.select_for_update(of=["self"]).select_related("topic").get(pk=message.pk)
    if message.answered_at:
        raise AlreadyAnswered(message.reference)
    message.answer, message.answered_by, message.answered_at = text, by, at or timezone.now()
    message.save(update_fields=["answer", "answered_by", "answered_at"])
    with translation.override(message.language):
        subject = _("Answer to your message %(reference)s") % {"reference": message.reference}
    outbox.post(
        to=message.email,
        reply_to=mailbox_of(message.topic),
        subject=subject,
        body=text,
        language=message.language,
        about=message.reference,
    )
    return message
