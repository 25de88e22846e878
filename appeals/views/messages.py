"""What the applicant writes to the commission later, evidence with it; it answers an open request for information."""

from functools import partial

from django.shortcuts import render

from appeals import case_page, verbs
from appeals.forms.follow import MessageForm
from appeals.models import NotAllowedNow
from appeals.views import writing
from appeals.views.gate import of_the_case, see_other
from commission.http import form_page


@form_page
@of_the_case
def case_messages(request, filing):
    """Messages both ways, and a form for the next one; the same sent twice counts once."""
    shown = partial(_page, request, filing)
    if request.method != "POST":
        return shown(MessageForm())
    if filing.emptied_at:
        return shown(MessageForm(initial=request.POST.dict()), status=409)
    if writing.is_opened_anew(request):
        return shown(MessageForm(initial=request.POST.dict()))
    form = MessageForm(request.POST, request.FILES)
    if refusal := writing.refused(request, form, about=f"message {filing.pk}", shown=shown):
        return refusal
    try:
        message = verbs.send_message(filing, **form.sent(), at=request.arrived_at)
    except NotAllowedNow:  # emptied in this very moment
        filing.refresh_from_db(fields=["emptied_at"])
        return shown(MessageForm(initial=request.POST.dict()), status=409)
    return see_other("appeals:case-messages", at=f"#message-{message.pk}")


def _page(request, filing, form, status=200):
    requests = list(filing.information_requests.select_related("answer"))
    context = {
        "filing": filing,
        "form": form,
        "now": request.arrived_at,
        "open_request": next((asked for asked in requests if asked.answer_id is None), None),
        "thread": case_page.thread(filing, requests),
    }
    return render(request, "appeals/case_messages.html", context, status=status)
