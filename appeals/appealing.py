"""What an appeal takes over from the case in which it is made, so that the applicant has only to say why."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appeals.limits import wording
from appeals.models import Filing


def carried_over(filing, remedy):
    """The facts of the appeal that are not the applicant's to change: content for `verbs.file`.

    It names the case and the decision, so that the superior commission sees the
    whole file; no byte is copied. The same case and remedy give the same facts,
    so that a retry is known as one.
    """
    facts = {
        "kind": Filing.Kind.APPEAL,
        "applicant_name": filing.applicant_name,
        "capacity": filing.capacity,
        "contested_commission": remedy.contested,
        "contested_filing": filing,
    }
    if remedy.decision is None:
        demand = _("To decide on filing %s in time.") % filing.number
        return facts | {
            "contested_kind": Filing.Contested.INACTION,
            "respondent": str(remedy.contested),
            "demand": demand,
            "happened_on": remedy.runs_from,
        }
    return facts | {
        "contested_kind": Filing.Contested.DECISION,
        "contested_decision": remedy.decision,
        "decision_number": remedy.decision.number,
        "decision_by": str(remedy.contested)[:200],
        "happened_on": timezone.localdate(remedy.decision.decided_at),
    }


def heading(filing, remedy):
    """The first lines of the statement: what is contested. Against a silence they say all that there is to say."""
    if remedy.decision is None:
        values = {"number": filing.number, "last": wording.last_moment(remedy.decision_was_due_at)}
        return (
            _(
                "The time limit to decide on my filing %(number)s ended on %(last)s without a decision. "
                "I contest this inaction and ask the superior commission to decide."
            )
            % values
        )
    values = {
        "decision": remedy.decision.number,
        "day": date_format(timezone.localdate(remedy.decision.decided_at), "DATE_FORMAT"),
        "commission": str(remedy.contested),
        "number": filing.number,
    }
    return _("Appeal against the decision %(decision)s of %(day)s (%(commission)s) on my filing %(number)s.") % values
