"""Letters: subject and text in the language of the filing. The access code is never in one."""

from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appeals import marks
from appeals.limits import wording, workings
from appeals.models import Event


def _in_language(make):
    """The letter that `make` writes, in the language of its filing (the first argument, or the filing of it)."""

    def written(about, *arguments):
        filing = getattr(about, "filing", about)
        with translation.override(filing.language):
            subject, lines = make(about, *arguments)
            return {"subject": f"{filing.number}: {subject}", "body": "\n".join(lines)}

    return written


def _where_to_read():
    return _where(get_language(), settings.SITE_URL)


@lru_cache(maxsize=20)  # at the end of every letter, of which a change of a rule writes ten thousands
def _where(_language, site):
    return ["", _("Read it with the number and the code on your receipt:"), site + reverse("appeals:follow")]


@_in_language
def received(filing, limit, evidence):
    """The acknowledgement of a filing: all that the receipt says, without the code.

    `limit` is the one to decide it, `evidence` the files that came with it.
    """
    marked = marks.of(filing, files=evidence)
    return _("Your filing was received"), [
        _("Your filing was received."),
        "",
        _("Number: %s") % filing.number,
        _("Received: %s") % wording.instant(filing.arrived_at),
        _("Commission: %s") % filing.commission,
        *([_("Decision due by: %s") % wording.last_moment(limit.deadline), workings.in_words(limit)] if limit else []),
        *(["", *marked] if marked else []),
        *(["", _("Files received:")] if evidence else []),
        *(f"{item.name}\nSHA-256 {item.sha256}" for item in evidence),
        *_where_to_read(),
    ]


@_in_language
def moved(filing):
    """The notice that a filing has reached another state."""
    state = str(filing.standing)
    return state, [_("Filing %(number)s: %(state)s.") % {"number": filing.number, "state": state}, *_where_to_read()]


@_in_language
def information_requested(filing, asked):
    """The commission asks for information."""
    return _("the commission asks for information"), [
        _("The commission needs information from you to decide."),
        _("Answer by: %s") % wording.last_moment(asked.answer_due_at),
        *_where_to_read(),
    ]


@_in_language
def message_waits(filing):
    """A message of the commission waits."""
    return _("a message of the commission"), [_("The commission has written to you."), *_where_to_read()]


@_in_language
def forwarded(filing, forwarding):
    """The filing went to the competent commission; its new number."""
    return _("forwarded to the competent commission"), [
        _("Your filing %(old)s went to: %(commission)s") % {
            "old": forwarding.old_number, "commission": filing.commission,
        },
        _("Its number there: %s") % filing.number,
        _("It counts as handed over on: %s") % wording.instant(filing.arrived_at),
        _("Your code stays the same."),
        *_where_to_read(),
    ]  # fmt: skip


@_in_language
def joined(filing):
    """The filing was joined with another about the same."""
    return _("joined with another filing"), [
        _("Your filing is decided together with another about the same: %s") % filing.joined_to.number,
        *_where_to_read(),
    ]


@_in_language
def given_back(filing, lead):
    """The filing with which this one was joined was withdrawn; this one goes on."""
    due = filing.decision_deadline
    return _("your filing goes on by itself"), [
        _("The filing %s, with which yours was joined, was withdrawn. Yours is decided by itself.") % lead.number,
        *([_("Decision due by: %s") % wording.last_moment(due)] if due else []),
        *_where_to_read(),
    ]


@_in_language
def reopened(filing, lead):
    """The filing with which this one was joined is taken up again."""
    return _("taken up again"), [
        _("The filing %s, with which yours was joined, is taken up again. Both will be decided anew.") % lead.number,
        *_where_to_read(),
    ]


@_in_language
def hearing_opened(hearing, token):
    """To the respondent: a link of their own to the act complained of."""
    address = settings.SITE_URL + reverse("appeals:hearing", args=[token])
    return _("you are asked for an answer"), [
        _("A complaint names you as the one who did, or failed to do, what it is about."),
        _("You may read the act complained of and answer in writing by: %s")
        % wording.last_moment(hearing.answer_due_at),
        "",
        _("This link is for you alone; whoever has it can read and answer:"),
        address,
    ]


@_in_language
def hearing_closed(hearing, because):
    """To the respondent: what became of the filing about which they were asked (an Event.Kind)."""
    became = {
        Event.Kind.WITHDRAWN: _("The applicant has withdrawn it."),
        Event.Kind.RETURNED: _("The commission has returned it, with reasons, without deciding about the act."),
        Event.Kind.FORWARDED: _("It went to the competent commission, which may ask you anew: %s")
        % hearing.filing.commission,
    }
    return _("the hearing has ended"), [
        _("You were asked for an answer to a complaint."),
        became[because],
        _("The link in that letter is closed. What you have answered stays in the case."),
    ]


@_in_language
def decided(filing, decision):
    """The commission has decided."""
    return str(decision.get_outcome_display()), [
        _("The commission has decided on your filing: %s.") % decision.get_outcome_display(),
        _("Number of the decision: %s") % decision.number,
        *_where_to_read(),
    ]


@_in_language
def served(filing, decision):
    """The decision is served on the applicant, with the time limit for an appeal."""
    due = decision.appeal_deadline
    return _("the decision is served on you"), [
        _("The decision %s is served on you with this letter. Its text waits behind number and code.")
        % decision.number,
        *([_("You can contest it until: %s") % wording.last_moment(due)] if due else []),
        *_where_to_read(),
    ]


@_in_language
def served_on_respondent(filing, decision):
    """The decision is served on the respondent."""
    return _("the decision is served on you"), [
        _("The commission has decided: %s.") % decision.get_outcome_display(),
        _("Number of the decision: %s") % decision.number,
        _("The decision in its public form:"),
        settings.SITE_URL + filing.get_absolute_url(),
    ]


@_in_language
def corrected(filing, decision):
    """A clerical error was corrected."""
    return _("a clerical error was corrected"), [
        _("A clerical error in the decision %s was corrected.") % decision.number,
        *_where_to_read(),
    ]


@_in_language
def deadline_changed(filing):
    """The limit to decide was extended or worked out anew."""
    due = filing.decision_deadline
    return _("another time limit"), [
        _("The time limit for the decision was worked out anew."),
        *([_("Decision due by: %s") % wording.last_moment(due)] if due else []),
        *_where_to_read(),
    ]


@_in_language
def appeal_deadline_changed(filing, decision):
    """The limit for an appeal was worked out anew."""
    due = decision.appeal_deadline
    return _("another time limit"), [
        _("The time limit for an appeal against the decision %s was worked out anew.") % decision.number,
        *([_("You can contest it until: %s") % wording.last_moment(due)] if due else []),
        *_where_to_read(),
    ]


@_in_language
def court_outcome(filing, outcome):
    """What a court made of the decision."""
    return _("outcome in court"), [
        f"{outcome.get_court_display()}: {outcome.get_result_display()}",
        *_where_to_read(),
    ]


@_in_language
def address_changed(filing):
    """The address for notices was changed; if it was not the applicant, they learn of it."""
    return _("your address for notices was changed"), [
        _("The address for notices of this filing was changed. If it was not you, turn to the commission."),
        *_where_to_read(),
    ]


@_in_language
def code_replaced(filing):
    """The access code was replaced at the commission."""
    return _("your access code was replaced"), [
        _("The access code of this filing was replaced after an identity check. The old one is void."),
        _("If it was not you, turn to the commission."),
    ]
