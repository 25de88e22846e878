"""Early reading: links to a release that the public cannot read yet are given, opened, revoked."""

import secrets

from django.db import transaction
from django.utils import timezone

from commission import outbox
from press import letters
from press.models import EarlyLink, EarlyReader, Opening, Release, Step
from press.models.readers import LONGEST, digest_of
from press.verbs.journal import NotPossible, locked, record


def last_instant(release, at):
    """Until when a link that is given at `at` works unless told otherwise: the end of the embargo, or 14 days."""
    return min(release.visible_from, at + LONGEST)


@transaction.atomic
def give_early(release, *, readers, expires_at=None, by, at=None):
    """Send each of `readers` a letter with a link of their own to an approved release that is not public yet.

    Result: the EarlyLinks. A link works until `expires_at`, or else until
    `last_instant`; a reader's older link to the release ends. Only the letter
    knows the token. Raises NotPossible where the release has no instant that
    is still to come, where a reader's accreditation has ended, and for an
    `expires_at` that has passed or is more than 14 days away.
    """
    at = at or timezone.now()
    release = locked(release)
    if release.state(at) not in (Release.State.SCHEDULED, Release.State.EMBARGOED):
        raise NotPossible
    expires_at = expires_at or last_instant(release, at)
    readers = list(EarlyReader.objects.current().filter(pk__in=[reader.pk for reader in readers]))
    if not (at < expires_at <= at + LONGEST) or not readers:
        raise NotPossible
    older = EarlyLink.objects.filter(release=release, reader__in=readers, revoked_at=None)
    older.update(revoked_at=at, revoked_by=by)
    return [_given(release, reader, expires_at=expires_at, by=by, at=at) for reader in readers]


def _given(release, reader, *, expires_at, by, at):
    token = secrets.token_urlsafe(32)
    link = EarlyLink.objects.create(
        release=release, reader=reader, token_digest=digest_of(token), given_at=at, given_by=by, expires_at=expires_at
    )
    record(release, Step.Kind.EARLY_GIVEN, by=by, at=at, note=str(reader))
    outbox.post(
        to=reader.email, language=reader.language, about=f"release {release.pk}", holds_link=True,
        **letters.early_link(link, token),
    )  # fmt: skip
    return link


@transaction.atomic
def open_early(link, *, network="", at=None):
    """Write down that a link is opened, from `network`; the first time stands in the journal of the release too.

    Raises NotPossible for a link that opens nothing at `at`.
    """
    at = at or timezone.now()
    release = locked(link.release)
    link = EarlyLink.objects.select_for_update(of=["self"]).select_related("reader").get(pk=link.pk)
    link.release = release
    if link.state(at) != EarlyLink.State.STANDING:
        raise NotPossible
    if not link.openings.exists():
        record(release, Step.Kind.EARLY_OPENED, by=None, at=at, note=str(link.reader))
    return Opening.objects.create(link=link, at=at, network=network)


@transaction.atomic
def revoke_early(release, *, links, by, at=None):
    """Make links to a release worthless; how many there were. Raises NotPossible where none of them stands."""
    at = at or timezone.now()
    release = locked(release)
    found = EarlyLink.objects.filter(release=release, pk__in=[link.pk for link in links]).standing(at)
    revoked = _revoked(found, by=by, at=at)
    if not revoked:
        raise NotPossible
    return revoked


@transaction.atomic
def end_reader(reader, *, by, at=None):
    """End the accreditation of an early reader: every link of theirs is worthless, and no other is given.

    Raises NotPossible where it has ended already.
    """
    at = at or timezone.now()
    # without the key: whoever gives them a link in this moment holds the release, and would wait for us in a circle
    reader = EarlyReader.objects.select_for_update(no_key=True).get(pk=reader.pk)
    if reader.ended_at:
        raise NotPossible
    _revoked(reader.links.standing(at), by=by, at=at)
    reader.ended_at, reader.ended_by = at, by
    reader.save(update_fields=["ended_at", "ended_by"])
    return reader


def _revoked(links, *, by, at):
    links = list(links.select_related("reader", "release"))
    for link in links:
        record(link.release, Step.Kind.EARLY_REVOKED, by=by, at=at, note=str(link.reader))
    return EarlyLink.objects.filter(pk__in=[link.pk for link in links]).update(revoked_at=at, revoked_by=by)
