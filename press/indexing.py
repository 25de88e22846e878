"""What the search shall know of releases."""

from django.db.models import Prefetch

from commission.models import SearchEntry
from commission.portions import in_portions
from commission.rich_text import plain_text
from commission.search_index import ATTACHED_CHARACTERS, Indexed
from press.models import Attachment, Release

AT_ONCE = 100  # releases that a rebuild reads at a time, with the texts of their files


def attached(files):
    """The titles and texts of `files` (attachments); where they are long, as much of each."""
    share = ATTACHED_CHARACTERS // max(1, len(files))
    return "\n".join(f"{file.title}\n{file.text}"[: share - 1] for file in files)


def as_indexed(release, files):
    """The search's view of a release that has its instant, with the `files` that it offers."""
    return Indexed(
        kind=SearchEntry.Kind.RELEASE,
        object_id=release.pk,
        language=release.language,
        address=release.get_absolute_url(),
        title=f"{release.title} {release.document_number}".strip(),
        lead=release.lead,
        body=plain_text(release.body),
        attached=attached(files),
        topic=release.topic.slug if release.topic else "",
        published_at=release.published_at,
        visible_from=release.visible_from,
        visible_until=release.superseded_from,
    )


def public_texts():
    """All that is or will become public, for a rebuild of the index."""
    files = Prefetch("attachments", Attachment.objects.with_texts())
    found = Release.objects.approved().exclude(published_at=None).select_related("topic").prefetch_related(files)
    for release in in_portions(found, AT_ONCE):
        yield as_indexed(release, release.attachments.all())
