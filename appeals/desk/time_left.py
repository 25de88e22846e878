"""How much of the limit to decide is left, as a colour and in words."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

SOON_HOURS = 24
HOURS_IN_WORDS = 48  # beyond that, days are easier to read


@dataclass(frozen=True)
class TimeLeft:
    """The modifier of the badge, and its words."""

    modifier: str
    words: str


def _span(hours):
    if hours < HOURS_IN_WORDS:
        return _("%d h") % hours
    return _("%(days)d d %(hours)d h") % {"days": hours // 24, "hours": hours % 24}


def time_left(filing, at=None):
    """The TimeLeft of a filing at the instant `at` (default: now); None where no limit runs."""
    if not filing.is_open or not filing.decision_deadline:
        return None
    seconds = (filing.decision_deadline - (at or timezone.now())).total_seconds()
    span = _span(int(abs(seconds) // 3600))
    if seconds <= 0:
        return TimeLeft("overdue", _("overdue by %s") % span)
    if seconds < SOON_HOURS * 3600:
        return TimeLeft("soon", _("soon: %s left") % span)
    return TimeLeft("in-time", _("in time: %s left") % span)
