"""What views share: caching of public pages, and pages that nobody may keep."""

from functools import wraps

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

PUBLIC_CACHE = "public, max-age=0, s-maxage=1, stale-while-revalidate=30"


def public_page(view):
    """A page without cookie, session or form to post: cacheable for a moment, 304 where nothing changed."""

    @require_safe
    @conditional_page
    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", PUBLIC_CACHE)
        return response

    return page


def form_page(view):
    """A page with a form to post: GET, HEAD and POST, never stored."""
    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(view))


def plain_text(text):
    """`text` as a UTF-8 plain text answer."""
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
