"""The calendar: its page, and its files for calendar programs."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from commission.http import public_page
from press import calendar


def _file(entries, name):
    response = HttpResponse(calendar.as_ical(entries), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


@public_page
def events(request):
    """What is to come, the next first."""
    return render(request, "press/calendar.html", {"entries": calendar.entries(timezone.now())})


@public_page
def events_file(request):
    """What is to come and what was in the last year, to be subscribed to."""
    at = timezone.now()
    return _file(calendar.entries(at, since=at - calendar.KEPT_IN_FILE), "events")


@public_page
def event_file(request, key):
    """One event; 404 for one that is not public."""
    entry = calendar.entry_or_none(key, timezone.now())
    if entry is None:
        raise Http404
    return _file([entry], key)
