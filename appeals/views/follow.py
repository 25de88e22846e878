"""Following one's own case, by number and code."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from appeals import clock, codes
from appeals.forms.follow import FollowForm
from appeals.models import Filing
from commission import errors, throttle
from commission.http import form_page

FOLLOW_TRIES, FOLLOW_SECONDS = 10, 60


@form_page
def follow(request):
    """One's own case, by number and code; one answer whichever of the two is wrong."""
    form = FollowForm(request.POST or None)
    if request.method != "POST":
        return render(request, "appeals/follow.html", {"form": form})
    wait = throttle.take(f"follow {request.visitor_address}", limit=FOLLOW_TRIES, seconds=FOLLOW_SECONDS)
    if wait:
        return errors.too_many(request, seconds=wait)
    if form.is_valid():
        digest = codes.code_digest(form.cleaned_data["code"], pepper=settings.CODE_PEPPER)
        filing = Filing.objects.with_code(number=form.cleaned_data["number"], code_digest=digest).first()
        if filing:
            return render(request, "appeals/case.html", _case(filing))
        form.add_error(None, _("No case has this number and this code. Check both."))
    return render(request, "appeals/follow.html", {"form": form}, status=422)


def _case(filing):
    now = timezone.now()
    return {
        "filing": filing,
        "events": filing.events.told_to_parties(),
        "evidence": filing.evidence.all(),
        "is_overdue": filing.overdue(now),
        "limit": clock.of(filing),
    }
