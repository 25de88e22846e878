"""What the applicant reads of the case: each part of the page, gathered with a constant number of queries."""

from django.db.models import Prefetch, prefetch_related_objects

from appeals import remedies
from appeals.documents import covering, decision_document
from appeals.limits import clock
from appeals.models import Event, Evidence, Forwarding
from commission.rich_text import sanitised

WORKED_OUT_ANEW = (
    Event.Kind.EXTENDED, Event.Kind.DEADLINE_CHANGED, Event.Kind.REOPENED, Event.Kind.GIVEN_BACK,
)  # fmt: skip


def parts(filing, *, at):
    """The parts of the page at the instant `at`, as variables for its template."""
    requests = list(filing.information_requests.select_related("answer"))
    events = list(filing.events.told_to_parties())
    lead = remedies.lead_of(filing)
    return {
        "filing": filing,
        "lead": lead,
        "joint_decision": _joint_decision(lead, filing),
        "now": at,
        "is_overdue": filing.overdue(at),
        "limit": clock.of(filing) if filing.is_open else None,
        "changes": [event for event in events if event.kind in WORKED_OUT_ANEW],
        "events": events,
        "open_request": next((asked for asked in requests if asked.answer_id is None), None),
        "thread": thread(filing, requests),
        "answers": filing.hearings.exclude(answered_at=None).prefetch_related("files"),
        "remedy": remedies.of(filing, at),
        "evidence": filing.evidence.filter(message=None, hearing=None),
        "co_applicants": filing.co_applicants.all(),
        "former": Forwarding.objects.filter(filing=filing).select_related("from_commission", "to_commission"),
        "appeals": filing.appeals.only("arrived_at"),
    } | _decision(filing)


def _joint_decision(lead, filing):
    """The text of the decision of `lead`, once it is served on who was joined with it; people covered. Else empty."""
    decision = lead.decision
    if lead == filing or decision is None or not decision.services.filter(filing=filing).exists():
        return ""
    covered = [*decision.redactions, *covering.usual_terms(lead)]
    return decision_document.decision_html(decision, for_public=True, redactions=covered, level=3)


def thread(filing, requests=None):
    """Messages of both sides and the commission's requests, oldest first."""
    if requests is None:
        requests = filing.information_requests.select_related("answer")
    messages = filing.messages.prefetch_related(Prefetch("files", Evidence.objects.order_by("id")))
    entries = [(message.sent_at, 1, message.pk, {"message": message}) for message in messages]
    entries += [(asked.asked_at, 0, asked.pk, {"request": asked}) for asked in requests]
    return [entry for *_order, entry in sorted(entries, key=lambda found: found[:3])]


def _decision(filing):
    """The decision with all that belongs to it, and those that a reopening has overtaken."""
    decision = filing.decision
    if decision is None:
        return {"earlier_decisions": filing.decisions.all()}
    prefetch_related_objects([decision], "services")
    texts = ("facts", "law", "reasons", "operative_part")
    return {
        "decision": decision,
        # cleaned when it was stored, and again here: what is shown never rests on what was stored alone
        "decision_texts": {name: sanitised(getattr(decision, name)) for name in texts},
        "corrections": decision.corrections.all(),
        "court_outcomes": decision.court_outcomes.all(),
        "services": [service for service in decision.services.all() if service.filing_id == filing.pk],
        "earlier_decisions": filing.decisions.exclude(pk=decision.pk),
    }
