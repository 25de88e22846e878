"""What a reader may go to from a release: the older, the newer, and those about the same."""

from press.models import Release

RELATED_SHOWN = 4


def adjacent(release, at):
    """{"older": …, "newer_one": …}: the public releases beside this one in the list of its language, each or None."""
    if release.published_at is None:
        return {"older": None, "newer_one": None}
    found = Release.objects.public(at).in_language(release.language).for_lists()
    place = release.published_at, release.pk
    older, newer = found.before(*place).newest_first()[:1], found.after(*place).oldest_first()[:1]
    beside = {(row.published_at, row.pk) > place: row for row in older.union(newer, all=True)}
    return {"older": beside.get(False), "newer_one": beside.get(True)}


def related(release, at):
    """The public releases that are nearest to this one by their words, the nearest first; none for an unsaved one."""
    if release.pk is None:
        return []
    found = Release.objects.public(at).in_language(release.language).filter(related_from__release=release)
    return list(found.order_by("-related_from__weight", "-id").for_lists()[:RELATED_SHOWN])
