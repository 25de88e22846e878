"""Releases for tests, valid by default."""

from datetime import timedelta

from django.utils import timezone

from press import verbs
from press.models import Release


def make_release(**fields):
    """A public release of yesterday, saved as an editor would save it."""
    defaults = {
        "language": "en",
        "title": "Sample release",
        "body": "<p>Sample text.</p>",
        "status": Release.Status.PUBLISHED,
        "published_at": timezone.now() - timedelta(days=1),
    }
    return verbs.save(Release(**defaults | fields))
