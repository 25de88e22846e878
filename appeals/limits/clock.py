"""The time limits of a filing, from the active rule rows."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from appeals.limits import law
from appeals.models import NonWorkingDay, TimeLimitRule
from commission.models import ElectionCommission


def _voting(election):
    return law.Voting(day=election.voting_on, poll_closes=election.poll_closes_at) if election else None


def _rest_days(rules):
    if not any(rule.counts_working_days or rule.end_rolls for rule in rules):
        return frozenset()
    return frozenset(NonWorkingDay.objects.values_list("day", flat=True))


@dataclass(frozen=True)
class Known:
    """The active rules of one kind of limit and the days of rest they need, read once for many filings."""

    rules: list
    rest_days: frozenset


def known(*kinds):
    """What has to be known of these kinds of limit, by kind, asked in one question."""
    rows = list(TimeLimitRule.objects.filter(limit__in=kinds, is_active=True))
    rules = {kind: [row.as_rule() for row in rows if row.limit == kind] for kind in kinds}
    rest_days = _rest_days([rule for of_kind in rules.values() for rule in of_kind])
    return {kind: Known(of_kind, rest_days) for kind, of_kind in rules.items()}


def limit(kind, events, *, election=None, received_at=None, read=None):
    """The TimeLimit of `kind` that runs from the latest of `events` (dates).

    None where no active rule is in force, and without any event.

    `election` is the one that the filing belongs to, `received_at` the instant
    from which a limit to decide runs, `read` what `known` has read before, by
    kind of limit.
    """
    if not events:
        return None
    of_kind = (read or known(kind))[kind]
    try:
        return law.time_limit(
            of_kind.rules,
            events,
            zone=timezone.get_current_timezone(),
            voting=_voting(election),
            received_at=received_at,
            rest_days=of_kind.rest_days,
            ends_at=settings.LAST_DAY_ENDS_AT,
        )
    except (LookupError, OverflowError):  # no rule; or, with any rule the database takes, a day in the year 9999
        return None


def rule_in_force(kind, day, *, election=None, read=None):
    """The active rule of `kind` on `day`; None if there is none."""
    try:
        return law.rule_on((read or known(kind))[kind].rules, day, _voting(election))
    except LookupError:
        return None


def to_file(*, happened_on, learned_on, election=None, read=None):
    """The limit to file; None without a day to start from."""
    events = [day for day in (happened_on, learned_on) if day]
    return limit(TimeLimitRule.Limit.FILE, events, election=election, read=read)


def to_decide(received_at, *, election=None, extension_days=0, rested_days=0, read=None):
    """The limit to decide on what the commission received at this instant, extended and rested by so many days."""
    day = timezone.localdate(received_at)
    found = limit(TimeLimitRule.Limit.DECIDE, [day], election=election, received_at=received_at, read=read)
    if found is None or not (extension_days or rested_days):
        return found
    zone, ends_at = timezone.get_current_timezone(), settings.LAST_DAY_ENDS_AT
    return law.extended(found, extension_days, rested=rested_days, zone=zone, ends_at=ends_at)


def of(filing, *, read=None):
    """The limit to decide a filing, with its working; None where no rule is in force."""
    moved = {"extension_days": filing.extension_days, "rested_days": filing.rested_days}
    return to_decide(filing.received_at, election=filing.election, **moved, read=read)


def decision_deadline(filing, *, read=None):
    """The deadline to decide a filing as the rules stand now; None where no rule is in force."""
    found = of(filing, read=read)
    return found.deadline if found else None


def to_appeal(decision, *, received_on, read=None):
    """The limit to contest a decision received on this day: in court where the central commission took it."""
    is_last = decision.commission.tier == ElectionCommission.Tier.CENTRAL
    kind = TimeLimitRule.Limit.COURT if is_last else TimeLimitRule.Limit.FILE
    return limit(kind, [received_on], election=decision.filing.election, read=read)


def prosecutor_due(referred_at, *, election=None, read=None):
    """The instant by which a prosecutor to whom a matter was referred at `referred_at` answers; None without a rule."""
    kind = TimeLimitRule.Limit.PROSECUTOR
    found = limit(kind, [timezone.localdate(referred_at)], election=election, read=read)
    return found.deadline if found else None


def may_be_extended(filing, *, read=None):
    """Whether a rule that is in force today lets the investigation be extended, and it was not yet."""
    kind, today = TimeLimitRule.Limit.INVESTIGATE, timezone.localdate()
    is_first = bool(filing.decision_deadline) and not filing.extension_days
    return is_first and rule_in_force(kind, today, election=filing.election, read=read) is not None


def days_of_rest(filing, *, read=None):
    """For how many days the limit to decide rests because the applicant was asked: the rule says whether it does.

    A rest begins with the question, or with the receipt by the commission that
    decides where that came later. It ends with the answer, at the latest when
    the answer is due: while a question is open it rests until then.
    """
    day = timezone.localdate(filing.received_at)
    rule = rule_in_force(TimeLimitRule.Limit.DECIDE, day, election=filing.election, read=read)
    if rule is None or not rule.stops_for_information:
        return 0
    return law.rested(_span(asked, filing.received_at) for asked in filing.information_requests.all())


def _span(asked, received_at):
    until = min(asked.answer.sent_at, asked.answer_due_at) if asked.answer else asked.answer_due_at
    return timezone.localdate(max(asked.asked_at, received_at)), timezone.localdate(until)
