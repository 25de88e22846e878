"""Corrections of what the public has read: proposed by one person, made by another."""

from django.db import transaction
from django.utils import timezone

from commission.text_search import storable
from press import hub
from press.models import Change, Release, Step
from press.verbs.journal import NotPossible, kept, locked, record, settled
from press.verbs.reviewing import NeedsAnother
from press.verbs.writing import Stale, cleaned


@transaction.atomic
def propose(release, *, words, is_major, note="", by, from_version=None, at=None):
    """Propose other words for a public release; nothing is changed yet.

    `words` maps names of `Release.WORDS` to their new text; a major change
    has a `note` for the public. Raises NotPossible where the public cannot
    read the release, where nothing changes or another change waits, and Stale
    where it was corrected since `from_version`.
    """
    at = at or timezone.now()
    release = locked(release)
    if from_version is not None and release.version != from_version:
        raise Stale(release)
    before = {name: getattr(release, name) for name in Release.WORDS}
    for name, text in words.items():
        if name not in before:
            raise ValueError(name)
        setattr(release, name, text)
    cleaned(release)
    changed = {name: getattr(release, name) for name in words if getattr(release, name) != before[name]}
    if not release.is_published(at) or not changed or not release.title or release.changes.waiting().exists():
        raise NotPossible
    record(release, Step.Kind.CHANGE_PROPOSED, by=by, at=at, note=note)
    return Change.objects.create(
        release=release, words=changed, is_major=is_major, note=storable(note).strip(), proposed_by=by, proposed_at=at,
        from_version=release.version,
    )  # fmt: skip


@transaction.atomic
def make(change, *, by, override_reason="", at=None):
    """Make a proposed change: the public reads the new words at once.

    Who proposed it needs an `override_reason`, which stands in the journal;
    without one NeedsAnother is raised. Raises NotPossible for a change that
    does not wait, or whose release the public cannot read any more.
    """
    at = at or timezone.now()
    release = locked(change.release)
    change = Change.objects.select_for_update().get(pk=change.pk)
    if change.made_at or change.dropped_at or not release.is_published(at):
        raise NotPossible
    is_own = change.proposed_by_id == by.pk
    if is_own and not override_reason.strip():
        raise NeedsAnother
    change.made_at, change.made_by = at, by
    change.override_reason = override_reason.strip() if is_own else ""
    change.save()
    for name, text in change.words.items():
        setattr(release, name, text)
    release.version += 1
    if change.is_major:
        release.corrected_at = at
        hub.tell_again(release, at=at)
    record(
        release, Step.Kind.CHANGED_ALONE if is_own else Step.Kind.CHANGED, by=by, at=at,
        note=change.override_reason or change.note,
    )  # fmt: skip
    return settled(kept(release, by=by))


@transaction.atomic
def drop(change, *, by, at=None):
    """Drop a proposed change. Raises NotPossible for one that does not wait."""
    change = Change.objects.select_for_update().get(pk=change.pk)
    if change.made_at or change.dropped_at:
        raise NotPossible
    change.dropped_at, change.dropped_by = at or timezone.now(), by
    change.save()
    record(change.release, Step.Kind.CHANGE_DROPPED, by=by, at=change.dropped_at)
    return change
