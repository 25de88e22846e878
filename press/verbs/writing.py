"""Writing: a release is saved, translated, removed. Each in one transaction."""

from django.db import connection, transaction
from django.utils import timezone

from commission.rich_text import sanitised, without_empty_paragraphs
from commission.text_search import storable
from press.media.removing import delete_attachments, delete_unused
from press.models import FormerAddress, Release, Step
from press.slugs import free_slug, slug_of
from press.verbs.journal import NotPossible, kept, locked, record, settled

PLAIN = ("title", "lead", "dateline_place", "press_contact", "document_number")
# what no form changes, but a verb of review or publication
DECIDED = (
    "status", "submitted_at", "submitted_by", "approved_at", "approved_by", "override_reason", "published_at",
    "published_by", "embargoed_until",    "superseded_by", "superseded_from",
)  # fmt: skip


class Stale(Exception):
    """Somebody has saved the release since it was opened; `current` is what is stored now."""

    def __init__(self, current):
        super().__init__()
        self.current = current


def cleaned(release):
    """Bring the words of the release into the form in which they are stored."""
    for field in PLAIN:
        setattr(release, field, storable(getattr(release, field)))
    release.body = without_empty_paragraphs(sanitised(storable(release.body)))


def _year_of(release):
    return timezone.localtime(release.published_at or release.created_at).year


def take_address(release):
    """Give the release a free slug in its year and language; an address that was public redirects to the new one."""
    with connection.cursor() as cursor:  # two releases of one title at once must not race for one slug
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"press-{release.language}-{_year_of(release)}"])
    before = Release.objects.filter(pk=release.pk).values_list("year", "slug", "status").first()
    release.year = _year_of(release)
    wanted = slug_of(release.slug or release.title)
    others = Release.objects.filter(language=release.language, year=release.year).exclude(pk=release.pk)
    former = FormerAddress.objects.filter(language=release.language, year=release.year).exclude(release=release.pk)
    taken = {*others.filter(slug__startswith=wanted).values_list("slug", flat=True)}
    taken |= {*former.filter(slug__startswith=wanted).values_list("slug", flat=True)}
    release.slug = free_slug(wanted, taken)
    FormerAddress.objects.filter(language=release.language, year=release.year, slug=release.slug).delete()
    if before and before[2] not in ("draft", "review") and before[:2] != (release.year, release.slug):
        FormerAddress.objects.create(release=release, language=release.language, year=before[0], slug=before[1])


@transaction.atomic
def save(release, *, by=None, from_version=None):
    """Save a release that the public has not read yet, as `by` wrote it: sanitised, with a free address.

    `from_version` is the version from which it was written: another one that
    is stored meanwhile raises Stale, and nothing is changed. An approval is
    taken back, since it was one of other words. Raises NotPossible for what
    is or was public: that is corrected.
    """
    if release.pk:
        stored = locked(release)
        if from_version is not None and stored.version != from_version:
            raise Stale(stored)
        if stored.status == Release.Status.WITHDRAWN or stored.is_published(timezone.now()):
            raise NotPossible
        for name in DECIDED:  # whatever was decided since the form was opened
            setattr(release, name, getattr(stored, name))
        if stored.status == Release.Status.APPROVED:
            take_back(release)
            record(stored, Step.Kind.CALLED_BACK, by=by)
        release.version = stored.version + 1
    cleaned(release)
    take_address(release)
    release.author = by
    return settled(kept(release, by=by))


def take_back(release):
    """Make a draft of it again: nobody has approved it."""
    release.status = Release.Status.DRAFT
    release.submitted_at = release.submitted_by = None
    release.approved_at = release.approved_by = None
    release.override_reason = ""
    release.published_at = release.published_by = release.embargoed_until = None


@transaction.atomic
def take_over(release, *, at=None, note=""):
    """Save a release of another site: public where its instant is known, else a draft.

    `note` is what the journal shall say of its origin: who wrote it there. What it is related to is worked out
    afterwards, for all that came together (press.related).
    """
    at = at or timezone.now()
    cleaned(release)
    take_address(release)
    if release.published_at:
        release.status = Release.Status.APPROVED
        release.submitted_at = release.approved_at = at
    kept(release, by=None)
    record(release, Step.Kind.IMPORTED, by=None, at=at, note=note)
    return settled(release, with_relations=False)


@transaction.atomic
def translate(original, *, language, by):
    """Begin the translation of `original` into `language`: a draft of its own, with the words still to be translated.

    It shows the same pictures; a file is of one language and stays behind.
    Raises NotPossible where the language has the release already.
    """
    if Release.objects.filter(translation_key=original.translation_key, language=language).exists():
        raise NotPossible
    carried = {name: getattr(original, name) for name in (*Release.WORDS, "topic_id")}
    release = Release(
        language=language,
        translation_key=original.translation_key,
        translated_from=original,
        translated_version=original.version,
        **carried,
    )
    release = save(release, by=by)
    for use in original.pictures.all():
        use.pk, use.release = None, release
        use.save(force_insert=True)
    return release


@transaction.atomic
def call_up_to_date(release, *, by):
    """Say that a translation says what its original says now."""
    release = locked(release)
    if release.translated_from is None:
        raise NotPossible
    release.translated_version = release.translated_from.version
    return kept(release, by=by)


@transaction.atomic
def remove(release):
    """Delete a draft with its pictures and files. Raises NotPossible for what is or was public: that is withdrawn."""
    release = locked(release)
    if release.status != Release.Status.DRAFT:
        raise NotPossible
    pictures = [*release.pictures.values_list("picture", flat=True)]
    delete_attachments(release.attachments.all())
    release.delete()
    delete_unused(pictures)
