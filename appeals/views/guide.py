"""May I complain, to whom, until when; and the ways for who cannot file online."""

from django.shortcuts import render
from django.utils import timezone

from appeals.forms.guide import GuideForm
from appeals.guidance import guidance
from appeals.models import Filing
from commission.http import public_page
from commission.models import Election, ElectionCommission

COMMISSIONS_SHOWN = 25
SEARCHED_CHARACTERS = 120


@public_page
def guide(request):
    """May I complain, to whom, until when: worked out from the address alone."""
    form = GuideForm(request.GET if request.GET.keys() & GuideForm.base_fields.keys() else None)
    context = {"form": form, "is_question": False}
    if form.is_bound and form.is_valid():
        context["is_question"] = form.is_question
        if not form.is_question:
            now = timezone.now()
            answer = guidance(**form.asked(), election=Election.objects.current(timezone.localdate(now)))
            context |= {
                "answer": answer,
                "carried": form.carried_over(answer.competent),
                "has_passed": bool(answer.limit) and not answer.limit.is_in_time(now),
            }
    return render(request, "appeals/guide.html", context)


@public_page
def commissions(request):
    """Addresses of the commissions, by number or name: for who cannot file online."""
    asked = request.GET.get("q", "").strip()[:SEARCHED_CHARACTERS]
    found = ElectionCommission.objects.matching(asked) if asked else ElectionCommission.objects.filter(tier="central")
    found = list(found.select_related("superior").order_by("number")[: COMMISSIONS_SHOWN + 1])
    context = {"asked": asked, "found": found[:COMMISSIONS_SHOWN], "has_more": len(found) > COMMISSIONS_SHOWN}
    return render(request, "appeals/guide_commissions.html", context)


@public_page
def paper(request):
    """The blank form to print, with everything that Instruction 11/53-1, 1.1 asks for."""
    return render(request, "appeals/filing_paper.html", {"capacities": Filing.Capacity, "acts": Filing.Contested})
