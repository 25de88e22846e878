"""How long subscriptions and the letters to their readers are kept."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from commission.models import Letter
from press.models import Delivery, Subscription
from press.subscriptions import letters

DELIVERIES = timedelta(days=30)  # longer than a release is written of, or a letter tried


def forgotten(at):
    """What has outlived its time at `at`: a name and the rows, each. Letters to readers go, sent or not."""
    ended_until = at - timedelta(days=settings.SUBSCRIPTIONS_ENDED_KEPT_DAYS)
    asked_until = at - timedelta(days=settings.SUBSCRIPTIONS_UNCONFIRMED_KEPT_DAYS)
    to_readers = Letter.objects.filter(Q(is_bulk=True) | Q(about=letters.ABOUT))
    yield "letters to readers", to_readers.filter(created_at__lt=ended_until)
    yield "ended subscriptions", Subscription.objects.filter(ended_at__lt=ended_until)
    yield "unconfirmed subscriptions", Subscription.objects.unconfirmed().filter(requested_at__lt=asked_until)
    yield "deliveries", Delivery.objects.filter(written_at__lt=at - DELIVERIES)
