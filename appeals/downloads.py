"""A stored file on its way out: only ever to be saved, never to be shown or run in the browser (threat T3)."""

import re

from django.http import FileResponse, Http404

# they would turn "exe.gpj" into "jpg.exe" for the eye (Unicode, UAX 9)
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def named_plainly(name):
    """The name of a file without the signs that change the direction of writing."""
    return _DIRECTIONS.sub("", name) or "file"


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
