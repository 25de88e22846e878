"""The time limits of a filing, from the active rule rows."""

from django.conf import settings
from django.utils import timezone

from appeals import law
from appeals.models import NonWorkingDay, TimeLimitRule


def limit(kind, events, *, election=None, received_at=None):
    """The TimeLimit of `kind` that runs from the latest of `events` (dates); None where no active rule is in force.

    `election` is the one that the filing belongs to, `received_at` the instant from which a limit to decide runs.
    """
    rules = [row.as_rule() for row in TimeLimitRule.objects.filter(limit=kind, is_active=True)]
    rest_days = frozenset()
    if any(rule.counts_working_days or rule.end_rolls for rule in rules):
        rest_days = frozenset(NonWorkingDay.objects.values_list("day", flat=True))
    voting = law.Voting(day=election.voting_on, poll_closes=election.poll_closes_at) if election else None
    try:
        return law.time_limit(
            rules,
            events,
            zone=timezone.get_current_timezone(),
            voting=voting,
            received_at=received_at,
            rest_days=rest_days,
            ends_at=settings.LAST_DAY_ENDS_AT,
        )
    except (LookupError, ValueError, OverflowError):
        return None


def to_file(*, happened_on, learned_on, election=None):
    """The limit to file; None without a day to start from."""
    events = [day for day in (happened_on, learned_on) if day]
    return limit(TimeLimitRule.Limit.FILE, events, election=election) if events else None


def to_decide(arrived_at, *, election=None):
    """The limit to decide on what arrived at this instant."""
    day = timezone.localdate(arrived_at)
    return limit(TimeLimitRule.Limit.DECIDE, [day], election=election, received_at=arrived_at)
