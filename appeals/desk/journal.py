"""The journal on the case screen: what happened, and apart from it who opened the case last."""

from django.utils import timezone

from appeals.limits.wording import last_moment, to_the_second
from appeals.models import Event
from appeals.templatetags.desk import named

READERS_SHOWN = 50
SHOWN = ("filing_id", "kind", "happened_at", "deadline", "by__username", "by__first_name", "by__last_name")


def _line(event):
    """A line in words: worked out here, since in the template each step of it would cost more than the line."""
    return {
        "iso": timezone.localtime(event.happened_at).isoformat(),
        "at": to_the_second(event.happened_at),
        "what": event.get_kind_display(),
        "by": named(event.by),
        "deadline": last_moment(event.deadline) if event.deadline else "",
    }


def journal_of(filing):
    """The lines of the journal without who opened what, and of those the newest."""
    events = filing.events.select_related("by").only(*SHOWN)
    readers = events.filter(kind__in=Event.READS).order_by("-pk")[:READERS_SHOWN]
    written = events.exclude(kind__in=Event.READS)
    return {"events": [_line(event) for event in written], "readers": [_line(event) for event in readers]}
