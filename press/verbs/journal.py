"""What all verbs of the newsroom share: the locked row, its version in the history, its line in the journal."""

from django.utils import timezone

from commission import search_index
from commission.models import SearchEntry
from press import related
from press.indexing import as_indexed
from press.models import Release, Step


class NotPossible(Exception):
    """The release is in a state that does not allow this, or the person may not do it to their own work."""


def locked(release):
    """The row as it is stored, locked until the transaction ends."""
    return Release.objects.select_for_update(of=["self"]).get(pk=release.pk)


PLACE = ["superseded_by", "superseded_from"]  # what will take the place of a release, of which nothing may tell before


def kept(release, *, by, names=None):
    """Save the row, or of it what `names` says, and its version in the history as made by `by`.

    Whatever is saved whole has changed for the public, too, at this instant.
    """
    release._history_user = by
    release.save(update_fields=names)
    return release


def record(release, kind, *, by, at=None, note=""):
    """A line of the newsroom's journal."""
    return Step.objects.create(release=release, kind=kind, by=by, at=at or timezone.now(), note=note)


def settled(release, *, with_relations=True):
    """Bring into step with the release what depends on when it can be read: search, relations, what it supersedes.

    Whoever enters many at once leaves the relations out and has them worked out afterwards.
    """
    is_indexed = release.visible_from is not None
    if is_indexed:
        search_index.put([as_indexed(release, release.attachments.with_texts())])
    else:
        search_index.take_out(kind=SearchEntry.Kind.RELEASE, object_id=release.pk)
    if with_relations:
        (related.renew if is_indexed else related.take_out)([release.pk])
    if release.status != Release.Status.WITHDRAWN:  # a withdrawn one does not give its place back
        for older in Release.objects.select_for_update().filter(superseded_by=release):
            if older.superseded_from != release.visible_from:
                older.superseded_from = release.visible_from
                settled(kept(older, by=release.published_by, names=PLACE))
    return release
