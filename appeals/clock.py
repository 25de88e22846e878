"""The time limits of a filing, from the active rule rows."""

from django.utils import timezone

from appeals import law
from appeals.models import NonWorkingDay, TimeLimitRule


def limit(kind, events):
    """The TimeLimit of `kind` that runs from the latest of `events` (dates); None where no active rule is in force."""
    rules = [row.as_rule() for row in TimeLimitRule.objects.filter(limit=kind, is_active=True)]
    rest_days = frozenset()
    if any(rule.counts_working_days or rule.end_rolls for rule in rules):
        rest_days = frozenset(NonWorkingDay.objects.values_list("day", flat=True))
    try:
        return law.time_limit(rules, events, zone=timezone.get_current_timezone(), rest_days=rest_days)
    except (LookupError, ValueError, OverflowError):
        return None


def to_file(*, happened_on, learned_on):
    """The limit to file; None without a day to start from."""
    events = [day for day in (happened_on, learned_on) if day]
    return limit(TimeLimitRule.Limit.FILE, events) if events else None


def to_decide(arrived_at):
    """The limit to decide on what arrived at this instant."""
    return limit(TimeLimitRule.Limit.DECIDE, [timezone.localdate(arrived_at)])
