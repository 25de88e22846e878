"""What the guide answers: which commission decides, until when, and how that was worked out."""

from dataclasses import dataclass, field

from appeals import competence
from appeals.limits import clock, workings
from appeals.limits.law import TimeLimit
from appeals.models import TimeLimitRule
from commission.models import ElectionCommission

Tier = ElectionCommission.Tier
TIER_ABOVE = {"precinct": Tier.CONSTITUENCY, "constituency": Tier.CENTRAL, "central": None, "other": Tier.CENTRAL}


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """The answer: the tier and, where it is known, the very commission; a court where `tier` is None."""

    tier: Tier | None
    competent: ElectionCommission | None
    limit: TimeLimit | None
    rule_text: str = ""
    days: list = field(default_factory=list)
    is_voting_day: bool = False

    @property
    def is_for_court(self):
        return self.tier is None


def guidance(*, who, about, actor, happened_on, learned_on, election):
    """What to do about an act of `who` (a key of TIER_ABOVE), which may be the commission `actor`.

    A breach of campaign rules goes to the central commission whoever committed
    it (Instruction 11/53-2, 1.4). The days are dates, `learned_on` may be None.
    """
    is_about_campaign = about == "campaign"
    tier = Tier.CENTRAL if is_about_campaign else TIER_ABOVE[who]
    kind = TimeLimitRule.Limit.FILE if tier else TimeLimitRule.Limit.COURT
    limit = clock.limit(kind, [day for day in (happened_on, learned_on) if day], election=election)
    return Guidance(
        tier=tier,
        competent=_competent(tier, actor, is_about_campaign),
        limit=limit,
        rule_text=workings.rule_text(kind, limit) if limit else "",
        days=workings.counted_days(limit) if limit else [],
        is_voting_day=election is not None and happened_on == election.voting_on and who == "precinct",
    )


def _competent(tier, actor, is_about_campaign):
    if tier == Tier.CENTRAL:
        return competence.competent_commission(None)
    return competence.competent_commission(actor, is_about_campaign=is_about_campaign) if actor and tier else None
