"""Pictures and files of releases, through the gate of visibility."""

from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import etag

from commission.file_contents import kinds
from commission.http import public_page
from press.models import Attachment, Rendition

# no address ever changes its content, and yet nobody keeps it for long: what is public may be withdrawn at any moment,
# and what stands between the portal and all visitors asks every second
CACHE = "public, max-age=300, s-maxage=1"
LOCKED_IN = "sandbox; default-src 'none'"
MEDIA_TYPES = {
    Attachment.Kind.CSV: "text/csv",
    Attachment.Kind.TEXT: "text/plain",
    Attachment.Kind.DOC: "application/msword",
    Attachment.Kind.XLS: "application/vnd.ms-excel",
    Attachment.Kind.PPT: "application/vnd.ms-powerpoint",
}


def _answer(row):
    """A stored file as an answer that runs nothing; 404 where it is not on the disk. Who asks was judged before."""
    try:
        response = FileResponse(row.file.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
    response["Content-Security-Policy"] = LOCKED_IN
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Length"] = row.size
    if isinstance(row, Rendition):
        response["Content-Type"] = row.media_type
        response["Content-Security-Policy"] = f"{LOCKED_IN}; style-src 'unsafe-inline'"  # how browsers frame a picture
    else:
        response["Content-Type"] = MEDIA_TYPES.get(row.kind) or kinds.KINDS[row.kind][0]
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.name)
    return response


def _found(renditions, attachments, uuid, name):
    """The row of a rendition or an attachment with this key and name; 404 where there is none."""
    row = renditions.filter(picture__key=uuid, name=name).first() or attachments.filter(key=uuid, name=name).first()
    if row is None:
        raise Http404
    return row


def file_of(release, uuid, name):
    """A file that `release` shows or offers, in whatever state it is; who asks for it may see it, says the caller."""
    renditions = Rendition.objects.filter(picture__uses__release=release)
    return _answer(_found(renditions, release.attachments, uuid, name))


@public_page
def file(request, uuid, name):
    """A rendition or an attachment of a release that anybody may read now; 404 for any other, and for originals."""
    at = timezone.now()
    row = _found(Rendition.objects.published(at), Attachment.objects.published(at), uuid, name)
    # a key and a name have one content for ever
    response = etag(lambda *_: f'"{uuid}/{name}"')(lambda _request: _answer(row))(request)
    response["Cache-Control"] = CACHE
    return response
