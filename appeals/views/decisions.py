"""Decisions as documents: the public's version, and the full one for those who may read it."""

import hashlib

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appeals import access, verbs
from appeals.documents import decision_document, pdf
from appeals.models import Decision
from commission.http import public_page

_LINKS = (
    "commission__superior", "session", "filing__commission", "filing__election", "filing__contested_commission",
)  # fmt: skip


def _published(number):
    """The published decisions of a filing on the register, newest first; 404 where there is none."""
    found = Decision.objects.published().filter(filing__number=number.upper()).select_related(*_LINKS)
    decisions = list(found)
    if not decisions:
        raise Http404
    return decisions


@public_page
def register_decision(request, number):
    """A published decision as the public reads it, with those that it replaced after the case was reopened."""
    newest, *earlier = _published(number)
    context = {
        "decision": newest,
        "filing": newest.filing,
        "article": decision_document.decision_html(newest, for_public=True, level=1),
        "earlier": [decision_document.decision_html(decision, for_public=True, level=3) for decision in earlier],
    }
    return render(request, "appeals/register_decision.html", context)


@public_page
def register_decision_pdf(request, number):
    """The same as PDF; it is only made anew where its text has changed."""
    decision = _published(number)[0]
    text = decision_document.decision_document(decision, for_public=True)
    etag = quote_etag(hashlib.sha256(text.encode()).hexdigest())
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        return _pdf(decision, pdf.written_once(text), ETag=etag)
    except pdf.Unavailable:
        return no_pdf(request, decision.get_absolute_url())


def _pdf(decision, content, **headers):
    response = HttpResponse(content, content_type="application/pdf", headers=headers)
    name = f"decision-{decision.number.replace('/', '-')}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name)
    return response


def no_pdf(request, page_address):
    """503: this machine cannot make PDF; the page with the same text is offered."""
    response = render(request, "appeals/no_pdf.html", {"page_address": page_address}, status=503)
    add_never_cache_headers(response)
    return response


def full_pdf(request, decision, *, page_address):
    """The full decision as PDF, for whom the calling view has let in; `page_address` is where they read it as a page.

    For a party's case page and for the desk; nobody keeps the answer.
    """
    try:
        response = _pdf(decision, decision_document.decision_pdf(decision, for_public=False))
    except pdf.Unavailable:
        return no_pdf(request, page_address)
    add_never_cache_headers(response)
    return response


@never_cache
@require_safe
def desk_pdf(request, pk, decision_pk, page_address):
    """The full decision as PDF for a member of staff who may see the filing `pk`; the reading is journaled."""
    filing = access.filing_or_404(request.user, pk)
    decision = get_object_or_404(Decision.objects.select_related(*_LINKS), filing=filing, pk=decision_pk)
    verbs.open_file(filing, by=request.user)
    return full_pdf(request, decision, page_address=page_address)
