"""Time limits in words, the same on every page and in every letter."""

from datetime import timedelta
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from appeals.limits.law import MIDNIGHT, ONE_DAY

ONE_MICROSECOND = timedelta(microseconds=1)


def zone_of(instant):
    """The zone in which an aware instant is told: its city and distance from UTC, for example "Baku, UTC+4"."""
    zone = timezone.get_current_timezone()
    return _zone(str(zone), instant.astimezone(zone).utcoffset(), get_language())


@lru_cache(maxsize=20)
def _zone(name, offset, _language):
    city = name.rpartition("/")[2].replace("_", " ")
    hours, rest = divmod(int(offset.total_seconds()), 3600)
    distance = f"UTC{hours:+d}" + (f":{rest // 60:02d}" if rest else "")
    if city == "Baku":
        city = _("Baku")
    return f"{city}, {distance}"


@lru_cache(maxsize=1000)
def _day(day, _language):
    return date_format(day, "DATE_FORMAT")


def day_of(at):
    """The day of an instant in the commission's zone: "11 February 2026"."""
    return _day(timezone.localtime(at).date(), get_language())


def last_day_of(deadline):
    """The last day on which something is in time: that of the first instant of 13 February is "12 February 2026"."""
    return day_of(deadline - ONE_MICROSECOND)


def last_moment(deadline):
    """A deadline as people say it: the first instant of 13 February is "12 February 2026, 24:00 (Baku, UTC+4)"."""
    local = timezone.localtime(deadline)
    is_midnight = local.time() == MIDNIGHT
    day = local.date() - ONE_DAY if is_midnight else local.date()
    values = {
        "day": _day(day, get_language()),  # a list of deadlines names few days
        "time": "24:00" if is_midnight else f"{local:%H:%M}",
        "zone": zone_of(deadline - ONE_MICROSECOND),
    }
    return pgettext("a deadline", "%(day)s, %(time)s (%(zone)s)") % values


def to_the_second(at):
    """An instant in the commission's zone, for lists in which the zone is known: "11 February 2026, 21:14:03"."""
    local = timezone.localtime(at)
    return f"{_day(local.date(), get_language())}, {local:%H:%M:%S}"


def instant(at):
    """An instant with its zone, for receipts and letters: "11 February 2026, 21:14:03 (Baku, UTC+4)"."""
    return f"{to_the_second(at)} ({zone_of(at)})"


def duration(span):
    """How long something took (a timedelta): hours below two days, else days with one decimal."""
    hours = round(span.total_seconds() / 3600)
    if hours < 48:
        return ngettext("%d hour", "%d hours", hours) % hours
    days = span / ONE_DAY
    return _("%s days") % formats.localize(round(days, 1))
