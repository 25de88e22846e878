"""How every verb ends: the filing is locked, moved, journaled, and the applicant is told."""

import hashlib

from django.db.models import Q

from appeals.models import Event, Filing, NotAllowedNow, RegisterChange
from commission import outbox


def digest_of(text):
    """What the journal keeps of a text: enough to prove that it was this one, and not a word of it."""
    return hashlib.sha256(text.encode()).hexdigest()


def locked_rows(filings):
    """These filings (a queryset), each locked to the end of the transaction when it is read.

    The key stays free: who files an appeal refers to the row, and need not wait for the verb.
    """
    return filings.select_for_update(no_key=True, of=("self",))


def locked(filing, *statuses):
    """The filing as the database holds it now, locked to the end of the transaction.

    Raises NotAllowedNow where `statuses` are given and it is in none of them.
    """
    found = locked_rows(_for_verbs()).get(pk=filing.pk)
    if statuses and found.status not in statuses:
        raise NotAllowedNow(found.status)
    return found


def locked_together(*filings):
    """These filings and those joined with them, by key, as the database holds them now, locked.

    A verb that moves several locks them here, before it locks any: in the order
    of their keys, so that no two transactions wait for each other.
    """
    keys, found = {filing.pk for filing in filings}, {}
    while missing := _with_joined(keys) - found.keys():  # once more, for who was joined while we waited
        found |= {row.pk: row for row in locked_rows(_for_verbs()).filter(pk__in=missing).order_by("pk")}
    return found


def _for_verbs():
    return Filing.objects.select_related("commission", "election")


def _with_joined(keys):
    return set(Filing.objects.filter(Q(pk__in=keys) | Q(joined_to__in=keys)).values_list("pk", flat=True))


def is_public(filing, kind):
    """Whether the register shows a line of this kind, or the filing leaves the register with it."""
    return kind in Event.PUBLIC and (filing.registered_at is not None or kind == Event.Kind.FORWARDED)


def record(filing, kind, *, by, at, subject_id=None, deadline=None, digest=""):
    """Append a line to the journal; where the public reads it, the search is to know of it."""
    if is_public(filing, kind):
        RegisterChange.objects.create(filing_id=filing.pk)
    return Event.objects.create(
        filing=filing, kind=kind, happened_at=at, by=by, subject_id=subject_id, deadline=deadline, digest=digest
    )


def moved(filing, status, kind, *, by, at, subject_id=None, deadline=None, digest="", **changes):
    """Move a locked filing to `status` with `changes` and write the journal; raises NotAllowedNow."""
    filing.move_to(status, at=at)
    for name, value in changes.items():
        setattr(filing, name, value)
    filing.save(update_fields=["status", "closed_at", *changes])
    record(filing, kind, by=by, at=at, subject_id=subject_id, deadline=deadline, digest=digest)
    return filing


def tell(filing, letter):
    """Put a letter to the applicant into the outbox, if an address for letters was given."""
    if filing.applicant_email:
        outbox.post(to=filing.applicant_email, language=filing.language, about=filing.number, **letter)
