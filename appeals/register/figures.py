"""The figures of the register: how many filings stand how, by commission tier and election, and how long they took."""

from collections import Counter

from django.db.models import Aggregate, Count, DurationField, F, Q

from appeals.models import Filing, Outcome
from appeals.register.standing import DECIDED
from commission.models import ElectionCommission

COLUMNS = ["election", "tier", "state", "outcome", "filings", "overdue", "decided_in_time", "decided_late"]


class Median(Aggregate):
    """PostgreSQL's percentile_cont(0.5); None of no rows."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def _counts(at):
    ended = Q(status__in=DECIDED)
    return {
        "filings": Count("pk"),
        "overdue": Count("pk", filter=Q(decision_deadline__lte=at) & ~Q(status__in=Filing.ENDED)),
        "in_time": Count("pk", filter=ended & Q(closed_at__lt=F("decision_deadline"))),
        "late": Count("pk", filter=ended & Q(closed_at__gte=F("decision_deadline"))),
    }


def _median():
    return Median(F("closed_at") - F("received_at"), filter=Q(status__in=DECIDED))


def grouped(filings, at):
    """One row a combination of election, tier, state and outcome, in the order of COLUMNS."""
    keys = ["election__key", "commission__tier", "status", "decision__outcome"]
    counted = filings.order_by(*keys).values(*keys).annotate(**_counts(at))
    return list(counted.values_list(*keys, *_counts(at)))


def figures(filings, at):
    """Everything that the page shows of `filings` (a queryset) at the instant `at`, in four queries."""
    rows = grouped(filings, at)
    by_state, by_outcome, by_tier = Counter(), Counter(), {}
    for _election, tier, state, outcome, *counts in rows:
        by_state[state] += counts[0]
        if outcome:
            by_outcome[outcome] += counts[0]
        by_tier[tier] = [a + b for a, b in zip(by_tier.get(tier, [0] * 4), counts, strict=True)]
    medians = dict(filings.order_by().values_list("commission__tier").annotate(median=_median()))
    total = sum(by_state.values())
    return {
        "total": total,
        "overdue": sum(counts[1] for counts in by_tier.values()),
        "decided_in_time": sum(counts[2] for counts in by_tier.values()),
        "decided_late": sum(counts[3] for counts in by_tier.values()),
        "median": filings.aggregate(median=_median())["median"],
        "by_state": _shares(Filing.Status.choices, by_state, total),
        "by_outcome": _shares(Outcome.choices, by_outcome, sum(by_outcome.values())),
        "by_tier": [
            {"label": label, "counts": by_tier[tier], "median": medians.get(tier)}
            for tier, label in ElectionCommission.Tier.choices
            if tier in by_tier
        ],
    }


def by_election(filings, at):
    """What each election, and the time outside of any, brought: dicts, the latest first."""
    elections = filings.order_by("-election__voting_on").values("election__key", "election__name")
    return list(elections.annotate(**_counts(at), median=_median()))


def _shares(choices, counts, total):
    """The rows of a table with its bars: label, number, whole per cent, modifier; what has no filing is left out."""
    return [
        {"label": label, "count": counts[value], "percent": round(100 * counts[value] / total), "value": value}
        for value, label in choices
        if counts[value]
    ]
