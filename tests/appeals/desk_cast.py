"""The cast of the desk's tests: commissions of two tiers, their staff, and addresses by what they show."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from appeals import verbs
from appeals.models import Filing
from commission.models import ElectionCommission
from tests.factories_appeals import make_commission, make_filing, make_staff


def precinct(number="P03312", superior="C033"):
    """A precinct commission below a constituency commission."""
    return ElectionCommission.objects.get_or_create(
        number=number,
        defaults={"tier": "precinct", "superior": make_commission(superior), "name": {"en": f"Precinct {number}"}},
    )[0]


def central():
    return make_commission().superior


def queue(query=""):
    return reverse("admin:appeals_filing_changelist") + query


def case(filing):
    return reverse("admin:appeals_filing_change", args=[filing.pk])


def step(filing, noun):
    return reverse("admin:appeals_filing_step", args=[filing.pk, noun])


def evidence_of(filing):
    return reverse("admin:appeals_filing_evidence", args=[filing.pk, filing.evidence.get().uuid])


def sign_in(client, group="case officers", commission=None, name=None):
    """A member of staff of C033 unless told otherwise, signed in."""
    number = commission.number if commission else "C033"
    user = make_staff(name or f"{group} {number}", group=group, commission=commission)
    client.force_login(user)
    return user


def filed_now(**changes):
    """A filing that has just arrived, so that its limits run."""
    return make_filing(arrived_at=timezone.now(), **changes)


def registered(by, **changes):
    return verbs.register(filed_now(**changes), by=by)


def assigned(by, expert, **changes):
    return verbs.assign(registered(by, **changes), expert=expert, by=by)


def on_agenda(by, **changes):
    filing = registered(by, **changes)
    held_at = timezone.now() + timedelta(hours=1)
    session = filing.commission.sessions.first() or verbs.open_session(
        commission=filing.commission, number=26, held_at=held_at, by=by
    )
    return verbs.place_on_agenda(filing, session=session, by=by)


def decided(by, **changes):
    """A filing that was upheld; the decision is its `decision`."""
    reasons = "<p>Shown by Sample Applicant.</p>"
    decision = verbs.decide(on_agenda(by, **changes), outcome="upheld", reasons=reasons, by=by)
    return Filing.objects.select_related("decision").get(pk=decision.filing_id)
