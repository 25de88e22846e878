"""A stored file on its way out: only ever to be saved, never to be shown or run in the browser (threat T3)."""

from django.http import FileResponse, Http404

from commission.directions import without_direction_controls


def named_plainly(name):
    """The name of a file without the signs that change the direction of writing."""
    return without_direction_controls(name) or "file"


def as_download(evidence):
    """The original of a file, byte for byte, as an attachment; Http404 where it was removed."""
    if not evidence.file:
        raise Http404
    response = FileResponse(
        evidence.file.open("rb"),
        as_attachment=True,
        filename=named_plainly(evidence.name),
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
