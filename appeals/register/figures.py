"""The figures of the register: how many filings stand how, by commission tier and election, and how long they took."""

from datetime import date, timedelta

from django.db.models import Count, F, Q

from appeals.models import Filing, Outcome
from appeals.register.standing import DECIDED
from commission.models import Election, ElectionCommission

COLUMNS = ["election", "tier", "state", "outcome", "filings", "overdue", "decided_in_time", "decided_late"]
ELECTION, TIER, STATE, _OUTCOME, NUMBER = range(5)


def _counts(at):
    ended = Q(status__in=DECIDED)
    return {
        "filings": Count("status"),
        "overdue": Count("status", filter=Q(decision_deadline__lte=at) & ~Q(status__in=Filing.ENDED)),
        "in_time": Count("status", filter=ended & Q(closed_at__lt=F("decision_deadline"))),
        "late": Count("status", filter=ended & Q(closed_at__gte=F("decision_deadline"))),
    }


def _median(filings, rows):
    """The median time to a decision of `filings`, counted in `rows`; None where none was decided.

    Read off an index that holds the times in their order: sorting them took longer than all the counting.
    """
    decided = sum(row[NUMBER] for row in rows if row[STATE] in DECIDED)
    took = F("closed_at") - F("received_at")
    times = filings.filter(status__in=DECIDED).order_by(took).values_list(took, flat=True)
    middle = times[(decided - 1) // 2 : decided // 2 + 1] if decided else []
    return sum(middle, timedelta()) / len(middle) if middle else None


def grouped(filings, at):
    """One row a combination of election, tier, state and outcome, in the order of COLUMNS.

    The filings are counted by the keys that stand in them, which an index
    alone answers; what the keys mean is looked up afterwards.
    """
    keys = ["election_id", "commission_id", "status", "decision__outcome"]
    counted = list(filings.order_by().values_list(*keys).annotate(**_counts(at)))
    elections = dict(Election.objects.values_list("pk", "key"))
    tiers = ElectionCommission.objects.filter(pk__in={row[1] for row in counted})
    tiers = dict(tiers.values_list("pk", "tier"))
    found = {}
    for election, commission, state, outcome, *counts in counted:
        _add(found, (elections.get(election), tiers[commission], state, outcome), counts)
    rows = [(*key, *counts) for key, counts in found.items()]
    return sorted(rows, key=lambda row: [(value is None, value or "") for value in row[: len(keys)]])


def _add(sums, key, counts):
    sums[key] = [a + b for a, b in zip(sums.get(key, [0] * len(counts)), counts, strict=True)]


def figures(filings, rows):
    """Everything that the page shows of `filings` (a queryset), of which `rows` is what `grouped` counted."""
    by_state, by_outcome, by_tier = {}, {}, {}
    for _election, tier, state, outcome, *counts in rows:
        _add(by_state, state, counts)
        _add(by_outcome, outcome, counts)
        _add(by_tier, tier, counts)
    total, overdue, in_time, late = (sum(column) for column in zip([0] * 4, *by_tier.values(), strict=True))
    return {
        "total": total,
        "overdue": overdue,
        "decided_in_time": in_time,
        "decided_late": late,
        "median": _median(filings, rows),
        "by_state": _shares(Filing.Status.choices, by_state),
        "by_outcome": _shares(Outcome.choices, by_outcome),
        "by_tier": [
            {
                "label": label,
                "counts": by_tier[tier],
                "median": _median(filings.filter(commission__tier=tier), [row for row in rows if row[TIER] == tier]),
            }
            for tier, label in ElectionCommission.Tier.choices
            if tier in by_tier
        ],
    }


def by_election(filings, rows):
    """What each election, and the time outside of any, brought: dicts, the latest first; `rows` as `figures` takes."""
    sums = {}
    for election, _tier, _state, _outcome, *counts in rows:
        _add(sums, election, counts)
    elections = {election.key: election for election in Election.objects.filter(key__in=filter(None, sums))}
    return [
        {
            "key": key,
            "name": str(elections[key]) if key else "",
            "counts": sums[key],
            "median": _median(
                filings.filter(election=elections.get(key)), [row for row in rows if row[ELECTION] == key]
            ),
        }
        for key in sorted(sums, key=lambda key: elections[key].voting_on if key else date.max, reverse=True)
    ]


def _shares(choices, counts):
    """The rows of a table with its bars: label, number, whole per cent, modifier; what has no filing is left out."""
    numbers = {value: counts[value][0] for value, _label in choices if value in counts}
    total = sum(numbers.values())
    return [
        {"label": label, "count": numbers[value], "percent": round(100 * numbers[value] / total), "value": value}
        for value, label in choices
        if value in numbers
    ]
