"""The pages of the steps: one verb with its form; nothing is done behind the back of who reads an older page."""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from appeals import access, verbs
from appeals.desk import slips
from appeals.desk.frame import desk_page, page
from appeals.desk.offers import STEPS, last_line
from appeals.limits import clock
from appeals.models import NotAllowedNow

AGAIN_AFTER = timedelta(minutes=1)  # so long the journal takes pages of one reader for one reading


class Overtaken(Exception):
    """The case has changed since the page was opened; nothing was done."""


@transaction.atomic
def take(step, form, *, user):
    """Do the verb of a step; raises NotAllowedNow, and Overtaken where the case has moved on under its reader."""
    filing = verbs.locked_together(form.filing, *form.others())[form.filing.pk]
    if not access.may(user, filing, step.verb) or form.hindrance:
        raise NotAllowedNow(filing.status)
    known = form.cleaned_data["as_of"]
    if known is not None and known != last_line(filing):
        raise Overtaken
    return getattr(verbs, step.verb)(form.subject(), by=user, **form.arguments())


def _bound(request, step, filing):
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return step.form(*sent, filing=filing, user=request.user, initial={"as_of": last_line(filing)})


def _shown(request, noun, form, *, status=200, notice=""):
    """The page of a step, and with it of the case; where it is not allowed now, what was typed without a button."""
    step, filing = STEPS[noun], form.filing
    if request.method != "HEAD":
        verbs.open_file(filing, again_after=AGAIN_AFTER, by=request.user)
    is_allowed = access.may(request.user, filing, step.verb)
    may = is_allowed and not form.hindrance
    context = {
        "filing": filing,
        "form": form.with_button(step.label) if may else form.without_button(),
        "may": may,
        "hindrance": form.hindrance if is_allowed else "",
        "notice": notice,
        "noun": noun,
        "limit": clock.of(filing),
        "about": step.about,
    }
    if noun == "publication" and filing.decision and filing.registered_at:
        context["preview"] = form.preview()
    return page(request, "step.html", context, title=step.label, status=status)


def _refused(request, noun, filing, refusal):
    """Nothing was done: the page with everything that was typed, and the case as it is now."""
    notice = _("The state of the filing does not allow this. Nothing was changed.")
    if isinstance(refusal, Overtaken):
        notice = _("The case has changed since you opened this page. Nothing was done: look, and send it again.")
    filing = access.visible_to(request.user).filter(pk=filing.pk).first()
    if filing is None:  # it has gone to another commission
        messages.error(request, notice)
        return redirect("admin:appeals_filing_changelist")
    data = request.POST.copy()
    data["as_of"] = str(last_line(filing))
    form = STEPS[noun].form(data, request.FILES, filing=filing, user=request.user)
    form.is_valid()
    return _shown(request, noun, form, status=409, notice=notice)


def _back_to(request, filing):
    """The case, or the queue where it went to another commission."""
    if access.visible_to(request.user).filter(pk=filing.pk).exists():
        return redirect("admin:appeals_filing_change", filing.pk)
    return redirect("admin:appeals_filing_changelist")


@desk_page
def step(request, pk, step):
    """One verb with its form; after it the case again."""
    if step not in STEPS:
        raise Http404
    filing = access.filing_or_404(request.user, pk)
    access.refuse_verb(request.user, filing, STEPS[step].verb)
    form = _bound(request, STEPS[step], filing)
    if request.method != "POST":
        return _shown(request, step, form)
    if not access.may(request.user, filing, STEPS[step].verb):
        return _refused(request, step, filing, NotAllowedNow(filing.status))
    if step == "publication" and "look" in request.POST:
        return _looked_at(request, step, filing)
    if not form.is_valid():
        return _invalid(request, step, form)
    try:
        result = take(STEPS[step], form, user=request.user)
    except (NotAllowedNow, Overtaken) as refusal:
        return _refused(request, step, filing, refusal)
    if step == "access-code":
        return slips.slip(request, access.filing_or_404(request.user, pk), result)
    messages.success(request, _("Done: %s") % STEPS[step].label)
    return _back_to(request, filing)


def _invalid(request, noun, form):
    """The form with its errors; a publication whose words have changed is shown anew, to be confirmed."""
    if noun == "publication":
        form.data = form.data.copy()
        form.data["previewed"] = form.preview()["digest"]
    return _shown(request, noun, form, status=422)


def _looked_at(request, noun, filing):
    """The words as they were typed, with what the public would read if they were covered; nothing is done."""
    initial = {"as_of": last_line(filing), "redactions": request.POST.get("redactions", "")}
    return _shown(request, noun, STEPS[noun].form(None, filing=filing, user=request.user, initial=initial))
