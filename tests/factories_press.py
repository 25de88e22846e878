"""Releases for tests, valid by default."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.utils import timezone

from press import verbs
from press.models import EarlyReader, Release

BAKU = ZoneInfo("Asia/Baku")
NOON = datetime(2026, 2, 9, 12, tzinfo=BAKU)


def writer(name="press-writer"):
    """A person who writes releases and is nobody in particular."""
    return get_user_model().objects.get_or_create(username=name)[0]


DEFAULTS = {
    "language": "en",
    "title": "Lists are checked",
    "lead": "One visit is enough.",
    "body": "<p>Quillfeather</p>",
}


def make_release(*, status=Release.Status.APPROVED, **fields):
    """A release written by one person and brought by another to `status`; public unless told otherwise."""
    values = DEFAULTS | fields
    published_at = values.pop("published_at", NOON)
    embargoed_until = values.pop("embargoed_until", None)
    release = verbs.save(Release(**values), by=writer())
    if status != Release.Status.DRAFT:
        release = verbs.submit(release, by=writer())
    if status in (Release.Status.APPROVED, Release.Status.WITHDRAWN):
        release = verbs.approve(release, by=writer("press-approver"))
        release = verbs.publish(
            release, by=writer("press-approver"), published_at=published_at, embargoed_until=embargoed_until
        )
    if status == Release.Status.WITHDRAWN:
        release = verbs.withdraw(release, by=writer("press-approver"), reason="Wrong figures.")
    return release


def make_imported(**fields):
    """A public release as the import enters it, related to nothing yet: for who needs many, in a fourth of the time."""
    values = {"published_at": NOON, "source_url": f"https://old.example/{uuid.uuid4().hex}"}
    return verbs.take_over(Release(**DEFAULTS | values | fields))


def make_hidden():
    """Releases that nobody outside may see, each with a word of its own."""
    later = timezone.now() + timedelta(days=1)
    return [
        make_release(title="Draftword", status=Release.Status.DRAFT),
        make_release(title="Reviewword", status=Release.Status.REVIEW),
        make_release(title="Embargoword", embargoed_until=later),
        make_release(title="Scheduledword", published_at=later),
    ]


def make_early_reader(**fields):
    """An accredited journalist, plainly invented."""
    values = {"name": "Sample Journalist", "outlet": "Sample Gazette", "email": "desk@gazette.example"}
    return EarlyReader.objects.create(**{"language": "en"} | values | fields)
