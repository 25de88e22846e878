"""A decision as a document: one template for the page and the PDF, for the parties in full, for the public covered.

The standard format: commission, number, date, place; parties; facts; law;
reasons; operative part; remedy; votes; time limit for an appeal; corrections;
what courts made of it. In the language of the case.
"""

import re

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import escape, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from appeals.documents import pdf
from appeals.documents.redaction import COVER, redacted, redacted_html
from appeals.limits import clock
from appeals.models import Service
from commission.rich_text import sanitised
from commission.translated import in_language

_SCOPES = {"row", "col", "rowgroup", "colgroup"}
_HEADING = re.compile(r"(</?h)([1-6])\b")
LOWEST_HEADING = 6


def _harmless(tag, attribute, value):
    """For the public no attribute says anything in words."""
    return value if value.isdigit() or value in _SCOPES else None


def _cover_for_page():
    words = escape(_("[covered]"))
    return (
        f'<span class="cover"><span aria-hidden="true">{COVER}</span>'
        f'<span class="visually-hidden">{words}</span></span>'
    )


class _Texts:
    """The texts of a decision as one reader sees them: everything, or what the public may read."""

    def __init__(self, terms, *, level, cover):
        self.terms, self.level, self.cover = terms, level, cover

    def plain(self, text):
        """One line of plain text, escaped."""
        shown = text if self.terms is None else redacted(text, self.terms)
        return mark_safe(escape(shown).replace(COVER, self.cover))  # escaped here, the cover is our own

    def paragraphs(self, text):
        """Plain text of several lines."""
        return mark_safe(linebreaks(self.plain(text)))

    def file_name(self, name):
        """Covered whole for the public: people name files after themselves, in any alphabet."""
        return escape(name) if self.terms is None else mark_safe(self.cover)

    def rich(self, body):
        """Rich text, its headings below the document's own."""
        if self.terms is None:
            shown = sanitised(body)
        else:
            shown = redacted_html(sanitised(body, attribute_filter=_harmless), self.terms)
            shown = shown.replace(COVER, self.cover)
        return mark_safe(_HEADING.sub(self._lowered, shown))  # sanitised above

    def _lowered(self, found):
        return f"{found[1]}{min(int(found[2]) + self.level, LOWEST_HEADING)}"


def _appeal(decision):
    """To which body the decision can be appealed, until when, and how that is worked out."""
    commission = decision.commission
    served = decision.services.filter(party=Service.Party.APPLICANT).last()
    received_on = timezone.localdate(served.served_at if served else decision.decided_at)
    limit = clock.to_appeal(decision, received_on=received_on)
    return {
        "body": in_language(commission.superior.name) if commission.superior_id else _("Court of Appeal"),
        "is_court": commission.superior_id is None,
        "served": served,
        "limit": limit,
        "deadline": decision.appeal_deadline,
        "is_worked_out": bool(served and limit and limit.deadline == decision.appeal_deadline),
    }


def _parties(filing, texts, *, for_public):
    """Who complained, of whom, of what."""
    if for_public:
        applicants, others = [mark_safe(texts.cover)], filing.co_applicants.count()
    else:
        names = [filing.applicant_name, *(person.name for person in filing.co_applicants.all())]
        applicants, others = [texts.plain(name or "–") for name in names], 0
    return {
        "applicants": applicants,
        "others": others,
        "respondent": texts.plain(filing.respondent),
        "contested": texts.plain(" · ".join(filter(None, [filing.decision_number, filing.decision_by]))),
    }


def _later(decision, texts, *, shows):
    """Corrections and court outcomes; `shows(instant)` says whether this reader reads the words of that instant.

    That there is one, and how a court decided, everybody reads at once.
    """
    corrections = [
        (item, texts.paragraphs(item.text) if shows(item.corrected_at) else "") for item in decision.corrections.all()
    ]
    court_outcomes = [
        _judgment(item, texts, is_shown=shows(item.recorded_at)) for item in decision.court_outcomes.all()
    ]
    return {"corrections": corrections, "court_outcomes": court_outcomes}


def _judgment(outcome, texts, *, is_shown):
    return {
        "outcome": outcome,
        "number": texts.plain(outcome.number) if is_shown else "",
        "text": texts.paragraphs(outcome.text) if is_shown and outcome.text else "",
        "is_withheld": not is_shown and bool(outcome.number or outcome.text),
    }


def _shows(decision, *, for_public, is_preview):
    """Who reads the words that were added to a decision at an instant.

    The public reads those that stood when it was published last, so that
    nobody's name gets out unseen; a preview shows what publishing now would.
    """
    return lambda instant: not for_public or is_preview or decision.was_published_after(instant)


def _sections(decision):
    return [
        (_("Facts"), decision.facts),
        (_("Law"), decision.law),
        (_("Reasons"), decision.reasons),
        (_("Operative part"), decision.operative_part),
    ]


def _contents(decision, *, for_public, redactions, level, cover):
    filing, terms = decision.filing, decision.redactions if redactions is None else redactions
    texts = _Texts(terms if for_public else None, level=level, cover=cover)
    return {
        "decision": decision,
        "filing": filing,
        "commission": in_language(decision.commission.name),
        "place": in_language(decision.commission.address),
        "for_public": for_public,
        "level": level,
        "section_level": level + 1,
        "sections": [(heading, texts.rich(body)) for heading, body in _sections(decision) if body],
        "remedy": texts.paragraphs(decision.remedy_ordered) if decision.remedy_ordered else "",
        "has_votes": decision.has_votes,
        "evidence": [(item, texts.file_name(item.name)) for item in filing.evidence.exclude(name="")],
        "joined": filing.joined.on_register(),
        "appeal": _appeal(decision),
        "cover": mark_safe(cover),
        **_parties(filing, texts, for_public=for_public),
        **_later(decision, texts, shows=_shows(decision, for_public=for_public, is_preview=redactions is not None)),
    }


def decision_html(decision, *, for_public, redactions=None, level=2):
    """The decision as an <article> to be shown inside a page; its title is a heading of `level`.

    `for_public` covers the words with which it was published, or those in
    `redactions` (a list): then it is what the public would read if it were
    published with them now.
    """
    with translation.override(decision.language):
        context = _contents(
            decision, for_public=for_public, redactions=redactions, level=level, cover=_cover_for_page()
        )
        return mark_safe(render_to_string("appeals/decision.html", context))


def decision_document(decision, *, for_public, redactions=None):
    """The decision as an HTML document of its own, from which the PDF is made."""
    with translation.override(decision.language):
        cover = f'<span class="cover">{COVER}</span>'
        context = _contents(decision, for_public=for_public, redactions=redactions, level=1, cover=cover)
        return render_to_string("appeals/decision_document.html", context)


def decision_pdf(decision, *, for_public):
    """The decision as PDF (bytes); raises pdf.Unavailable where this machine cannot make any."""
    write = pdf.written_once if for_public else pdf.written
    return write(decision_document(decision, for_public=for_public))
