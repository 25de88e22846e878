"""Earlier words of a release are brought back: by saving them again, or as a correction of what is public."""

from django.db import transaction
from django.utils import timezone

from press.models import Release
from press.verbs.correcting import propose
from press.verbs.journal import locked
from press.verbs.writing import Stale, save


@transaction.atomic
def restore(release, *, earlier, by, from_version=None, is_major=False, note="", at=None):
    """Bring back the words of `earlier`, a version in the history of this release.

    Until the public has read the release this is a save like any other, and
    the release is returned; afterwards a correction is proposed with those
    words, minor or with a `note` for the public, and the Change is returned.
    Raises ValueError for a version of another release, Stale where somebody
    has saved it since `from_version`, and NotPossible as saving and proposing do.
    """
    if earlier.id != release.pk:
        raise ValueError(earlier)
    stored = locked(release)
    if from_version is not None and stored.version != from_version:
        raise Stale(stored)
    words = {name: getattr(earlier, name) for name in Release.WORDS}
    if stored.is_published(at or timezone.now()):
        return propose(stored, words=words, is_major=is_major, note=note, by=by, at=at)
    for name, text in words.items():
        setattr(stored, name, text)
    return save(stored, by=by)
