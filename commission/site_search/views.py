"""Searching the site."""

from dataclasses import asdict
from urllib.parse import urlencode

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from commission.http import public_page
from commission.site_search import asking, narrowing
from commission.site_search.forms import QUERY_CHARACTERS, checked
from commission.site_search.machines import suggestions_as_array
from commission.site_search.narrowing import Narrowing
from commission.site_search.search import answered
from commission.site_search.suggesting import suggestions


@public_page
def search(request):
    """The form, and the results where something was asked."""
    form, is_valid = checked(request)
    kept = [pair for pair in request.GET.items() if pair[0] not in ("since", "until", "page")]
    context = {"form": form, "longest": QUERY_CHARACTERS, "kept": kept}
    if is_valid and form.cleaned_data["q"]:
        context |= _answer(request, form)
        _count(request, form, context["asked"])
    return render(request, "site_search/search.html", context)


def _answer(request, form):
    wanted, page = form.narrowing(), form.cleaned_data["page"]
    options = {"at": request.arrived_at, "own_language": request.LANGUAGE_CODE, "narrowing": wanted}
    answer = answered(form.cleaned_data["q"], **options)
    asked = answer.search
    if page > asked.pages:
        raise Http404
    return {
        "answer": answer,
        "asked": asked,
        "results": asked.page(page) if asked.matches else [],
        "chips": narrowing.chips(wanted, request.GET),
        "filters": narrowing.filters(asked, request.GET) if asked.matches else [],
        "by_relevance": narrowing.changed(request.GET, sort=None),
        "by_date": narrowing.changed(request.GET, sort="date"),
        "did_you_mean": narrowing.changed(request.GET, q=answer.did_you_mean or None),
        "feed": f"{reverse('site_search:feed')}?{form.query()}",
        "everywhere": f"?{urlencode({'q': asked.text})}",
        "page": page,
        "previous": page - 1,
        "next": page + 1 if page < asked.pages else None,
    }


def _count(request, form, asked):
    """Count what was answered, once for each time it is asked: not when its results are paged, sorted or narrowed."""
    is_asked_anew = form.cleaned_data["page"] == 1 and form.narrowing() == Narrowing()
    if request.method == "GET" and is_asked_anew and asked.says_something:
        language, has_result = request.LANGUAGE_CODE, bool(asked.whole)
        asking.count(asked.text, language=language, has_result=has_result, at=request.arrived_at)


@public_page
def suggest(request):
    """What may be meant by what was typed so far, as JSON; with `form=opensearch` as browsers read it."""
    form = request.GET.get("form", "")
    if form not in ("", "opensearch"):
        raise Http404
    text = request.GET.get("q", "")[:QUERY_CHARACTERS]
    found = suggestions(text, at=request.arrived_at, language=request.LANGUAGE_CODE)
    if form:
        return suggestions_as_array(text, found)
    return JsonResponse({"suggestions": [asdict(each) for each in found]})
