"""The respondent's own page, opened by the link in their letter."""

from functools import wraps

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from appeals import complained_of, verbs
from appeals.evidence import upload_room
from appeals.forms.follow import AnswerForm
from appeals.models import Hearing, NotAllowedNow
from commission import errors, throttle
from commission.http import form_page

ANSWERS, SECONDS = 20, 20 * 60


def hearing_or_404(request, token):
    """The hearing that the link opens; Http404 for one that has expired, was revoked or never was, all the same."""
    related = ("filing__commission", "filing__election")
    found = Hearing.objects.open(token_digest=verbs.digest_of(token), at=request.arrived_at)
    hearing = found.select_related(*related).first()
    if hearing is None:
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
    if request.method != "POST":
        return _page(request, found, AnswerForm())
    if request.POST.get("then") == "reopen":  # from an error page, which cannot keep files
        return _page(request, found, AnswerForm(initial=request.POST.dict()))
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    files = form.cleaned_data["evidence"]
    wait = throttle.take(f"hearing {found.pk}", limit=ANSWERS, seconds=SECONDS)
    wait = wait or upload_room.wait_for(files, address=request.visitor_address, at=request.arrived_at)
    if wait:
        return errors.too_many(request, seconds=wait)
    try:
        verbs.answer_hearing(found, **form.sent(), at=request.arrived_at)
    except NotAllowedNow:
        found.refresh_from_db(fields=["answer", "answered_at", "revoked_at"])
        if found.answer != form.cleaned_data["text"]:
            return _page(request, found, form, status=409)
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
        "is_refused": status == 409,
    }
    return render(request, "appeals/hearing.html", context, status=status)
