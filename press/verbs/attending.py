"""What a page does while somebody writes on it: it keeps what is typed, and says that somebody has it open."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from commission.text_search import storable
from press.models import Presence, Typed
from press.verbs.journal import NotPossible

# so long a page is believed to be open: one that was only opened, and one that says so every half minute
OPENED, BEATS = timedelta(minutes=15), timedelta(minutes=2)


@transaction.atomic
def keep_typed(*, key, by, words, release=None, from_version=0, at=None):
    """Keep what `by` has typed on the page with this `key`, in place of what it kept before.

    `words` maps names of fields to their text. Raises NotPossible where the
    page was saved or dropped, or is another person's or another release's.
    """
    typed, _ = Typed.objects.select_for_update().get_or_create(key=key, defaults={"by": by, "release": release})
    if typed.done_at or typed.by_id != by.pk or typed.release_id != (release and release.pk):
        raise NotPossible
    typed.words = {name: storable(text) for name, text in words.items()}
    typed.from_version, typed.at = from_version, at or timezone.now()
    typed.save()
    return typed


def settle_typed(*, key, by, at=None):
    """Forget what `by` typed on the page with this `key`: it was saved or dropped. Nothing where there is no such."""
    Typed.objects.filter(key=key, by=by).update(words={}, done_at=at or timezone.now())


@transaction.atomic
def attend(release, *, by, beats=False, at=None):
    """Say that `by` has the page of `release` open; `beats` where the page will go on saying so."""
    at = at or timezone.now()
    presence, is_new = Presence.objects.select_for_update().get_or_create(
        release=release, by=by, defaults={"since": at, "until": at + OPENED}
    )
    if not is_new:
        if presence.until <= at:
            presence.since = at
        presence.until = at + (BEATS if beats else OPENED)
        presence.save()
    return presence


def leave(release, *, by):
    """Say that `by` has closed the page of `release`."""
    Presence.objects.filter(release=release, by=by).delete()
