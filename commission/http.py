"""What views share: caching of public pages, and pages that nobody may keep."""

from functools import wraps

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
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


def right_page(view):
    """A page whose address carries a right: a form page of which neither robots nor other sites learn.

    The token in the address is the only right there is, and no cookie is read
    or set: so nobody else's page can send the form in somebody's name, and a
    check for that would only refuse browsers, which name no origin under this
    referrer policy.
    """

    @csrf_exempt
    @form_page
    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return page


def plain_text(text):
    """`text` as a UTF-8 plain text answer."""
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
