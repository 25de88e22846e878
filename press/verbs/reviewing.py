"""Review: a release is handed in, sent back, approved by somebody other than its author, called back."""

from django.db import transaction
from django.utils import timezone

from press.models import Release, Step
from press.verbs.journal import NotPossible, kept, locked, record, settled
from press.verbs.writing import take_back


class NeedsAnother(NotPossible):
    """Whose words they are cannot approve them without saying why."""


def writers_of(release):
    """The keys of all who wrote what waits for approval: each who has saved it since it was last a public text."""
    saved = release.history.exclude(history_user=None).filter(status__in=["draft", "review"])
    return {*saved.values_list("history_user", flat=True)} | {release.author_id}


@transaction.atomic
def submit(release, *, by, at=None):
    """Hand a draft in for review. Raises NotPossible for anything else, and for one without a title and a text."""
    release = locked(release)
    if release.status != Release.Status.DRAFT or not (release.title and release.body):
        raise NotPossible
    release.status = Release.Status.REVIEW
    release.submitted_at, release.submitted_by = at or timezone.now(), by
    record(release, Step.Kind.SUBMITTED, by=by, at=release.submitted_at)
    return kept(release, by=release.author)


@transaction.atomic
def send_back(release, *, by, note, at=None):
    """Give what was handed in back to its author, with a note that says why."""
    release = locked(release)
    if release.status != Release.Status.REVIEW:
        raise NotPossible
    take_back(release)
    record(release, Step.Kind.SENT_BACK, by=by, at=at, note=note)
    return kept(release, by=release.author)


@transaction.atomic
def approve(release, *, by, override_reason="", at=None):
    """Approve what was handed in.

    Whoever has written any of it needs an `override_reason`, which stands in
    the journal; without one NeedsAnother is raised. Raises NotPossible for
    what is not in review.
    """
    release = locked(release)
    if release.status != Release.Status.REVIEW:
        raise NotPossible
    is_own = by.pk in writers_of(release)
    if is_own and not override_reason.strip():
        raise NeedsAnother
    release.status = Release.Status.APPROVED
    release.approved_at, release.approved_by = at or timezone.now(), by
    release.override_reason = override_reason.strip() if is_own else ""
    kind = Step.Kind.APPROVED_ALONE if is_own else Step.Kind.APPROVED
    record(release, kind, by=by, at=release.approved_at, note=release.override_reason)
    return settled(kept(release, by=by))


@transaction.atomic
def call_back(release, *, by, note="", at=None):
    """Take an approval back before the public has read the release; it is a draft again."""
    at = at or timezone.now()
    release = locked(release)
    if release.status != Release.Status.APPROVED or release.is_published(at):
        raise NotPossible
    take_back(release)
    record(release, Step.Kind.CALLED_BACK, by=by, at=at, note=note)
    return settled(kept(release, by=release.author))
