"""Saving and removing pages, in step with the search index."""

import re
from html import unescape

import nh3
from django.db import transaction

from commission import search_index
from commission.models import SearchEntry
from commission.pages.models import Page
from commission.search_index import Indexed
from commission.text_search import storable

TAGS = {"p", "br", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "blockquote"}


def sanitised(body):
    """`body` with only the tags that a page may hold."""
    return nh3.clean(body, tags=TAGS, attributes={"a": {"href", "hreflang"}}, link_rel="noopener")


def as_indexed(page):
    """The search's view of a page."""
    spaced = re.sub(r"</(p|h2|h3|li)>", r"</\1>\n", page.body)
    return Indexed(
        kind=SearchEntry.Kind.PAGE,
        object_id=page.pk,
        language=page.language,
        address=page.get_absolute_url(),
        title=page.title,
        lead="",
        body=unescape(nh3.clean(spaced, tags=set())).strip(),
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
