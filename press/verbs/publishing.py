"""Publication: an approved release is given its instant, superseded by a newer one, withdrawn."""

from django.db import transaction
from django.utils import timezone

from press.models import Release, Step
from press.subscriptions import mailings
from press.verbs.journal import PLACE, NotPossible, kept, locked, record, settled
from press.verbs.writing import take_address


@transaction.atomic
def publish(release, *, by, published_at=None, embargoed_until=None, at=None):
    """Give an approved release its instant: `published_at`, or else `at`, which is now.

    From then on, and from `embargoed_until` where that is later, the public
    may read it; nothing has to run for that. Raises NotPossible for what is
    not approved or is public already.
    """
    at = at or timezone.now()
    release = locked(release)
    if release.status != Release.Status.APPROVED or release.is_published(at):
        raise NotPossible
    release.published_at, release.embargoed_until = published_at or at, embargoed_until
    release.published_by = by
    take_address(release)
    record(release, Step.Kind.SCHEDULED, by=by, at=at)
    return settled(kept(release, by=by))


@transaction.atomic
def readdress(release, *, slug, by, at=None):
    """Give a release that the public can read another address in its year; the old one redirects for good."""
    at = at or timezone.now()
    release = locked(release)
    if not release.is_published(at):
        raise NotPossible
    release.slug = slug
    take_address(release)
    record(release, Step.Kind.READDRESSED, by=by, at=at, note=release.slug)
    return settled(kept(release, by=by))


@transaction.atomic
def supersede(release, *, newer, by, at=None):
    """Let `newer` take the place of a public release as soon as it is public itself.

    The older one stays readable at its own address, with a link to the newer,
    and is found nowhere else. Raises NotPossible where the older is not
    public, or `newer` is another language's or itself superseded.
    """
    at = at or timezone.now()
    newer, release = locked(newer), locked(release)  # in this order everywhere, so that nobody waits in a circle
    is_withdrawn = newer.status == Release.Status.WITHDRAWN
    if newer == release or newer.language != release.language or newer.superseded_by_id or is_withdrawn:
        raise NotPossible
    if not release.is_public(at):
        raise NotPossible
    release.superseded_by, release.superseded_from = newer, newer.visible_from
    record(release, Step.Kind.SUPERSEDED, by=by, at=at)
    return settled(kept(release, by=by, names=PLACE))


@transaction.atomic
def withdraw(release, *, by, reason, at=None):
    """Withdraw what the public can read: its addresses answer 410 with the reason. Raises NotPossible for any other."""
    at = at or timezone.now()
    release = locked(release)
    if not release.is_published(at):
        raise NotPossible
    release.status = Release.Status.WITHDRAWN
    release.withdrawn_at, release.withdrawn_by, release.withdrawal_reason = at, by, reason
    record(release, Step.Kind.WITHDRAWN, by=by, at=at, note=reason)
    mailings.stop(release, at=at)
    return settled(kept(release, by=by))
