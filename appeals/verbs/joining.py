"""Filings about the same: joined, decided together, and given back when the one that leads is withdrawn."""

from django.db import transaction
from django.utils import timezone

from appeals import letters
from appeals.limits import clock
from appeals.models import Event, Filing, NotAllowedNow
from appeals.verbs.journal import locked_together, moved, record, tell


def followers(filing):
    """The filings that follow the outcome of a locked one, oldest first; nobody joins or leaves it meanwhile."""
    return list(filing.joined.select_related("commission", "election").order_by("pk"))


def locked_with_followers(filing):
    """A filing, locked, and the list of those that follow its outcome, locked too, oldest first."""
    found = locked_together(filing)
    return found.pop(filing.pk), [each for each in found.values() if each.joined_to_id == filing.pk]


@transaction.atomic
def join(filing, *, lead, by, at=None):
    """Join a filing with another one about the same: it ends here, and follows the outcome of `lead`.

    Those that followed it follow `lead` from now on, so that nobody follows
    one that follows another itself. Raises NotAllowedNow for a lead that has
    ended or lies with another commission.
    """
    at = at or timezone.now()
    found = locked_together(filing, lead)
    filing, lead = found[filing.pk], found[lead.pk]
    if lead == filing or not lead.is_open or lead.commission_id != filing.commission_id:
        raise NotAllowedNow("not with this one")
    moved(filing, Filing.Status.JOINED, Event.Kind.JOINED, by=by, at=at, subject_id=lead.pk, joined_to=lead)
    tell(filing, letters.joined(filing))
    for follower in found.values():
        if follower.joined_to_id == filing.pk:
            follower.joined_to = lead
            follower.save(update_fields=["joined_to"])
            record(follower, Event.Kind.JOINED, by=by, at=at, subject_id=lead.pk)
            tell(follower, letters.joined(follower))
    return filing


def give_back(follower, *, by, at):
    """Let a locked filing go on by itself, since the applicant of the one that it followed has withdrawn.

    It stands where it stood: on the register, or waiting to be registered. Its
    limit to decide is the one that it had, and has run on, since no applicant
    may lengthen the way of another; only the rules are those of today.
    """
    status = Filing.Status.REGISTERED if follower.registered_at else Filing.Status.FILED
    lead, follower.rested_days = follower.joined_to, clock.days_of_rest(follower)
    deadline = clock.decision_deadline(follower)
    changes = {"joined_to": None, "rested_days": follower.rested_days, "decision_deadline": deadline}
    moved(follower, status, Event.Kind.GIVEN_BACK, by=by, at=at, subject_id=lead.pk, deadline=deadline, **changes)
    tell(follower, letters.given_back(follower, lead))
