"""Releases that became public are written to their readers: nothing is scheduled, the worker asks what is due.

Each step writes one portion in one transaction, with how far it came: a killed
worker leaves whole portions, the next one goes on from there, and a unique row
for each release and reader keeps anybody from being written to twice.
"""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from commission import outbox
from commission.models import Letter
from press.models import Delivery, Mailing, Release, Subscription
from press.subscriptions import letters

PORTION = 500
MAILED_WITHIN = timedelta(days=3)  # what became public before that is old: a worker may rest over a weekend


def to_be_told(at):
    """What is public at `at`, became so lately and was written here: neither what is old nor what was imported."""
    lately = Release.objects.public(at).visible_since(at - MAILED_WITHIN)
    return lately.filter(language__in=[code for code, _ in settings.LANGUAGES], source_url="")


# At once ---------------------------------------------------------------------


@transaction.atomic
def write_some(at=None):
    """Write the letters of up to PORTION readers of one release; True if there was a release to be written of."""
    at = at or timezone.now()
    release = _under_way() or _untold(at)
    if release is None:
        return False
    mailing, _ = Mailing.objects.select_for_update().get_or_create(release=release, defaults={"started_at": at})
    if mailing.done_at:  # by another worker, in this moment
        return True
    if not release.is_public(at):
        stop(release, at=at)
        return True
    portion = _portion(release, after=mailing.reached)
    mailing.written += _write(release, portion, at)
    mailing.reached = portion[-1].pk if portion else mailing.reached
    mailing.done_at = at if len(portion) < PORTION else None
    mailing.save()
    return True


def _locked(releases):
    """`releases` without those at which anybody else is at work; who withdraws one meanwhile waits for this portion.

    A release is locked before its readers, here as everywhere, so that nobody waits in a circle.
    """
    return releases.select_for_update(skip_locked=True, no_key=True, of=["self"])


def _under_way():
    return _locked(Release.objects.filter(mailing__in=Mailing.objects.under_way())).order_by("mailing").first()


def _untold(at):
    """The release that has waited longest for its first portion; None where none waits."""
    untold = to_be_told(at).filter(~Exists(Mailing.objects.filter(release=OuterRef("pk"))))
    return _locked(untold).order_by("published_at", "pk").first()


def _portion(release, *, after):
    """The next readers, locked: who ends a subscription waits, and then has this letter taken back."""
    readers = Subscription.objects.readers_of(release).at_once().filter(pk__gt=after)
    return list(readers.order_by("pk").select_for_update(of=["self"])[:PORTION])


def _write(release, portion, at):
    """Write to those of `portion` to whom the release was not brought by the letter of a day; how many they are."""
    deliveries = Delivery.objects.filter(release=release, subscription__in=portion)
    told = set(deliveries.values_list("subscription", flat=True))
    readers = [subscription for subscription in portion if subscription.pk not in told]
    posted = {letter.to: letter.pk for letter in outbox.post_all(letters.of_one(release, readers))}
    Delivery.objects.bulk_create(
        Delivery(release=release, subscription=reader, letter_id=posted.get(reader.email), written_at=at)
        for reader in readers
    )
    return len(posted)


# Once a day ------------------------------------------------------------------


@transaction.atomic
def write_days(at=None):
    """Write the day's letter of up to PORTION readers, from RELEASES_DIGEST_HOUR on; True if one had not been seen to.

    Who has nothing new gets none.
    """
    at = at or timezone.now()
    local = timezone.localtime(at)
    if local.hour < settings.RELEASES_DIGEST_HOUR:
        return False
    waiting = Subscription.objects.active().daily().filter(Q(digest_on=None) | Q(digest_on__lt=local.date()))
    if not waiting.exists():
        return False
    lately = list(_locked(to_be_told(at)).order_by("published_at", "pk"))
    if len(lately) < to_be_told(at).count():  # somebody is at work on one: it is not to be missed
        return False
    waiting = waiting.order_by("pk").select_for_update(skip_locked=True).prefetch_related("subscribed_topics")
    portion = list(waiting[:PORTION])
    _write_days(_wanted(portion, lately), at)
    Subscription.objects.filter(pk__in=[reader.pk for reader in portion]).update(digest_on=local.date())
    return bool(portion)


def _write_days(wanted, at):
    posted = outbox.post_all(letters.of_a_day(releases, reader, at=at) for reader, releases in wanted)
    letter_of = {(letter.to, letter.language): letter.pk for letter in posted}
    Delivery.objects.bulk_create(
        Delivery(release=release, subscription=reader, letter_id=letter_of.get(key), written_at=at)
        for reader, releases in wanted
        for key in [(reader.email, reader.language)]
        for release in releases
    )


def _wanted(portion, lately):
    """Each reader of `portion` for whom something of `lately` is new, with what that is, in its order."""
    told = defaultdict(set)
    deliveries = Delivery.objects.filter(release__in=lately, subscription__in=portion)
    for release, reader in deliveries.values_list("release", "subscription"):
        told[reader].add(release)
    new = {reader: [release for release in lately if _is_new(release, reader, told[reader.pk])] for reader in portion}
    return [(reader, releases) for reader, releases in new.items() if releases]


def _is_new(release, reader, told):
    """Whether `reader` wants `release` and does not have it: what `readers_of` says, of one row that was read."""
    topics = {wish.topic_id for wish in reader.subscribed_topics.all()}
    is_wanted = release.language == reader.language and (not topics or release.topic_id in topics)
    return is_wanted and reader.confirmed_at <= release.visible_from and release.pk not in told


# Afterwards ------------------------------------------------------------------


@transaction.atomic
def stop(release, *, at):
    """Write no more of a release that is not public any longer, and take back what is not sent.

    A letter of a day that brought others beside it is written anew without it.
    """
    Mailing.objects.filter(release=release, stopped_at=None).update(stopped_at=at, done_at=Coalesce("done_at", at))
    taken = outbox.take_back(Letter.objects.filter(pk__in=Delivery.objects.filter(release=release).values("letter")))
    gone = Delivery.objects.filter(letter__in=taken)
    Subscription.objects.filter(deliveries__in=gone.exclude(release=release)).update(digest_on=None)
    gone.delete()


def progress(release):
    """How many letters about a release are written and sent, and whether more are to come; None before the first."""
    mailing = Mailing.objects.filter(release=release).first()
    written = Delivery.objects.filter(release=release)
    if mailing is None and not written.exists():
        return None
    unsent = written.filter(letter__in=Letter.objects.waiting()).count()
    total = max(written.count(), mailing.written if mailing else 0)
    return {"sent": total - unsent, "written": total, "mailing": mailing}
