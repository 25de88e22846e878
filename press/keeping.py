"""What the newsroom has promised not to keep."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from press.models import Attachment, Opening, Presence, Release, ReleasePicture, Typed
from press.subscriptions import keeping

VERSIONS = ((Release, "id"), (ReleasePicture, "release"), (Attachment, "release"))


def forgotten(at):
    """What has outlived its time at `at`: a name and the rows, each."""
    log_until = at - timedelta(days=settings.ADMIN_LOG_KEPT_DAYS)
    yield from keeping.forgotten(at)
    yield "openings by early readers", Opening.objects.filter(at__lt=log_until)
    yield "typed words", Typed.objects.untouched_since(at - timedelta(days=settings.TYPED_WORDS_KEPT_DAYS))
    yield "presences", Presence.objects.filter(until__lt=at)
    for model, of in VERSIONS:
        is_there = Exists(Release.objects.filter(pk=OuterRef(of)))
        versions = model.history.filter(~is_there, history_date__lt=log_until)
        yield f"versions of removed drafts ({model._meta.model_name})", versions
