"""Files of a case: the original for download alone, its re-encoded preview as a picture, decisions as PDF."""

from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from appeals import access, verbs
from appeals.desk.frame import desk_page
from appeals.desk.steps import AGAIN_AFTER
from appeals.evidence.downloads import as_download
from appeals.models import NotAllowedNow
from appeals.views import decisions
from commission.file_contents import kinds

PREVIEW_KINDS = ("jpeg", "png", "webp")


def _locked_in(response):
    """An answer that runs nothing, guesses nothing and is kept by nobody."""
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response


@desk_page
@require_safe
def evidence(request, pk, uuid):
    """A file as it was received: only offered for download, never shown; 404 while a scanner withholds it."""
    item = access.evidence_or_404(request.user, pk, uuid)
    try:
        answer = as_download(item) if item.may_be_opened else None
        verbs.open_evidence(item, by=request.user)
    except (NotAllowedNow, FileNotFoundError) as error:
        raise Http404 from error
    return _locked_in(answer)


@desk_page
@require_safe
def preview(request, pk, uuid):
    """The re-encoded picture of a file that staff may open; that it was looked at is journaled."""
    item = access.evidence_or_404(request.user, pk, uuid)
    if not (item.preview and item.may_be_opened):
        raise Http404
    try:
        picture = item.preview.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = kinds.kind_of(picture.read(kinds.HEAD_BYTES))
    if kind not in PREVIEW_KINDS:
        picture.close()
        raise Http404
    picture.seek(0)
    if request.method == "GET":
        verbs.open_evidence(item, again_after=AGAIN_AFTER, by=request.user)
    return _locked_in(FileResponse(picture, content_type=kinds.KINDS[kind][0]))


@desk_page
@require_safe
def decision_pdf(request, pk, decision_pk):
    """A decision in the case in full, as PDF."""
    page_address = reverse("admin:appeals_filing_change", args=[pk]) + "#decisions"
    return decisions.desk_pdf(request, pk, decision_pk, page_address=page_address)
