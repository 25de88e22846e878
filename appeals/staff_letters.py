"""Letters to staff, in the language of the site: numbers, instants and counts, never a name."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appeals.limits import wording

LINES_SHOWN = 200


def _in_staff_language(make):
    def written(*arguments, **named):
        with translation.override(settings.LANGUAGE_CODE):
            subject, lines = make(*arguments, **named)
            return {"subject": subject, "body": "\n".join(lines), "language": settings.LANGUAGE_CODE}

    return written


def _desk():
    return ["", _("The desk:"), settings.SITE_URL + reverse("admin:appeals_filing_changelist")]


def _line(filing, at):
    due = filing.decision_deadline
    if due is None:
        return f"{filing.number} · " + _("no time limit")
    state = _("OVERDUE") if filing.overdue(at) else filing.get_status_display()
    return f"{filing.number} · {state} · " + _("due by %s") % wording.last_moment(due)


def _lines(filings, at):
    shown = [_line(filing, at) for filing in filings[:LINES_SHOWN]]
    rest = len(filings) - len(shown)
    return [*shown, *([ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest}] if rest else [])]


@_in_staff_language
def reminder(reached, *, at):
    """What has reached a part of its limit: pairs of filing and percent."""
    reached = sorted(reached, key=lambda pair: (pair[0].decision_deadline, pair[0].pk))
    overdue = sum(filing.overdue(at) for filing, _percent in reached)
    subject = ngettext("%(count)d filing: time is passing", "%(count)d filings: time is passing", len(reached)) % {
        "count": len(reached)
    }
    if overdue:
        subject = ngettext("%(count)d filing is overdue", "%(count)d filings are overdue", overdue) % {"count": overdue}
    lines = [
        _line(filing, at) + ("" if filing.overdue(at) else " · " + _("%d %% of the time has passed") % percent)
        for filing, percent in reached
    ]
    return subject, [*lines, *_desk()]


@_in_staff_language
def digest(filings, *, new, at):
    """What runs at a commission: filings by time left, those without a limit last; `new` is how many came since."""
    overdue = sum(filing.overdue(at) for filing in filings)
    subject = _("%(running)d running, %(overdue)d overdue, %(new)d new") % {
        "running": len(filings), "overdue": overdue, "new": new,
    }  # fmt: skip
    states = {}
    for filing in filings:
        states[filing.get_status_display()] = states.get(filing.get_status_display(), 0) + 1
    counts = [f"{state}: {count}" for state, count in states.items()]
    day = date_format(timezone.localdate(at), "DATE_FORMAT")
    return subject, [_("Filings on %s") % day, "", *counts, "", *_lines(filings, at), *_desk()]
