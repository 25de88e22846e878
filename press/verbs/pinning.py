"""Pinning: a release stands on top of the home page and of its list for a while."""

from django.db import transaction
from django.utils import timezone

from press.models import Pin, Step
from press.verbs.journal import locked, record


@transaction.atomic
def pin(release, *, shown_from=None, shown_until, by, at=None):
    """Let a release stand on top from `shown_from`, which is now unless told otherwise, until `shown_until`.

    Any release may be pinned ahead; it shows once the public may read it. A
    pin that stands or is still to come gives way to the new one.
    """
    at = at or timezone.now()
    release = locked(release)
    release.pins.filter(shown_until__gt=at).delete()
    made = Pin.objects.create(
        release=release, shown_from=shown_from or at, shown_until=shown_until, pinned_at=at, pinned_by=by
    )
    record(release, Step.Kind.PINNED, by=by, at=at)
    return made


@transaction.atomic
def unpin(pin, *, by, at=None):
    """Take a release from the top; nothing happens where that is done already."""
    release = locked(pin.release)
    if release.pins.filter(pk=pin.pk).delete()[0]:
        record(release, Step.Kind.UNPINNED, by=by, at=at)
    return release
