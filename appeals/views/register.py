"""The public register."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from appeals import clock
from appeals.models import Filing
from commission.http import public_page

PER_PAGE = 25


@public_page
def register(request):
    """The public register, newest first: numbers, commissions and states, no person."""
    found = Filing.objects.on_register().select_related("commission", "decision")
    if "before" in request.GET:
        before = request.GET["before"]
        if not (before.isascii() and before.isdigit() and len(before) < 18):
            raise Http404
        found = found.filter(pk__lt=int(before))
    page = list(found.order_by("-pk")[: PER_PAGE + 1])
    following = page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None
    return render(request, "appeals/register.html", {"filings": page[:PER_PAGE], "following": following})


@public_page
def register_filing(request, number):
    """One filing as the public sees it."""
    found = Filing.objects.on_register().select_related("commission", "election", "decision")
    filing = get_object_or_404(found, number=number.upper())
    return render(request, "appeals/register_filing.html", _case(filing))


def _case(filing):
    now = timezone.now()
    return {
        "filing": filing,
        "events": filing.events.told_to_parties(),
        "evidence": filing.evidence.all(),
        "is_overdue": filing.overdue(now),
        "limit": clock.of(filing),
    }
