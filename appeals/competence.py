"""Which commission decides: the order of tiers (Instruction 11/53-2, 1.3 and 1.4; Code 112.2 and 112.3)."""

from commission.models import ElectionCommission


def competent_commission(contested, *, is_about_campaign=False):
    """The commission that decides about an act of `contested` (an ElectionCommission or None); None is the court.

    Acts of a precinct commission go to its constituency commission, acts of a
    constituency commission and breaches of campaign rules to the central one,
    acts of the central one to the Court of Appeal.
    """
    if is_about_campaign or contested is None:
        return ElectionCommission.objects.filter(tier=ElectionCommission.Tier.CENTRAL).first()
    return contested.superior


def seems_misdirected(commission, contested, *, is_about_campaign=False):
    """Whether a filing with `commission` about an act of `contested` seems to belong elsewhere; unknown acts do not."""
    if contested is None and not is_about_campaign:
        return False
    competent = competent_commission(contested, is_about_campaign=is_about_campaign)
    return competent is not None and competent != commission
