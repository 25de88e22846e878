"""The marks that a filing got when it came in, as its applicant reads them: late, incomplete, misdirected."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from appeals import competence, contents
from appeals.limits import wording
from appeals.models import Evidence

# what the law asks for, as the applicant calls it
NAMES = {
    "applicant_name": gettext_lazy("your name"),
    "applicant_address": gettext_lazy("an address for notices"),
    "contested_kind": gettext_lazy("what you complain about"),
    "statement": gettext_lazy("what happened"),
    "ground": gettext_lazy("which rule was broken"),
    "remedy_sought": gettext_lazy("what you ask the commission to do"),
    "decision_number": gettext_lazy("the number of the decision"),
    "decision_by": gettext_lazy("the commission that took the decision"),
    "happened_on": pgettext_lazy("what a filing lacks", "the day"),
    "respondent": gettext_lazy("who did it, or failed to do it"),
    "happened_where": gettext_lazy("where it happened"),
    "demand": gettext_lazy("what you demanded, or what the law required"),
    contents.EVIDENCE: gettext_lazy("evidence, or an explanation"),
    contents.AUTHORITY: gettext_lazy("the proof of authority"),
}


def of(filing, *, files=None):
    """A sentence for each mark; empty for a filing without any. `files` are its own, where they were read already."""
    found = []
    if filing.is_late and filing.filing_deadline:
        late = _("Late: the time limit to file ended on %s.") % wording.last_moment(filing.filing_deadline)
        found.append(late + " " + _("It was taken all the same; the commission decides about it."))
    if filing.is_incomplete and (names := lacking(filing, files=_files(filing, files))):
        listed = ", ".join(str(NAMES[name]) for name in names)
        found.append(_("Incomplete: it lacks %s. You can add it while the case runs.") % listed)
    if filing.is_misdirected:
        found.append(_misdirected(filing))
    return found


def lacking(filing, *, files=None):
    """What the law asks for and the filing lacks as it stands now: keys of NAMES.

    `files` are its own and those that an appeal carries over, where they were read already.
    """
    names = {*contents.ALWAYS, *(name for names in contents.BY_KIND.values() for name in names)}
    content = {name: getattr(filing, name) for name in (*names, "capacity", "evidence_explanation")}
    purposes = {item.purpose for item in (_files(filing) if files is None else files)}
    return contents.missing(
        content,
        has_evidence=Evidence.Purpose.EVIDENCE in purposes,
        has_authority=Evidence.Purpose.AUTHORITY in purposes,
    )


def _files(filing, own=None):
    """Its own, and those of the case in which it appeals: an appeal carries the whole file over."""
    carried = filing.contested_filing
    own = filing.evidence.all() if own is None else own
    return [*own, *(carried.evidence.filter(hearing=None) if carried else ())]


def _misdirected(filing):
    # a breach of campaign rules is not stored as such: without a commission complained of it was one
    competent = competence.competent_commission(filing.contested_commission)
    if competent is None or competent == filing.commission:
        return _("Another commission seems competent. It is forwarded; the instant of this receipt counts.")
    return _("Another commission seems competent: %s. It is forwarded; the instant of this receipt counts.") % competent
