"""Readers of releases for tests: subscriptions as if their readers had confirmed them."""

from datetime import timedelta

from django.utils import timezone

from press.models import Subscription
from tests.factories_press import make_release

LONG_AGO = timedelta(days=30)


def make_reader(email="reader@example.org", *, topics=(), is_confirmed=True, **fields):
    """A subscription to all English releases at once, confirmed long ago, unless told otherwise."""
    asked_at = timezone.now() - LONG_AGO
    values = {"language": "en", "requested_at": asked_at, "confirmed_at": asked_at if is_confirmed else None} | fields
    reader = Subscription(email=email, **values)
    reader.take_nonce()
    reader.save()
    reader.topics.set(topics)
    return reader


def make_news(title="Lists are checked", *, at=None, **fields):
    """A release that became public a minute ago, or a minute before `at`."""
    return make_release(title=title, published_at=(at or timezone.now()) - timedelta(minutes=1), **fields)


def make_readers(count, **fields):
    """Many confirmed subscriptions at once, with plainly invented addresses."""
    readers = []
    asked_at = timezone.now() - LONG_AGO
    for number in range(count):
        reader = Subscription(
            email=f"reader{number}@example.org", language="en", requested_at=asked_at, confirmed_at=asked_at, **fields
        )
        reader.take_nonce()
        readers.append(reader)
    return Subscription.objects.bulk_create(readers)
