"""Previews of pictures for staff: small, re-encoded, without metadata; made by the worker in a child process.

The original is only read. A picture that a decoder cannot read, or that makes
it die, stays without a preview and is not tried again.
"""

import logging
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from appeals.models import Evidence
from commission.file_contents import picture_making
from commission.transactions import may_rest

log = logging.getLogger("portal.previews")

CHILD, CHILD_SECONDS = picture_making.CHILD, picture_making.CHILD_SECONDS
ENTRY = {"format": "JPEG", "quality": 80, "box": [1600, 1600]}
NAMED = "previews"  # the folder in the storage of evidence


@transaction.atomic
def make_one(at=None):
    """Try the oldest picture without a preview that may be opened; True if there was one, made or not, else False.

    Its row stays locked meanwhile: a second worker passes it by, and the lock
    of a killed worker goes with its connection.
    """
    item = Evidence.objects.to_preview().select_for_update(skip_locked=True).first()
    if item is None:
        return False
    may_rest(2 * CHILD_SECONDS)
    at = at or timezone.now()
    if preview := _made(item):
        name = f"{NAMED}/{at:%Y/%m}/{uuid.uuid4().hex}"
        item.preview = storages["evidence"].save(name, ContentFile(preview))
    item.preview_tried_at = at
    item.save(update_fields=["preview", "preview_tried_at"])
    return True


def _made(item):
    """The preview of a picture as bytes; None where there can be none, with the reason in the log."""
    try:
        with item.file.open("rb") as original:
            _width, _height, made = picture_making.make(
                original, item.kind, [ENTRY], child=CHILD, seconds=CHILD_SECONDS
            )
        return made[0].content
    except (OSError, picture_making.NotMade) as error:
        log.warning("no preview", extra={"evidence": item.pk, "error": f"{type(error).__name__} {error}"})
        return None
