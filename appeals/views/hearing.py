"""The respondent's own page, opened by the link in their letter."""

from functools import partial, wraps

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from appeals import complained_of, verbs
from appeals.forms.follow import AnswerForm
from appeals.models import Hearing, NotAllowedNow
from appeals.views import writing
from commission.http import form_page


def hearing_or_404(request, token):
    """The hearing that the link opens; Http404 for one that has expired, was revoked or never was, all the same.

    Who sends an answer had the page open: they get the hearing also when its
    link has ended since, so that they can be told, with what they typed.
    """
    hearing = Hearing.objects.of_link(verbs.digest_of(token)).first()
    if hearing is None or (request.method != "POST" and not hearing.is_open_to_respondent(request.arrived_at)):
        raise Http404
    return hearing


def kept_from_robots(view):
    """Tell machines that read the page not to list it, whatever it answers."""

    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return page


@form_page
@kept_from_robots
def hearing(request, token):
    """The act complained of, without the applicant's address, and a written answer, given once."""
    found = hearing_or_404(request, token)
    shown = partial(_page, request, found)
    if request.method != "POST":
        return shown(AnswerForm())
    if not found.is_open_to_respondent(request.arrived_at):
        return _closed(request, found)
    if writing.is_opened_anew(request):
        return shown(AnswerForm(initial=request.POST.dict()))
    form = AnswerForm(request.POST, request.FILES)
    if refusal := writing.refused(request, form, about=f"hearing {found.pk}", shown=shown):
        return refusal
    try:
        verbs.answer_hearing(found, **form.sent(), at=request.arrived_at)
    except NotAllowedNow:
        found = hearing_or_404(request, token)  # as whatever was done in this very moment has left it
        if found.answer != form.cleaned_data["text"]:
            return _closed(request, found)
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    return response


def _page(request, hearing, form, status=200):
    context = {
        "hearing": hearing,
        "filing": hearing.filing,
        "act": complained_of.act(hearing.filing),
        "files": hearing.files.all(),
        "form": form,
        "is_late": request.arrived_at >= hearing.answer_due_at,
    }
    return render(request, "appeals/hearing.html", context, status=status)


def _closed(request, hearing):
    """Why the answer was not taken, what was typed in full, and where to send it: 409 beside another answer, else 410.

    Nothing of the case: the link shows it no more, or shows it at its own address.
    """
    context = {
        "hearing": hearing,
        "filing": hearing.filing,
        "commission": hearing.filing.commission,
        "typed": request.POST.get("text", ""),
        "names": [file.name for file in request.FILES.getlist("evidence")],
        "is_open": hearing.is_open_to_respondent(request.arrived_at),
    }
    status = 409 if hearing.answered_at else 410
    return render(request, "appeals/hearing_closed.html", context, status=status)
