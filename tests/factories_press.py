"""Releases for tests, valid by default."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from press import verbs
from press.models import Release

BAKU = ZoneInfo("Asia/Baku")
NOON = datetime(2026, 2, 9, 12, tzinfo=BAKU)


def make_release(**fields):
    """A saved release, public unless told otherwise."""
    values = {
        "language": "en",
        "title": "Lists are checked",
        "lead": "One visit is enough.",
        "body": "<p>Quillfeather</p>",
        "status": Release.Status.PUBLISHED,
        "published_at": NOON,
    } | fields
    return verbs.save(Release(**values))


def make_hidden():
    """Releases that nobody outside may see, each with a word of its own."""
    later = timezone.now() + timedelta(days=1)
    return [
        make_release(title="Draftword", status=Release.Status.DRAFT),
        make_release(title="Embargoword", embargoed_until=later),
        make_release(title="Scheduledword", published_at=later),
    ]
