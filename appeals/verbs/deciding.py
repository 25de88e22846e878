"""Sessions and decisions: placed on the agenda, decided, served, corrected, published, followed into court."""

from django.db import transaction
from django.utils import timezone

from appeals import indexing, letters
from appeals.documents import covering
from appeals.limits import clock
from appeals.models import (
    AgendaItem,
    Correction,
    CourtOutcome,
    Decision,
    Event,
    Filing,
    NotAllowedNow,
    Outcome,
    Service,
    Session,
)
from appeals.verbs.hearing import close_hearings
from appeals.verbs.joining import followers
from appeals.verbs.journal import digest_of, locked, moved, record, tell
from appeals.verbs.numbering import next_decision_number
from commission import outbox
from commission.rich_text import sanitised


@transaction.atomic
def open_session(*, commission, number, held_at, by):
    """Call a session of a commission; its number is unique in its year."""
    year = timezone.localtime(held_at).year
    return Session.objects.create(commission=commission, year=year, number=number, held_at=held_at, opened_by=by)


@transaction.atomic
def place_on_agenda(filing, *, session, by, at=None):
    """Place a filing on the agenda of a session of its commission."""
    at = at or timezone.now()
    filing = locked(filing, Filing.Status.REGISTERED, Filing.Status.UNDER_REVIEW)
    if session.commission_id != filing.commission_id:
        raise NotAllowedNow("a session of another commission")
    AgendaItem.objects.create(session=session, filing=filing, placed_at=at, placed_by=by)
    return moved(filing, Filing.Status.ON_AGENDA, Event.Kind.PLACED_ON_AGENDA, by=by, at=at, subject_id=session.pk)


@transaction.atomic
def take_off_agenda(filing, *, by, at=None):
    """Take a filing off the agenda; it goes on as before."""
    at = at or timezone.now()
    filing = locked(filing, Filing.Status.ON_AGENDA)
    status = Filing.Status.UNDER_REVIEW if filing.expert_id else Filing.Status.REGISTERED
    moved(filing, status, Event.Kind.TAKEN_OFF_AGENDA, by=by, at=at)
    filing.agenda_items.filter(taken_off_at=None).update(taken_off_at=at, taken_off_by=by)
    return filing


def _decision(filing, session, *, at, by, **facts):
    year, number = next_decision_number(filing.commission, session, at)
    return Decision.objects.create(
        filing=filing,
        commission=filing.commission,
        session=session,
        year=year,
        number=number,
        language=filing.language,
        decided_at=at,
        decided_by=by,
        **facts,
    )


@transaction.atomic
def decide(
    filing,
    *,
    outcome,
    reasons,
    facts="",
    law="",
    operative_part="",
    remedy_ordered="",
    votes_for=None,
    votes_against=None,
    absent=None,
    by,
    at=None,
):
    """Decide a filing on the agenda of a session (112.4); the Decision with its number. Texts are sanitised HTML."""
    at = at or timezone.now()
    filing = locked(filing, Filing.Status.ON_AGENDA)
    item = filing.agenda_items.select_related("session").get(taken_off_at=None)
    decision = _decision(
        filing,
        item.session,
        at=at,
        by=by,
        outcome=outcome,
        facts=sanitised(facts),
        law=sanitised(law),
        reasons=sanitised(reasons),
        operative_part=sanitised(operative_part),
        remedy_ordered=remedy_ordered,
        votes_for=votes_for,
        votes_against=votes_against,
        absent=absent,
    )
    moved(
        filing, Filing.Status.DECIDED, Event.Kind.DECIDED, by=by, at=at, subject_id=decision.pk,
        digest=digest_of(decision.reasons), decision=decision,
    )  # fmt: skip
    item.taken_off_at, item.taken_off_by = at, by
    item.save(update_fields=["taken_off_at", "taken_off_by"])
    _tell_all(filing, decision)
    return decision


def _tell_all(filing, decision):
    """The letter about a decision, to the applicant and to those whose filings were joined."""
    for each in (filing, *followers(filing)):
        tell(each, letters.decided(each, decision))


@transaction.atomic
def return_(filing, *, reasons, by, at=None):
    """Return a filing that is too late or no complaint, with reasons (112-1.12)."""
    at = at or timezone.now()
    filing = locked(filing)
    filing.move_to(Filing.Status.RETURNED, at=at)  # refuses before a number is used
    decision = _decision(filing, None, at=at, by=by, outcome=Outcome.RETURNED, reasons=sanitised(reasons))
    filing.decision = decision
    filing.save(update_fields=["status", "closed_at", "decision"])
    record(filing, Event.Kind.RETURNED, by=by, at=at, subject_id=decision.pk, digest=digest_of(decision.reasons))
    close_hearings(filing, Event.Kind.RETURNED, by=by, at=at)
    _tell_all(filing, decision)
    return decision


