"""The calendar as pages and calendar programs see it: events, and the voting days of announced elections."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from commission.models import Election
from commission.translated import in_language
from press.models import CalendarEvent, Release

KEPT_IN_FILE = timedelta(days=365)  # how long after its end an event stays in the file
MOST = 500
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that happens, in the page's language; `key` stands in its address and in its UID."""

    key: str
    title: str
    text: str = ""
    place: str = ""
    is_whole_day: bool
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int = 0
    is_cancelled: bool = False
    topic: object = None
    release: object = None

    @property
    def last_day(self):
        """The last day that belongs to it."""
        return timezone.localdate(self.ends_at - timedelta(microseconds=1))

    @property
    def is_of_one_day(self):
        return timezone.localdate(self.starts_at) == self.last_day

    @property
    def anchor(self):
        return f"event-{self.key}"


def _midnight(day):
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())


def _of_event(event, release):
    return Entry(
        key=event.uuid.hex,
        title=in_language(event.title),
        text=in_language(event.text),
        place=in_language(event.place),
        is_whole_day=event.is_whole_day,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        changed_at=event.changed_at,
        sequence=event.sequence,
        is_cancelled=event.cancelled_at is not None,
        topic=event.topic,
        release=release,
    )


def _of_events(events, at):
    """Entries of `events`, each with its release in the page's language or in its own, where that is public."""
    events = list(events.select_related("topic", "release"))
    keys = [event.release.translation_key for event in events if event.release]
    public = Release.objects.public(at).filter(translation_key__in=keys) if keys else Release.objects.none()
    found = {(release.translation_key, release.language): release for release in public}
    made = []
    for event in events:
        linked = event.release
        tongues = (translation.get_language(), linked.language) if linked else ()
        releases = (found.get((linked.translation_key, tongue)) for tongue in tongues)
        made.append(_of_event(event, next(filter(None, releases), None)))
    return made


def _of_election(election):
    title = _("Voting day: %(election)s") % {"election": election}
    announced = election.announced_on or election.voting_on - KEPT_IN_FILE
    return Entry(
        key=f"election-{election.key}",
        title=title,
        is_whole_day=True,
        starts_at=_midnight(election.voting_on),
        ends_at=_midnight(election.voting_on + DAY),
        changed_at=_midnight(announced),
    )


def entries(at, *, since=None):
    """The Entries that are public at `at` and had not ended at `since`, which is `at` by itself; the next first."""
    since = since or at
    events = CalendarEvent.objects.public(at).since(since)[:MOST]
    elections = Election.objects.announced(timezone.localdate(at)).filter(voting_on__gte=timezone.localdate(since))
    found = _of_events(events, at) + [_of_election(election) for election in elections[:MOST]]
    return sorted(found, key=lambda entry: (entry.starts_at, entry.key))


def entry_or_none(key, at):
    """The Entry with this key, whenever it was or will be; None for what is not public at the instant `at`."""
    kind, dash, rest = key.partition("-")
    if kind == "election" and dash:
        found = Election.objects.announced(timezone.localdate(at)).filter(key=rest).first()
        return _of_election(found) if found else None
    if len(key) != 32 or not set(key) <= set("0123456789abcdef"):
        return None
    return next(iter(_of_events(CalendarEvent.objects.public(at).filter(uuid=key).order_by(), at)), None)


def _ical(entry, address):
    event = icalendar.Event()
    event.add("uid", f"{entry.key}@{settings.SITE_URL.partition('://')[2]}")
    # of what is published and not sent to somebody, this is when it was last changed (RFC 5545, 3.8.7.2)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    if entry.is_whole_day:
        event.add("dtstart", timezone.localdate(entry.starts_at))
        event.add("dtend", timezone.localdate(entry.ends_at))  # the first day that no longer belongs to it
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", entry.starts_at.astimezone(UTC))
        event.add("dtend", entry.ends_at.astimezone(UTC))
    if entry.text:
        event.add("description", entry.text)
    if entry.place:
        event.add("location", entry.place)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("url", f"{address}#{entry.anchor}")
    return event


def as_ical(found):
    """`found`, an iterable of Entries, as the bytes of an iCalendar file (RFC 5545) in the page's language."""
    calendar = icalendar.Calendar()
    calendar.add(
        "prodid", f"-//{settings.SITE_URL.partition('://')[2]}//calendar//{translation.get_language().upper()}"
    )
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", in_language(settings.COMMISSION_NAME))
    address = f"{settings.SITE_URL}{reverse('press:calendar')}"
    for entry in found:
        calendar.add_component(_ical(entry, address))
    return calendar.to_ical()
