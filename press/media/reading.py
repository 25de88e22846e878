"""The text of attached files, read by the worker: the search knows it as soon as the public may."""

import logging

from commission.file_contents import pdf_text
from press import verbs
from press.models import Attachment

log = logging.getLogger("portal.files")


def read_one():
    """Read the oldest attached PDF that nobody has tried yet; True if there was one, read or not, else False.

    No row is locked meanwhile: its release can be changed at any time. A PDF
    in which nothing can be read is not tried again.
    """
    attachment = Attachment.objects.to_read().first()
    if attachment is None:
        return False
    verbs.keep_text(attachment, text=_text_of(attachment))
    return True


def _text_of(attachment):
    try:
        with attachment.file.open("rb") as file:
            text = pdf_text.text_of(file)
    except OSError as error:
        log.warning("no text", extra={"attachment": attachment.pk, "error": type(error).__name__})
        return ""
    if not text.strip():
        log.info("no text", extra={"attachment": attachment.pk})
    return text
