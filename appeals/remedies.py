"""The next remedy: which body decides about a decision or a silence, and until which instant (Code 112.2, 112.3)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from appeals import competence
from appeals.limits import clock, law
from appeals.limits.wording import ONE_MICROSECOND
from appeals.models import CourtOutcome, Decision, Service, TimeLimitRule
from commission.models import ElectionCommission

Court = CourtOutcome.Court


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """A way that is open: against `decision`, or against the silence of `contested` where there is none.

    It leads to `commission`, or to `court` (a value of CourtOutcome.Court),
    which lies outside the portal. `limit` is None where no rule is in force;
    `runs_from` is the day from which it counts, `is_served` whether that is the
    day on which the decision was served on the applicant. A silence began at
    `decision_was_due_at`.
    """

    contested: ElectionCommission
    runs_from: date
    limit: law.TimeLimit | None
    decision: Decision | None = None
    commission: ElectionCommission | None = None
    court: str = ""
    is_served: bool = False
    decision_was_due_at: datetime | None = None

    @property
    def court_name(self):
        """The court in words; empty where the way leads to a commission."""
        return Court(self.court).label if self.court else ""

    @property
    def against(self):
        """What it is against, as a form says it: the number of the decision, else `silence`."""
        return self.decision.number if self.decision else "silence"

    def is_late(self, at):
        """Whether the limit has passed at the instant `at`; the commission takes what comes late, and decides."""
        return bool(self.limit and at >= self.limit.deadline)


def lead_of(filing):
    """The filing whose outcome this one follows: itself, or the one at the end of those it was joined with."""
    passed = {filing.pk}
    while filing.joined_to and filing.joined_to_id not in passed:
        filing = filing.joined_to
        passed.add(filing.pk)
    return filing


def of(filing, at):
    """The Remedy that is open to the applicant at the instant `at`; None while the commission still has time."""
    lead = lead_of(filing)
    if lead.decision:
        return _against_decision(lead.decision, filing)
    return _against_silence(lead) if lead.overdue(at) else None


def _served_on(decision, filing):
    """The day on which the decision was served on the applicant of `filing`, None while it was not."""
    served = decision.services.filter(party=Service.Party.APPLICANT, filing=filing).last()
    return timezone.localdate(served.served_at) if served else None


def _against_decision(decision, filing):
    competent = competence.competent_commission(decision.commission)
    if competent is None:
        last = decision.court_outcomes.last()
        if last:
            return _against_judgment(decision, last)
    served_on = _served_on(decision, filing)
    received_on = served_on or timezone.localdate(decision.decided_at)
    return Remedy(
        contested=decision.commission,
        decision=decision,
        runs_from=received_on,
        is_served=served_on is not None,
        limit=clock.to_appeal(decision, received_on=received_on),
        commission=competent,
        court="" if competent else Court.APPEAL,
    )


def _against_judgment(decision, outcome):
    """From the Court of Appeal to the Supreme Court; behind that lies nothing."""
    if outcome.court == Court.SUPREME:
        return None
    day = outcome.decided_on
    limit = clock.limit(TimeLimitRule.Limit.COURT, [day], election=decision.filing.election)
    return Remedy(contested=decision.commission, decision=decision, runs_from=day, limit=limit, court=Court.SUPREME)


def _against_silence(filing):
    day = timezone.localdate(filing.decision_deadline - ONE_MICROSECOND)  # the last one on which it could decide
    competent = competence.competent_commission(filing.commission)
    kind = TimeLimitRule.Limit.FILE if competent else TimeLimitRule.Limit.COURT
    return Remedy(
        contested=filing.commission,
        decision_was_due_at=filing.decision_deadline,
        runs_from=day,
        limit=clock.limit(kind, [day], election=filing.election),
        commission=competent,
        court="" if competent else Court.APPEAL,
    )
