"""The applicant's own case: what it shows, its files, where the applicant is reached, the withdrawal."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals import case_page, verbs
from appeals.evidence.downloads import as_download
from appeals.forms.follow import AddressForm, WithdrawalForm
from appeals.models import Filing, NotAllowedNow
from appeals.views import decisions
from appeals.views.gate import of_the_case, see_other
from commission import errors, throttle
from commission.http import form_page

ADDRESS_CHANGES, ADDRESS_SECONDS = 10, 10 * 60  # each one writes letters


@never_cache
@require_safe
@of_the_case
def case(request, filing):
    """How much time is left or how it ended, and everything that the applicant may read."""
    return render(request, "appeals/case.html", case_page.parts(filing, at=request.arrived_at))


@never_cache
@require_safe
@of_the_case
def case_file(request, filing, uuid):
    """A file of the case, to be saved; one that came from others only if no scanner objects or has yet to speak."""
    evidence = get_object_or_404(filing.evidence.select_related("message"), uuid=uuid)
    if not evidence.is_open_to_applicant:
        raise Http404
    return as_download(evidence)


@never_cache
@require_safe
@of_the_case
def case_decision_pdf(request, filing):
    """The decision in full as PDF, once it was served on the applicant; 404 before."""
    if not (filing.decision and filing.decision.is_served):
        raise Http404
    return decisions.full_pdf(request, filing.decision, page_address=reverse("appeals:case") + "#decision")


@form_page
@of_the_case
def case_address(request, filing):
    """Where the applicant is reached from now on."""
    names = ("applicant_address", "applicant_email", "applicant_phone")
    form = AddressForm(request.POST or None, initial={name: getattr(filing, name) for name in names})
    context = {"form": form, "filing": filing}
    if request.method != "POST":
        return render(request, "appeals/case_address.html", context)
    if filing.emptied_at:
        return render(request, "appeals/case_address.html", context, status=409)
    if not form.is_valid():
        return render(request, "appeals/case_address.html", context, status=422)
    wait = throttle.take(f"address {filing.pk}", limit=ADDRESS_CHANGES, seconds=ADDRESS_SECONDS)
    if wait:
        return errors.too_many(request, seconds=wait)
    try:
        verbs.change_address(filing, **form.cleaned_data, at=request.arrived_at)
    except NotAllowedNow:  # emptied in this very moment
        filing.refresh_from_db(fields=["emptied_at"])
        return render(request, "appeals/case_address.html", context, status=409)
    return see_other("appeals:case", at="#reached")


@form_page
@of_the_case
def case_withdrawal(request, filing):
    """The applicant withdraws the filing; doing it twice is doing it once."""
    form = WithdrawalForm(request.POST or None)
    context = {"form": form, "filing": filing}
    if request.method != "POST":
        return render(request, "appeals/case_withdrawal.html", context)
    if not form.is_valid():
        return render(request, "appeals/case_withdrawal.html", context, status=422)
    try:
        verbs.withdraw(filing, at=request.arrived_at)
    except NotAllowedNow:
        filing.refresh_from_db(fields=["status"])
        if filing.status != Filing.Status.WITHDRAWN:
            return render(request, "appeals/case_withdrawal.html", context, status=409)
    return see_other("appeals:case")
