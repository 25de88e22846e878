"""The appeal in one step: from a decision, or from silence once the limit to decide has passed."""

from django.shortcuts import render
from django.utils import translation

from appeals import codes, remedies, verbs
from appeals.cookies import receipt_cookie
from appeals.evidence import upload_room
from appeals.forms.appeal import AppealForm
from appeals.views.gate import of_the_case, see_other
from commission import errors, throttle
from commission.http import form_page

APPEALS, SECONDS = 10, 10 * 60


@form_page
@of_the_case
def case_appeal(request, filing):
    """Appeal to the superior commission with the file carried over; after the central one the page names the court."""
    remedy = remedies.of(filing, request.arrived_at)
    if remedy is None or remedy.court or filing.emptied_at:
        return _no_form(request, filing, remedy)
    if request.method != "POST":
        return _page(request, filing, remedy, AppealForm(filing=filing, remedy=remedy))
    if request.POST.get("then") == "reopen":  # from an error page, which cannot keep files
        return _page(request, filing, remedy, _reopened(request, filing, remedy))
    if request.POST.get("against") != remedy.against:  # decided, or reopened, while the form was filled in
        return _page(request, filing, remedy, _reopened(request, filing, remedy), status=409, has_changed=True)
    form = AppealForm(request.POST, request.FILES, filing=filing, remedy=remedy)
    if not form.is_valid():
        return _page(request, filing, remedy, form, status=422)
    wait = throttle.take(f"appeal {filing.pk}", limit=APPEALS, seconds=SECONDS)
    wait = wait or upload_room.wait_for(form.uploads(), address=request.visitor_address, at=request.arrived_at)
    return errors.too_many(request, seconds=wait) if wait else _filed(request, filing, remedy, form)


def _filed(request, filing, remedy, form):
    facts = form.filed()
    try:
        verbs.file(**facts, language=translation.get_language(), arrived_at=request.arrived_at)
    except verbs.FiledOtherwise:
        again = _reopened(request, filing, remedy)
        return _page(request, filing, remedy, again, status=409, is_filed_already=True)
    return receipt_cookie.hand_over(see_other("appeals:receipt"), facts["form_key"])


def _reopened(request, filing, remedy):
    """The form with everything typed; a key of its own, since the old one may have been used."""
    typed = request.POST.dict() | {"against": remedy.against, "form_key": codes.new_form_key()}
    return AppealForm(initial=typed, filing=filing, remedy=remedy)


def _page(request, filing, remedy, form, *, status=200, **notices):
    is_late = remedy.is_late(request.arrived_at)
    context = {"filing": filing, "remedy": remedy, "form": form, "is_late": is_late} | notices
    return render(request, "appeals/case_appeal.html", context, status=status)


def _no_form(request, filing, remedy):
    """What to do instead; what was typed for a way that is closed by now is shown once more."""
    is_refusal = request.method == "POST"
    context = {"filing": filing, "remedy": remedy, "typed": request.POST.get("statement", "")}
    return render(request, "appeals/case_appeal_none.html", context, status=409 if is_refusal else 200)
