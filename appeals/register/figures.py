"""The figures of the register: how many filings stand how, by commission tier and election, and how long they took."""

from datetime import date, timedelta

from django.db.models import Count, F, Q, Value

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


def _medians(groups):
    """The median time to a decision of each group that has one, by its key, in one question.

    `groups` holds filings (a queryset) and their rows. The times are read off
    an index that holds them in their order: sorting them took longer than all
    the counting.
    """
    took, keys, middles, found = F("closed_at") - F("received_at"), list(groups), [], {}
    for place, (filings, rows) in enumerate(groups.values()):
        if decided := sum(row[NUMBER] for row in rows if row[STATE] in DECIDED):
            times = filings.filter(status__in=DECIDED).annotate(place=Value(place), took=took).order_by("took")
            middles.append(times.values_list("place", "took")[(decided - 1) // 2 : decided // 2 + 1])
    for place, time in middles[0].union(*middles[1:], all=True) if middles else ():
        found.setdefault(keys[place], []).append(time)
    return {key: sum(times, timedelta()) / len(times) for key, times in found.items()}


def only(rows, column, value):
    """Those of the `rows` that `grouped` counted which have this value in a column: ELECTION, TIER or STATE."""
    return [row for row in rows if row[column] == value]


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
    groups = {tier: (filings.filter(commission__tier=tier), only(rows, TIER, tier)) for tier in by_tier}
    medians = _medians({None: (filings, rows)} | groups)
    total, overdue, in_time, late = (sum(column) for column in zip([0] * 4, *by_tier.values(), strict=True))
    return {
        "total": total,
        "overdue": overdue,
        "decided_in_time": in_time,
        "decided_late": late,
        "median": medians.get(None),
        "by_state": _shares(Filing.Status.choices, by_state),
        "by_outcome": _shares(Outcome.choices, by_outcome),
        "by_tier": [
            {"label": label, "counts": by_tier[tier], "median": medians.get(tier)}
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
    medians = _medians({key: (filings.filter(election=elections.get(key)), only(rows, ELECTION, key)) for key in sums})
    return [
        {"key": key, "name": str(elections[key]) if key else "", "counts": sums[key], "median": medians.get(key)}
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
