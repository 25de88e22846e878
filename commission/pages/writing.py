"""Saving and removing pages, in step with the search index."""

from django.db import transaction

from commission import search_index
from commission.models import SearchEntry
from commission.pages.models import Page
from commission.rich_text import plain_text, sanitised
from commission.search_index import Indexed
from commission.text_search import storable


def as_indexed(page):
    """The search's view of a page."""
    return Indexed(
        kind=SearchEntry.Kind.PAGE,
        object_id=page.pk,
        language=page.language,
        address=page.get_absolute_url(),
        title=page.title,
        lead="",
        body=plain_text(page.body),
        published_at=page.changed_at,
        visible_from=page.changed_at,
    )


@transaction.atomic
def save(page):
    """Save a page as edited."""
    page.title, page.body = storable(page.title), sanitised(storable(page.body))
    page.save()
    search_index.put([as_indexed(page)])
    return page


@transaction.atomic
def remove(page):
    """Delete a page and take it out of the index."""
    search_index.take_out(kind=SearchEntry.Kind.PAGE, object_id=page.pk)
    page.delete()


def public_texts():
    """Every page, for a rebuild of the index."""
    for page in Page.objects.all():
        yield as_indexed(page)