@transaction.atomic
def serve(decision, *, party, way, by, at=None):
    """Serve a decision on a party; on the applicant it starts the time limit for an appeal.

    Served on the applicant, it is served in the same way on those whose
    filings were joined, each with a row and a letter of their own. Result: the
    Service on the party in the filing that was decided.

    Raises NotAllowedNow for service by e-mail on who has no address for it:
    no letter would go, and still the limit would run.
    """
    at = at or timezone.now()
    decision.filing = filing = locked(decision.filing)
    if way == Service.Way.EMAIL and not decision.reaches_by_email(party):
        raise NotAllowedNow("no e-mail address")
    served = (filing, *followers(filing)) if party == Service.Party.APPLICANT and decision.is_in_force else (filing,)
    if party == Service.Party.APPLICANT:
        limit = clock.to_appeal(decision, received_on=timezone.localdate(at))
        decision.appeal_deadline = limit.deadline if limit else None
        decision.save(update_fields=["appeal_deadline"])
    facts = {"decision": decision, "party": party, "way": way, "served_at": at, "served_by": by}
    services = [Service.objects.create(filing=each, **facts) for each in served]
    for service in services:
        record(
            service.filing, Event.Kind.SERVED, by=by, at=at, subject_id=service.pk, deadline=decision.appeal_deadline
        )
    if party == Service.Party.APPLICANT:
        for each in served:
            tell(each, letters.served(each, decision))
    elif hearing := decision.heard_by_email():
        outbox.post(
            to=hearing.respondent_email, language=filing.language, about=filing.number,
            **letters.served_on_respondent(filing, decision),
        )  # fmt: skip
    return services[0]


@transaction.atomic
def correct(decision, *, text, by, at=None):
    """Correct a clerical error in a decision; that there is a correction stands beside it for everybody to see.

    Where the decision is published, the public reads its words once it is published anew.
    """
    filing = locked(decision.filing)
    at = at or timezone.now()  # after the lock: it must not seem older than a publication that went before
    correction = Correction.objects.create(decision=decision, text=text, corrected_at=at, corrected_by=by)
    record(filing, Event.Kind.CORRECTED, by=by, at=at, subject_id=correction.pk, digest=digest_of(text))
    indexing.enter_decisions(filing)
    tell(filing, letters.corrected(filing, decision))
    return correction


@transaction.atomic
def publish(decision, *, redactions, alone_because="", by, at=None):
    """Publish a decision without the words in `redactions` (a list of names, addresses and the like).

    It takes two: who decided publishes it alone only with a reason, which is
    kept; NotAllowedNow without.

    What the public reads, the search included, is the redacted text, with the
    corrections and court outcomes that stand by now. How to reach the
    applicants is always covered. Publishing anew replaces the words, and only
    adds some once the filing's texts are removed and names no longer known.
    """
    filing = locked(decision.filing)
    at = at or timezone.now()
    if filing.registered_at is None:
        raise NotAllowedNow("not on the register")
    if is_alone := by.pk == decision.decided_by_id:
        if not alone_because.strip():
            raise NotAllowedNow("a decision is published by another person than decided it")
        reasons = [decision.published_alone_because, alone_because.strip()]
        decision.published_alone_because = "\n".join(filter(None, reasons))
    terms = [*redactions, *covering.certain_terms(filing)]
    terms += decision.redactions if covering.is_emptied(filing) else []
    decision.redactions = sorted({term.strip() for term in terms if term.strip()})
    decision.published_at, decision.published_by = at, by
    decision.save(update_fields=["redactions", "published_at", "published_by", "published_alone_because"])
    record(filing, Event.Kind.PUBLISHED, by=by, at=at, subject_id=decision.pk)
    if is_alone:
        digest = digest_of(decision.published_alone_because)
        record(filing, Event.Kind.PUBLISHED_ALONE, by=by, at=at, subject_id=decision.pk, digest=digest)
    indexing.enter_decisions(filing)
    return decision


@transaction.atomic
def record_court_outcome(decision, *, court, number, decided_on, result, text="", by, at=None):
    """Record what a court made of a decision: the result is public at once, words once it is published anew."""
    filing = locked(decision.filing)
    at = at or timezone.now()
    outcome = CourtOutcome.objects.create(
        decision=decision,
        court=court,
        number=number,
        decided_on=decided_on,
        result=result,
        text=text,
        recorded_at=at,
        recorded_by=by,
    )
    record(filing, Event.Kind.COURT_OUTCOME, by=by, at=at, subject_id=outcome.pk)
    indexing.enter_decisions(filing)
    tell(filing, letters.court_outcome(filing, outcome))
    return outcome
