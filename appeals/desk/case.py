"""The case screen: everything about one filing on one page, and the steps that are allowed now."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appeals import access, marks, verbs
from appeals.desk import related
from appeals.desk.contents_shown import parts_of
from appeals.desk.frame import desk_page, page
from appeals.desk.journal import journal_of
from appeals.desk.offers import offered
from appeals.desk.present import Papers
from appeals.desk.time_left import time_left
from appeals.limits import clock
from appeals.models import TimeLimitRule

CLOCKS = (TimeLimitRule.Limit.DECIDE, TimeLimitRule.Limit.FILE, TimeLimitRule.Limit.INVESTIGATE)


def papers_of(papers, *, user):
    """What was written in the case, and of what belongs to it what `user` may see, in the order in which it came."""
    visible = access.visible_to(user) if papers.kinds & {"joined", "appeals"} else None
    return {
        "messages_of_case": papers.of("messages", "sent_by", "entered_by", "answered_request", files=True),
        "requests": papers.of("information_requests", "asked_by", "answer"),
        "hearings": papers.of("hearings", "opened_by", "revoked_by", "entered_by", files=True),
        "opinions": papers.of("opinions", "given_by"),
        "referrals": papers.of("referrals", "referred_by"),
        "forwardings": papers.of("forwardings", "from_commission", "to_commission", "forwarded_by"),
        "agenda": papers.of("agenda_items", "session", "placed_by", "taken_off_by"),
        "joined": papers.of("joined", only=["number"], among=visible),
        "appeals": papers.of(
            "appeals", "commission", only=["number", "commission__number", "commission__name"], among=visible
        ),
        "co_applicants": papers.of("co_applicants"),
    }


def documents_of(decision, filing):
    """Links to the decision as a document: in full for staff, and as the public reads it where it was published."""
    full = reverse("admin:appeals_filing_decision_pdf", args=[filing.pk, decision.pk])
    links = [{"address": full, "label": _("Full text as PDF")}]
    if decision.published_at and filing.registered_at:
        links.append({"address": decision.get_absolute_url(), "label": _("What the public reads")})
    return links


def decisions_of(filing):
    """Every decision in the case, the newest first, with what became of it and its documents."""
    found = filing.decisions.select_related("session", "decided_by", "published_by", "commission").prefetch_related(
        "corrections__corrected_by", "services__served_by", "services__filing", "court_outcomes__recorded_by"
    )
    found = list(found)
    for decision in found:
        decision.documents = documents_of(decision, filing)
    return found


def clocks_of(filing, read):
    """The limits to decide and to file, with their working; `read` is what clock.known has read."""
    days = {"happened_on": filing.happened_on, "learned_on": filing.learned_on, "election": filing.election}
    return {"limit": clock.of(filing, read=read), "limit_to_file": clock.to_file(**days, read=read)}


def contested_case(filing, *, user):
    """The case in which `filing` appeals, with its whole file; None where it contests no case that `user` may see."""
    lower = filing.contested_filing_id and access.visible_to(user).filter(pk=filing.contested_filing_id)
    lower = lower.select_related("commission", "decision").first() if lower else None
    if lower is None:
        return None
    evidence = list(lower.evidence.all())
    return {
        "filing": lower,
        "parts": parts_of(lower, marks.lacking(lower, files=evidence)),
        "evidence": evidence,
        "decisions": decisions_of(lower),
        "opinions": lower.opinions.select_related("given_by"),
        "hearings": lower.hearings.select_related("opened_by", "revoked_by", "entered_by").prefetch_related("files"),
    }


@desk_page
@require_safe
def case(request, pk):
    """One case; that it was opened is journaled."""
    filing = access.filing_or_404(request.user, pk)
    if request.method == "GET":
        verbs.open_file(filing, by=request.user)
    evidence, papers = list(filing.evidence.all()), Papers(filing)
    contested = contested_case(filing, user=request.user)
    proofs = [*evidence, *(contested["evidence"] if contested else [])]  # an appeal carries the whole file over
    lacking = marks.lacking(filing, files=proofs)
    read = clock.known(*CLOCKS)
    context = {
        "filing": filing,
        "time_left": time_left(filing),
        "steps": offered(request.user, filing, read=read),
        "parts": parts_of(filing, lacking),
        "lacking": lacking,
        "evidence": evidence,
        "decisions": decisions_of(filing) if "decisions" in papers.kinds else [],
        "contested": contested,
        "related": related.related_to(filing, user=request.user),
        **clocks_of(filing, read),
        **papers_of(papers, user=request.user),
        **journal_of(filing),
    }
    return page(request, "case.html", context, title=filing.number)
