"""How the limit to decide a filing stands, for the register, its data and the statistics."""

from django.db.models import TextChoices
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from appeals.models import Filing

DECIDED = (Filing.Status.DECIDED, Filing.Status.RETURNED)


class Limit(TextChoices):
    """The value is also the modifier of the badge."""

    NONE = "none", pgettext_lazy("limit to decide", "no limit in force")
    RUNNING = "running", pgettext_lazy("limit to decide", "running")
    OVERDUE = "overdue", pgettext_lazy("limit to decide", "overdue")
    MET = "met", pgettext_lazy("limit to decide", "met")
    MISSED = "missed", pgettext_lazy("limit to decide", "missed: decided after it had passed")
    ENDED = "ended", pgettext_lazy("limit to decide", "ended without a decision of its own")


def limit(*, status, deadline, closed_at, at):
    """The Limit of a filing at the instant `at`; `deadline` and `closed_at` may be None."""
    if status in DECIDED and deadline:
        return Limit.MET if closed_at < deadline else Limit.MISSED
    if status in Filing.ENDED:
        return Limit.ENDED
    if deadline is None:
        return Limit.NONE
    return Limit.RUNNING if at < deadline else Limit.OVERDUE


def limit_of(filing, at):
    """The Limit of `filing` at the instant `at`."""
    return limit(status=filing.status, deadline=filing.decision_deadline, closed_at=filing.closed_at, at=at)


def limit_in_words(filing, at):
    """How the limit stands, with the time that is left or by which it is overdue."""
    state = limit_of(filing, at)
    if state == Limit.RUNNING:
        return _("%s left") % timeuntil(filing.decision_deadline, at)
    if state == Limit.OVERDUE:
        return _("overdue by %s") % timeuntil(at, filing.decision_deadline)
    return str(state.label)
