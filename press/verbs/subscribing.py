"""Subscriptions: asked for, confirmed by their reader, changed, ended. Each in one transaction."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commission import outbox, throttle
from commission.models import Letter
from press.models import Subscription
from press.subscriptions import letters, tokens

LETTERS, WITHIN_SECONDS = 5, 24 * 3600  # to one address that may be a stranger's
# 8 tries take two hours: a mail server of ours that was set up wrongly for a while ends no subscription
TRIES, REFUSED_FOR_GOOD = 8, 500


def _locked(subscription):
    return Subscription.objects.select_for_update().get(pk=subscription.pk)


@transaction.atomic
def request(*, email, language, topics, frequency, at=None):
    """Write to `email` that somebody wants the releases of a language there; nothing else is sent before the answer.

    An address that is subscribed already gets a letter that says so and leads
    to its settings; nothing is changed, since anybody may ask. At most
    LETTERS letters a day go to one address. Whoever asks learns none of it.
    """
    at = at or timezone.now()
    if throttle.take(f"subscription {email.lower()}", limit=LETTERS, seconds=WITHIN_SECONDS, at=at):
        return
    fresh = Subscription(email=email, language=language)
    fresh.take_nonce()
    Subscription.objects.bulk_create([fresh], ignore_conflicts=True)
    found = Subscription.objects.of_address(email).filter(language=language).select_for_update().get()
    if found.is_active:
        outbox.post(**letters.already_there(found))
        return
    token = _asked_anew(found, email=email, frequency=frequency, at=at)
    found.topics.set(topics)
    outbox.post(**letters.confirmation(found, token))


def _asked_anew(found, *, email, frequency, at):
    """Make `found` one that waits for its confirmation; the token with which it is confirmed."""
    token = tokens.new_token()
    found.take_nonce()
    found.email, found.frequency, found.requested_at = email, frequency, at
    found.confirmed_at = found.ended_at = found.digest_on = None
    found.ended_because = ""
    found.confirmation_digest = tokens.digest_of(token)
    found.confirmable_until = at + timedelta(days=settings.SUBSCRIPTIONS_UNCONFIRMED_KEPT_DAYS)
    found.save()
    return token


@transaction.atomic
def confirm(subscription, *, at=None):
    """Begin to send letters to who has pressed the button; pressed again, nothing changes."""
    subscription = _locked(subscription)
    if subscription.confirmed_at is None:
        subscription.confirmed_at = at or timezone.now()
        subscription.save(update_fields=["confirmed_at"])
    return subscription


@transaction.atomic
def change_wishes(subscription, *, topics, frequency):
    """Other topics (none chosen: all of them), or another frequency. What has ended stays ended."""
    subscription = _locked(subscription)
    if subscription.ended_at is None:
        subscription.frequency = frequency
        subscription.save(update_fields=["frequency"])
        subscription.topics.set(topics)
    return subscription


@transaction.atomic
def end(subscription, *, because, at=None):
    """End a subscription and take back its letters that are not sent; what has ended stays as it is."""
    subscription = _locked(subscription)
    if subscription.ended_at is None:
        subscription.ended_at, subscription.ended_because = at or timezone.now(), because
        subscription.confirmation_digest = ""
        subscription.save(update_fields=["ended_at", "ended_because", "confirmation_digest"])
        outbox.take_back(Letter.objects.filter(pk__in=subscription.deliveries.values("letter")))
    return subscription


def end_refused(at=None):
    """End up to 100 subscriptions whose letter the mail server has refused for good again and again; True if any."""
    refused = Letter.objects.waiting().filter(attempts__gte=TRIES, refusal_code__gte=REFUSED_FOR_GOOD, is_bulk=True)
    found = Subscription.objects.active().filter(deliveries__letter__in=refused).distinct()[:100]
    ended = [end(subscription, because=Subscription.End.REFUSED, at=at) for subscription in found]
    return bool(ended)
