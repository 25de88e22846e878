"""The steps of a case: one page for each verb that staff may do."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from appeals import access, verbs
from appeals.desk import slips
from appeals.desk.forms import deciding, handling, receipt
from appeals.desk.forms.steps import NothingToSay, StepForm
from appeals.desk.frame import desk_page, page
from appeals.limits import clock
from appeals.models import Event, NotAllowedNow

AGAIN_AFTER = timedelta(minutes=1)  # so long the journal takes pages of one reader for one reading


@dataclass(frozen=True)
class Step:
    """A verb with its label and its form; the noun of its address is its key in STEPS."""

    verb: str
    label: str
    form: type[StepForm]


STEPS = {
    "registration": Step("register", pgettext_lazy("verb", "Register"), NothingToSay),
    "assignment": Step("assign", gettext_lazy("Assign an expert"), handling.AssignmentForm),
    "information-request": Step(
        "request_information", gettext_lazy("Request information"), handling.InformationRequestForm
    ),
    "message": Step("write_to_applicant", gettext_lazy("Write to the applicant"), handling.MessageForm),
    "forwarding": Step("forward", pgettext_lazy("verb", "Forward"), handling.ForwardingForm),
    "joining": Step("join", gettext_lazy("Join with another filing"), handling.JoiningForm),
    "hearing": Step("open_hearing", gettext_lazy("Hear the respondent"), handling.HearingForm),
    "hearing-revocation": Step(
        "revoke_hearing", gettext_lazy("Revoke the link of a respondent"), handling.HearingRevocationForm
    ),
    "applicants-words": Step(
        "enter_message", gettext_lazy("Enter what the applicant sent"), receipt.ApplicantsWordsForm
    ),
    "respondents-answer": Step(
        "enter_hearing_answer", gettext_lazy("Enter the answer of a respondent"), receipt.RespondentsAnswerForm
    ),
    "opinion": Step("give_opinion", gettext_lazy("Give an opinion"), handling.OpinionForm),
    "agenda": Step("place_on_agenda", gettext_lazy("Place on the agenda"), deciding.AgendaForm),
    "agenda-removal": Step("take_off_agenda", gettext_lazy("Take off the agenda"), NothingToSay),
    "decision": Step("decide", pgettext_lazy("verb", "Decide"), deciding.DecisionForm),
    "return": Step("return_", pgettext_lazy("verb", "Return"), handling.ReturnForm),
    "referral": Step("refer", gettext_lazy("Refer to another authority"), handling.ReferralForm),
    "extension": Step("extend", gettext_lazy("Extend the investigation"), handling.ExtensionForm),
    "withdrawal": Step("withdraw", gettext_lazy("Record a withdrawal"), handling.WithdrawalForm),
    "reopening": Step("reopen", pgettext_lazy("verb", "Reopen"), handling.ReopeningForm),
    "access-code": Step("replace_code", gettext_lazy("Replace the access code"), handling.AccessCodeForm),
    "service": Step("serve", gettext_lazy("Serve the decision"), deciding.ServiceForm),
    "correction": Step("correct", gettext_lazy("Correct a clerical error"), deciding.CorrectionForm),
    "publication": Step("publish", gettext_lazy("Publish the decision"), deciding.PublicationForm),
    "court-outcome": Step("record_court_outcome", gettext_lazy("Record a court outcome"), deciding.CourtOutcomeForm),
}
# what moves the case forward stands first, as a button; the rest beside it, as links
FORWARD = ("registration", "assignment", "opinion", "agenda", "decision", "service", "publication")


class Overtaken(Exception):
    """The case has changed since the page was opened; nothing was done."""


def _is_possible(verb, filing):
    """Whether something of this case is there to do the verb to; its state allows it."""
    if verb == "revoke_hearing":
        return filing.hearings.filter(revoked_at=None).exists()
    if verb == "enter_hearing_answer":
        return filing.emptied_at is None and filing.hearings.unanswered().exists()
    if verb == "extend":
        return clock.may_be_extended(filing)
    if verb in ("reopen", "enter_message"):
        return filing.emptied_at is None
    return verb != "publish" or filing.registered_at is not None


def _moves_forward(noun, filing):
    """Whether the step is what the case waits for, rather than something that may be done again."""
    decision = filing.decision
    is_done = {
        "assignment": filing.expert_id is not None,
        "service": decision is not None and decision.is_served,
        "publication": decision is not None and bool(decision.published_at) and not decision.has_words_to_publish,
    }
    return noun in FORWARD and not is_done.get(noun)


def offered(user, filing):
    """The steps that are allowed now: noun, label, and whether it moves the case forward; those that do come first."""
    allowed = [verb for verb in access.allowed_verbs(user, filing) if _is_possible(verb, filing)]
    steps = [
        {"noun": noun, "label": step.label, "is_forward": _moves_forward(noun, filing)}
        for noun, step in STEPS.items()
        if step.verb in allowed
    ]
    return sorted(steps, key=lambda step: not step["is_forward"])


def last_line(filing):
    """The id of the last line of the journal that says more than who opened what; 0 for none."""
    line = filing.events.exclude(kind__in=Event.READS).order_by("-pk").values_list("pk", flat=True).first()
    return line or 0


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
    form = STEPS[noun].form(data, filing=filing, user=request.user)
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
