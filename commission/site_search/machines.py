"""The search for programs: how it is asked (OpenSearch), what is new of a question (Atom), and all of it as JSON."""

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commission.http import public_page
from commission.site_search.forms import checked
from commission.site_search.search import PublicSearch, answered
from commission.translated import in_language

DESCRIPTION_TYPE = "application/opensearchdescription+xml"
SUGGESTIONS_TYPE = "application/x-suggestions+json"
SHORT_NAME, LONG_NAME = 16, 48  # characters that OpenSearch 1.1 allows
SHOWN_VALUES = 50
NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # when a feed without an entry was changed: the same whenever it is asked


@public_page
def description(request):
    """What a browser or program must know to ask this search in the page's language."""
    names = {"short_name": _("Election search")[:SHORT_NAME], "long_name": _name(_("Search"))[:LONG_NAME]}
    page = render(request, "site_search/description.xml", names)
    page["Content-Type"] = DESCRIPTION_TYPE
    return page


def _name(of_what):
    return f"{in_language(settings.COMMISSION_NAME)}: {of_what}"


def _address(name, query=""):
    address = settings.SITE_URL + reverse(f"site_search:{name}")
    return f"{address}?{query}" if query else address


class SearchFeed(Atom1Feed):
    """Atom that names the language of each entry, and an instant even where there is none."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


@public_page
def feed(request):
    """The newest texts that hold all words of a question, as Atom."""
    form, is_valid = checked(request)
    if not is_valid:
        return HttpResponse(form.errors.as_text(), status=400, content_type="text/plain; charset=utf-8")
    narrowed = replace(form.narrowing(), sort="date")
    question, query = form.cleaned_data["q"], form.query()
    asked = PublicSearch(question, at=request.arrived_at, own_language=request.LANGUAGE_CODE, narrowing=narrowed)
    own, title = _address("feed", query), _name(asked.text or _("Search"))
    atom = SearchFeed(
        title=title, link=_address("search", query), description=None, feed_url=own,
        feed_guid=own, language=get_language(), author_name=in_language(settings.COMMISSION_NAME),
    )  # fmt: skip
    for result in asked.page(1):
        if result.is_whole:
            atom.add_item(**_as_item(result))
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _as_item(result):
    entry = result.entry
    return {
        "title": entry.title,
        "link": settings.SITE_URL + entry.address,
        "description": result.excerpt or None,
        "unique_id": f"{settings.SITE_URL}/{entry.kind}/{entry.object_id}/{entry.language}",
        "pubdate": entry.published_at,
        "updateddate": entry.published_at,
        "categories": [str(entry.kind_name)],
        "language": entry.language,
    }


@public_page
def as_json(request):
    """A page of results as JSON, with what the page for people says of them."""
    form, is_valid = checked(request)
    if not is_valid:
        return JsonResponse({"errors": form.errors}, status=400)
    options = {"at": request.arrived_at, "own_language": request.LANGUAGE_CODE, "narrowing": form.narrowing()}
    answer, page = answered(form.cleaned_data["q"], **options), form.cleaned_data["page"]
    asked = answer.search
    if page > asked.pages:
        raise Http404
    tally = asked.tally if asked.matches else {}
    return JsonResponse(
        {
            "question": asked.text,
            "instead_of": answer.instead_of,
            "did_you_mean": answer.did_you_mean,
            "count": asked.count,
            "is_more_than_counted": asked.is_more_than_counted,
            "page": page,
            "pages": asked.pages,
            "narrowing": {name: dict(values.most_common(SHOWN_VALUES)) for name, values in tally.items()},
            "results": [_as_dict(result) for result in asked.page(page)] if asked.matches else [],
        }
    )


def _as_dict(result):
    entry = result.entry
    return {
        "title": entry.title,
        "address": settings.SITE_URL + entry.address,
        "kind": entry.kind,
        "language": entry.language,
        "published_at": entry.published_at.isoformat(),
        "excerpt": unescape(result.excerpt.replace("<mark>", "").replace("</mark>", "")),
        "is_whole": result.is_whole,
    }


def suggestions_as_array(text, found):
    """Suggestions in the form that browsers read (OpenSearch Suggestions 1.1): texts, no descriptions, addresses."""
    titles = [entry.title for entry in found]
    addresses = [settings.SITE_URL + entry.address for entry in found]
    return JsonResponse([text, titles, [""] * len(titles), addresses], safe=False, content_type=SUGGESTIONS_TYPE)
