"""How every verb ends: the filing is locked, moved, journaled, and the applicant is told."""

from appeals.models import Event, Filing, NotAllowedNow
from commission import outbox


def locked(filing, *statuses):
    """The filing as the database holds it now, locked to the end of the transaction.

    Raises NotAllowedNow where `statuses` are given and it is in none of them.
    """
    found = Filing.objects.select_for_update(of=["self"]).select_related("commission", "election").get(pk=filing.pk)
    if statuses and found.status not in statuses:
        raise NotAllowedNow(found.status)
    return found


def record(filing, kind, *, by, at, subject_id=None, deadline=None, digest=""):
    """Append a line to the journal."""
    return Event.objects.create(
        filing=filing, kind=kind, happened_at=at, by=by, subject_id=subject_id, deadline=deadline, digest=digest
    )


def moved(filing, status, kind, *, by, at, subject_id=None, digest="", **changes):
    """Move a locked filing to `status` with `changes` and write the journal; raises NotAllowedNow."""
    filing.move_to(status, at=at)
    for name, value in changes.items():
        setattr(filing, name, value)
    filing.save(update_fields=["status", "closed_at", *changes])
    record(filing, kind, by=by, at=at, subject_id=subject_id, digest=digest)
    return filing


def tell(filing, letter):
    """Put a letter to the applicant into the outbox, if an address for letters was given."""
    if filing.applicant_email:
        outbox.post(to=filing.applicant_email, language=filing.language, about=filing.number, **letter)
