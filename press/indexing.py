"""What the search shall know of releases."""

from commission.models import SearchEntry
from commission.portions import in_portions
from commission.rich_text import plain_text
from commission.search_index import Indexed
from press.models import Release


def as_indexed(release):
    """The search's view of a release that has its instant."""
    return Indexed(
        kind=SearchEntry.Kind.RELEASE,
        object_id=release.pk,
        language=release.language,
        address=release.get_absolute_url(),
        title=f"{release.title} {release.document_number}".strip(),
        lead=release.lead,
        body=plain_text(release.body),
        published_at=release.published_at,
        visible_from=release.visible_from,
        visible_until=release.superseded_from,
    )


def public_texts():
    """All that is or will become public, for a rebuild of the index."""
    for release in in_portions(Release.objects.approved().exclude(published_at=None)):
        yield as_indexed(release)
