"""Searching the site."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render

from commission.http import public_page
from commission.models import SearchEntry
from commission.site_search.forms import QUERY_CHARACTERS, SearchForm
from commission.site_search.search import Search, suggestions


@public_page
def search(request):
    """The form, and the results where something was asked."""
    form = SearchForm(request.GET)
    is_valid = form.is_valid()
    if form.asks_for_what_is_not_there():
        raise Http404
    context = {
        "form": form,
        "languages": settings.LANGUAGES,
        "kinds": SearchEntry.Kind.choices,
        "longest": QUERY_CHARACTERS,
    }
    if is_valid and form.cleaned_data["q"]:
        context |= _answer(request, **form.cleaned_data)
    return render(request, "site_search/search.html", context)


def _answer(request, *, q, language, kind, page):
    asked = Search(q, at=request.arrived_at, own_language=request.LANGUAGE_CODE, language=language, kind=kind)
    if page > asked.pages:
        raise Http404
    return {
        "asked": asked,
        "results": asked.page(page) if asked.count else [],
        "page": page,
        "previous": page - 1,
        "next": page + 1 if page < asked.pages else None,
    }


@public_page
def suggest(request):
    """Titles that begin with what was typed, as JSON."""
    text = request.GET.get("q", "")[:QUERY_CHARACTERS]
    found = suggestions(text, at=request.arrived_at, language=request.LANGUAGE_CODE)
    return JsonResponse({"suggestions": [{"title": entry.title, "address": entry.address} for entry in found]})
