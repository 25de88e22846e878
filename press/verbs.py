"""What happens to releases: saved, published, withdrawn. Each in one transaction with the search index."""

from django.db import connection, transaction
from django.utils import timezone

from commission import search_index
from commission.models import SearchEntry
from commission.rich_text import sanitised
from commission.text_search import storable
from press.indexing import as_indexed
from press.models import FormerAddress, Release
from press.slugs import free_slug, slug_of


class NotPossible(Exception):
    """The release is in a state that does not allow this."""


def _year_of(release):
    return timezone.localtime(release.published_at or release.created_at).year


def _take_address(release):
    """Give the release a free slug in its year and language; the old address, if any was public, redirects."""
    with connection.cursor() as cursor:  # two releases of one title at once must not race for one slug
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"press-{release.language}-{_year_of(release)}"])
    before = Release.objects.filter(pk=release.pk).values_list("year", "slug", "status", "image").first()
    release.year = _year_of(release)
    wanted = slug_of(release.slug or release.title)
    others = Release.objects.filter(language=release.language, year=release.year).exclude(pk=release.pk)
    former = FormerAddress.objects.filter(language=release.language, year=release.year).exclude(release=release.pk)
    taken = {*others.filter(slug__startswith=wanted).values_list("slug", flat=True)}
    taken |= {*former.filter(slug__startswith=wanted).values_list("slug", flat=True)}
    release.slug = free_slug(wanted, taken)
    return before


@transaction.atomic
def save(release, *, by=None):
    """Save a release as edited: sanitised, with a free address, the search index brought in step.

    `by` is None for imports. A public address that changes leaves a redirect.
    """
    for field in ("title", "lead", "dateline_place", "press_contact", "document_number"):
        setattr(release, field, storable(getattr(release, field)))
    release.body = sanitised(storable(release.body))
    before = _take_address(release)
    release.save()
    FormerAddress.objects.filter(language=release.language, year=release.year, slug=release.slug).delete()
    if before and before[2] != Release.Status.DRAFT and before[:2] != (release.year, release.slug):
        FormerAddress.objects.create(release=release, language=release.language, year=before[0], slug=before[1])
    if before and before[3] not in ("", release.image.name):
        _delete_picture(release.image.storage, before[3])
    _index(release)
    return release


def _delete_picture(storage, name):
    # the file last: a row that names no file is worse than a file that no row names
    transaction.on_commit(lambda: storage.delete(name))


def _index(release):
    if release.status == Release.Status.PUBLISHED:
        search_index.put([as_indexed(release)])
    else:
        search_index.take_out(kind=SearchEntry.Kind.RELEASE, object_id=release.pk)


@transaction.atomic
def publish(release, *, by, at=None):
    """Publish a draft: at its own instant if one is set, else at `at`. Raises NotPossible for anything but a draft."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.status != Release.Status.DRAFT:
        raise NotPossible
    release.status = Release.Status.PUBLISHED
    release.published_at = release.published_at or at or timezone.now()
    release.published_by = by
    return save(release, by=by)


@transaction.atomic
def withdraw(release, *, by, reason, at=None):
    """Withdraw a published release: its addresses answer 410 with the reason. Raises NotPossible for any other."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.status != Release.Status.PUBLISHED:
        raise NotPossible
    release.status = Release.Status.WITHDRAWN
    release.withdrawn_at = at or timezone.now()
    release.withdrawn_by = by
    release.withdrawal_reason = reason
    return save(release, by=by)


@transaction.atomic
def remove(release):
    """Delete a draft and its picture. Raises NotPossible for what is or was public: that is withdrawn."""
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.status != Release.Status.DRAFT:
        raise NotPossible
    release.delete()
    if release.image:
        _delete_picture(release.image.storage, release.image.name)
