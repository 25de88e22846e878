"""What the search of the desk knows of a filing: what the case screen shows to everybody who may read the case.

How the applicant is reached is no part of it, nor what stands in other cases,
which not everybody who reads this one may see.
"""

from django.utils import timezone, translation

from appeals.models import FilingEntry
from commission.rich_text import plain_text
from commission.search_index import ATTACHED_CHARACTERS, BODY_CHARACTERS
from commission.words import dates
from commission.words.folding import searchable
from commission.words.vectors import analysed

TITLE_PARTS = " · "  # between number and name
# what `as_entry` reads of a filing beside the filing itself
READ = (
    "co_applicants", "evidence", "messages", "information_requests", "hearings", "opinions", "referrals",
    "forwardings", "decisions__corrections", "decisions__court_outcomes",
)  # fmt: skip


def as_entry(filing, *, newest_event):
    """The FilingEntry of a filing, not stored; `newest_event` is the line of the journal up to which it is known."""
    if filing.emptied_at:
        return emptied(filing, newest_event=newest_event)
    texts = {
        "title": searchable(TITLE_PARTS.join([filing.number, filing.applicant_name])),
        "lead": searchable(" · ".join(_lead(filing))),
        "body": searchable("\n".join(_body(filing)))[:BODY_CHARACTERS],
        "attached": searchable("\n".join(_said(*_papers(filing), *_decisions(filing))))[:ATTACHED_CHARACTERS],
    }
    found = analysed(language=filing.language, facets=dates.of_day(timezone.localdate(filing.arrived_at)), **texts)
    return FilingEntry(**_frame(filing, newest_event), **texts, vector=found.vector, length=found.length)


def emptied(filing, *, newest_event):
    """The FilingEntry of a filing whose texts are removed: without a word, found by nothing."""
    return FilingEntry(**_frame(filing, newest_event), vector="")


def _frame(filing, newest_event):
    return {
        "filing": filing,
        "newest_event": newest_event,
        "language": filing.language,
        "published_at": filing.arrived_at,
    }


def _said(*texts):
    return [text for text in texts if text]


def _lead(filing):
    with translation.override(filing.language):
        kind = str(filing.get_kind_display())
    others = [person.name for person in filing.co_applicants.all()]
    act = (filing.respondent, filing.happened_where, filing.decision_number, filing.decision_by)
    return _said(kind, *act, *others)


def _body(filing):
    return _said(filing.statement, filing.demand, filing.ground, filing.evidence_explanation, filing.remedy_sought)


def _papers(filing):
    yield from (file.name for file in filing.evidence.all())
    yield from (message.text for message in filing.messages.all())
    yield from (asked.text for asked in filing.information_requests.all())
    for hearing in filing.hearings.all():
        yield from (hearing.respondent_name, hearing.answer)
    for opinion in filing.opinions.all():
        yield opinion.text
        yield from map(plain_text, _said(opinion.draft_reasons, opinion.draft_operative_part))
    for referral in filing.referrals.all():
        yield from (referral.to, referral.text)
    for forwarding in filing.forwardings.all():
        yield from (forwarding.old_number, forwarding.reasons)


def _decisions(filing):
    for decision in filing.decisions.all():
        yield decision.number
        yield from map(plain_text, _said(decision.facts, decision.law, decision.reasons, decision.operative_part))
        yield from (decision.remedy_ordered, decision.published_alone_because)
        yield from (correction.text for correction in decision.corrections.all())
        for outcome in decision.court_outcomes.all():
            yield from (outcome.number, outcome.text)
