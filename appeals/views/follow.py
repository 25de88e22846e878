"""Opening one's own case by number and code, and leaving it."""

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from appeals.cookies import case_cookie
from appeals.forms.follow import FollowForm
from appeals.views.gate import opened, see_other
from commission.http import form_page


@form_page
def follow(request):
    """Number and code open the case; one answer whichever of the two is wrong."""
    if request.method != "POST":
        context = {"form": FollowForm(), "filing": case_cookie.filing(request)}
        return render(request, "appeals/follow.html", context)
    form = FollowForm(request.POST)
    filing, refusal = opened(request, form)
    if filing:
        return case_cookie.hand_over(see_other("appeals:case"), filing)
    return refusal or render(request, "appeals/follow.html", {"form": form}, status=422)


@never_cache
@require_POST
def case_exit(request):
    """Leave the case: on this device it needs number and code again."""
    return case_cookie.take_back(see_other("appeals:follow"))
