"""May I complain, to whom, until when."""

from django.shortcuts import render
from django.utils import timezone

from appeals import clock
from appeals.forms.guide import GuideForm
from commission.http import public_page
from commission.models import Election, ElectionCommission

TIER_ABOVE = {
    "precinct": ElectionCommission.Tier.CONSTITUENCY,
    "constituency": ElectionCommission.Tier.CENTRAL,
    "other": ElectionCommission.Tier.CENTRAL,
}


@public_page
def guide(request):
    """May I complain, to whom, until when: worked out from the address alone."""
    form = GuideForm(request.GET or None)
    context = {"form": form}
    if form.is_bound and form.is_valid():
        who = form.cleaned_data["who"]
        context |= {
            "competent": TIER_ABOVE.get(who),
            "competent_label": ElectionCommission.Tier(TIER_ABOVE[who]).label if who in TIER_ABOVE else "",
            "limit": clock.to_file(
                happened_on=form.cleaned_data["happened_on"],
                learned_on=form.cleaned_data["learned_on"],
                election=Election.objects.current(timezone.localdate()),
            ),
            "now": timezone.now(),
        }
    return render(request, "appeals/guide.html", context)
