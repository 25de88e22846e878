"""The outbox: letters are rows of the verb's own transaction, sent by the worker."""

from commission.models import Letter


def post(*, to, subject, body, language, about="", reply_to=""):
    """Put a letter into the outbox; it leaves when the surrounding transaction has committed.

    Line breaks in `subject` are folded to spaces, so that no header can be
    smuggled in (RFC 5322, 2.2).
    """
    return Letter.objects.create(
        to=to, subject=" ".join(subject.split()), body=body, language=language, about=about, reply_to=reply_to
    )
