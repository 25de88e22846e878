"""Announcing: an event is entered in the calendar, changed, cancelled."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from commission.text_search import storable
from press.models import CalendarEvent

TEXTS = ("title", "text", "place")
# what calendar programs must be told of: another time or place, in words or not (RFC 5545, 3.8.7.4)
NOTICED = ("title", "place", "is_whole_day", "starts_at", "ends_at")
USUAL_LENGTH = timedelta(hours=1)


def _midnight(day):
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def _settle_times(event):
    """Whole days become midnights; an event without an end lasts an hour, or the day."""
    if not event.is_whole_day:
        if event.ends_at is None or event.ends_at == event.starts_at:
            event.ends_at = event.starts_at + USUAL_LENGTH
        return
    first = timezone.localdate(event.starts_at)
    last_moment = (event.ends_at or event.starts_at) - timedelta(microseconds=1)
    event.starts_at = _midnight(first)
    event.ends_at = _midnight(max(first, timezone.localdate(last_moment)) + timedelta(days=1))


@transaction.atomic
def announce(event, *, by, at=None):
    """Enter an event in the calendar, or what was changed of it; calendar programs notice by its sequence."""
    for name in TEXTS:
        setattr(event, name, {code: storable(text) for code, text in getattr(event, name).items()})
    _settle_times(event)
    stored = CalendarEvent.objects.select_for_update().filter(pk=event.pk).first()
    if stored:
        is_other = any(getattr(stored, name) != getattr(event, name) for name in NOTICED)
        event.sequence = stored.sequence + is_other
    event.changed_at, event.changed_by = at or timezone.now(), by
    event.save()
    return event


@transaction.atomic
def cancel(event, *, by, at=None):
    """Say that an event does not take place; it stays in the calendar, marked. Nothing happens the second time."""
    event = CalendarEvent.objects.select_for_update().get(pk=event.pk)
    if event.cancelled_at is None:
        event.cancelled_at = event.changed_at = at or timezone.now()
        event.cancelled_by = event.changed_by = by
        event.sequence += 1
        event.save()
    return event
