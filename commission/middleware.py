"""What every request passes through, outermost first.

Each function is a Django middleware factory. The refusals stand here, once,
so that no view can forget them.
"""

import logging
import time
import uuid
from datetime import UTC, datetime
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.utils import timezone

from commission import errors
from commission.logs import covered

access_log = logging.getLogger("portal.access")

CONTENT_SECURITY_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "media-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"


def _comes_through_trusted_proxy(request):
    # a Unix socket has no peer address; "unix" in TRUSTED_PROXIES stands for it
    return (request.META.get("REMOTE_ADDR") or "unix") in settings.TRUSTED_PROXIES


def _arrived_at(request):
    """The instant of arrival: the trusted proxy's stamp (seconds since the epoch), else this moment."""
    now = timezone.now()
    if settings.ARRIVAL_HEADER and _comes_through_trusted_proxy(request):
        try:
            stamp = float(request.headers.get(settings.ARRIVAL_HEADER, ""))
            return min(datetime.fromtimestamp(stamp, UTC), now)
        except (ValueError, OverflowError, OSError):
            return now
    return now


def arrival(get_response):
    """Stamp the request with `arrived_at`, `visitor_address` and `id` before anything is read; log it when answered."""

    def middleware(request):
        started = time.monotonic()
        request.arrived_at = _arrived_at(request)
        request.visitor_address = request.META.get("REMOTE_ADDR", "")
        if _comes_through_trusted_proxy(request):
            forwarded = request.headers.get("X-Forwarded-For", "")
            request.visitor_address = forwarded.rpartition(",")[2].strip() or request.visitor_address
        request.id = uuid.uuid4().hex
        response = get_response(request)
        response["X-Request-ID"] = request.id
        access_log.info(
            "request",
            extra={
                "request_id": request.id,
                "method": request.method,
                "path": covered(request.path, request),  # never the query: it may hold what somebody searched for
                "status": response.status_code,
                "milliseconds": round((time.monotonic() - started) * 1000, 1),
            },
        )
        return response

    return middleware


def policy(**additions):
    """The Content-Security-Policy as a header value; keyword `script_src=[…]` adds sources to a directive."""
    added = {key.replace("_", "-"): sources for key, sources in additions.items()}
    return "; ".join(
        f"{directive} {' '.join([*sources, *added.get(directive, [])])}"
        for directive, sources in CONTENT_SECURITY_POLICY.items()
    )


def strict_headers(get_response):
    """Set the strict headers that a view has not set more strictly itself."""
    public = policy()

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", public)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def _is_text(raw):
    """Whether bytes without percent-encoding are UTF-8 without NUL."""
    try:
        return "\x00" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _is_clean(text):
    """Whether a decoded value holds no NUL, no lone surrogate and no sign of broken UTF-8."""
    return not any(char in "\x00\ufffd" or "\ud800" <= char <= "\udfff" for char in text)


def refuse_bad_address(get_response):
    """Answer 400 to broken UTF-8 or NUL in path or query, 411 and 413 to bodies without or beyond a length."""

    def middleware(request):
        # bytes travel as Latin-1 in WSGI (PEP 3333): the path already percent-decoded (commission.wsgi), the query not
        path = request.META.get("portal.path", "").encode("latin-1", "replace")
        query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
        if not (_is_text(path) and _is_text(unquote_to_bytes(query)) and _is_clean(request.path)):
            return errors.bad_request(request)
        if request.method in {"POST", "PUT", "PATCH"}:
            length = request.META.get("CONTENT_LENGTH") or ""
            if "HTTP_TRANSFER_ENCODING" in request.META or not length.isdigit():
                return errors.length_required(request)
            if int(length) > settings.REQUEST_MAX_BYTES:
                return errors.too_large(request)
        return get_response(request)

    return middleware


class refuse_bad_body:  # noqa: N801  a middleware like the others, a class only for its hook
    """Answer 400 to NUL, lone surrogates and broken UTF-8 in fields and file names, and to a body that was cut off.

    A cut body reaches the view with its last parts missing and no error
    (gunicorn answers 200), so each public form ends with `end=1`, and what
    lacks exactly that is refused, save where a view says that programs post
    there, whose body another standard sets (`posted_by_programs`). The admin's forms, which are Django's own,
    are cut only behind the session of a member of staff.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST":
            return None
        # Django would read bytes that are not UTF-8 as Latin-1 there and take them
        if request.content_type == "application/x-www-form-urlencoded" and not _is_text(request.body):
            return errors.bad_request(request)
        values = [value for name, values in request.POST.lists() for value in (name, *values)]
        names = [file.name or "" for _, files in request.FILES.lists() for file in files]
        if not all(_is_clean(text) for text in (*values, *names)):
            return errors.bad_request(request)
        is_own = not request.path.startswith("/admin/") and not getattr(view, "posted_by_programs", False)
        if is_own and request.POST.get("end") != "1":
            return errors.cut_body(request)
        return None
