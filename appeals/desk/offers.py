"""Which steps there are, one for each verb that staff may do, and which of them a case offers now."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, pgettext_lazy

from appeals import access
from appeals.desk.forms import deciding, handling, receipt
from appeals.desk.forms.steps import NothingToSay, StepForm
from appeals.limits import clock
from appeals.models import Event


@dataclass(frozen=True)
class Step:
    """A verb with its label, its form and what comes of it; the noun of its address is its key in STEPS."""

    verb: str
    label: str
    form: type[StepForm]
    about: str = ""


_ENTERED = gettext_lazy(
    "What came on paper, by post, by telephone or in person. It has the same effect as if it had come online."
)
STEPS = {
    "registration": Step(
        "register",
        pgettext_lazy("verb", "Register"),
        NothingToSay,
        gettext_lazy("The filing goes onto the public register, and the applicant is told."),
    ),
    "assignment": Step("assign", gettext_lazy("Assign an expert"), handling.AssignmentForm),
    "information-request": Step(
        "request_information",
        gettext_lazy("Request information"),
        handling.InformationRequestForm,
        gettext_lazy("The applicant is told. Where the rule says so, the limit to decide rests until the answer."),
    ),
    "message": Step("write_to_applicant", gettext_lazy("Write to the applicant"), handling.MessageForm),
    "forwarding": Step(
        "forward",
        pgettext_lazy("verb", "Forward"),
        handling.ForwardingForm,
        gettext_lazy("The filing gets a number there, the instant of its arrival stays, and the applicant is told."),
    ),
    "joining": Step(
        "join",
        gettext_lazy("Join with another filing"),
        handling.JoiningForm,
        gettext_lazy("This filing ends here and follows the outcome of the other one. The applicant is told."),
    ),
    "hearing": Step(
        "open_hearing",
        gettext_lazy("Hear the respondent"),
        handling.HearingForm,
        gettext_lazy(
            "The respondent gets a letter with a link to the act complained of, without the applicant's address."
        ),
    ),
    "hearing-revocation": Step(
        "revoke_hearing",
        gettext_lazy("Revoke the link of a respondent"),
        handling.HearingRevocationForm,
        gettext_lazy("The link becomes worthless at once. What was answered stays in the case."),
    ),
    "applicants-words": Step(
        "enter_message", gettext_lazy("Enter what the applicant sent"), receipt.ApplicantsWordsForm, _ENTERED
    ),
    "respondents-answer": Step(
        "enter_hearing_answer",
        gettext_lazy("Enter the answer of a respondent"),
        receipt.RespondentsAnswerForm,
        _ENTERED,
    ),
    "opinion": Step("give_opinion", gettext_lazy("Give an opinion"), handling.OpinionForm),
    "agenda": Step("place_on_agenda", gettext_lazy("Place on the agenda"), deciding.AgendaForm),
    "agenda-removal": Step(
        "take_off_agenda",
        gettext_lazy("Take off the agenda"),
        NothingToSay,
        gettext_lazy("The case goes on as before and can be placed on the agenda of another session."),
    ),
    "decision": Step("decide", pgettext_lazy("verb", "Decide"), deciding.DecisionForm),
    "return": Step(
        "return_",
        pgettext_lazy("verb", "Return"),
        handling.ReturnForm,
        gettext_lazy("The filing ends with a decision that says why. The applicant is told and can contest it."),
    ),
    "referral": Step(
        "refer",
        gettext_lazy("Refer to another authority"),
        handling.ReferralForm,
        gettext_lazy("The filing itself goes on, and the applicant is told."),
    ),
    "extension": Step(
        "extend",
        gettext_lazy("Extend the investigation"),
        handling.ExtensionForm,
        gettext_lazy("The limit to decide is extended once, by the days of the rule. The applicant is told."),
    ),
    "withdrawal": Step(
        "withdraw",
        gettext_lazy("Record a withdrawal"),
        handling.WithdrawalForm,
        gettext_lazy("The filing ends without a decision. Those that were joined with it go on by themselves."),
    ),
    "reopening": Step(
        "reopen",
        pgettext_lazy("verb", "Reopen"),
        handling.ReopeningForm,
        gettext_lazy("The limit to decide runs anew from now; a decision that was taken no longer stands."),
    ),
    "access-code": Step(
        "replace_code",
        gettext_lazy("Replace the access code"),
        handling.AccessCodeForm,
        gettext_lazy(
            "The old code becomes void at once. The new one is shown on the next page and nowhere else: print it there."
        ),
    ),
    "service": Step(
        "serve",
        gettext_lazy("Serve the decision"),
        deciding.ServiceForm,
        gettext_lazy("Once it is served on the applicant, the time limit for an appeal runs."),
    ),
    "correction": Step(
        "correct",
        gettext_lazy("Correct a clerical error"),
        deciding.CorrectionForm,
        gettext_lazy("The correction stands beside the decision for everybody to see, and the applicant is told."),
    ),
    "publication": Step("publish", gettext_lazy("Publish the decision"), deciding.PublicationForm),
    "court-outcome": Step(
        "record_court_outcome",
        gettext_lazy("Record a court outcome"),
        deciding.CourtOutcomeForm,
        gettext_lazy("The result is public at once, and the applicant is told."),
    ),
}
# what moves the case forward stands first, as a button; the rest beside it, as links
FORWARD = ("registration", "assignment", "opinion", "agenda", "decision", "service", "publication")


def _is_possible(verb, filing, read):
    """Whether something of this case is there to do the verb to; its state allows it."""
    if verb == "revoke_hearing":
        return filing.hearings.filter(revoked_at=None).exists()
    if verb == "enter_hearing_answer":
        return filing.emptied_at is None and filing.hearings.unanswered().exists()
    if verb == "extend":
        return clock.may_be_extended(filing, read=read)
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


def offered(user, filing, *, read=None):
    """The steps that are allowed now: noun, label, and whether it moves the case forward; those that do come first.

    `read` is what clock.known has read before.
    """
    allowed = [verb for verb in access.allowed_verbs(user, filing) if _is_possible(verb, filing, read)]
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
