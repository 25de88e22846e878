"""The page of an early reader, opened by the link in their letter."""

from functools import wraps

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commission import errors, throttle
from press import verbs, views
from press.media import serving
from press.models import EarlyLink
from press.newsroom.rights import SOON

TRIES, SECONDS = 120, 60  # a page takes one, and each of its pictures


def link_of(request, token):
    """The link that the token opens, None where there is none, and the refusal if tries are used up.

    Whatever the token is, the same is asked of the database, so that the time
    of the answer betrays nothing.
    """
    wait = throttle.take(f"early {request.visitor_address}", limit=TRIES, seconds=SECONDS)
    if wait:
        return None, errors.too_many(request, seconds=wait)
    of_release = ("release__topic", "release__superseded_by")
    return EarlyLink.objects.with_token(token).select_related("reader", *of_release).first(), None


def for_one_reader(view):
    """Hand the view the link in the address while it works; nobody may keep, list or pass on what is answered.

    Once the release is public, the answer leads to its public page. What was
    revoked, has expired, was called back or withdrawn, or never was, is all
    the same: 404.
    """

    @never_cache
    @require_safe
    @wraps(view)
    def page(request, token, **arguments):
        link, refusal = link_of(request, token)
        state = link.state(timezone.now()) if link else None
        if state == EarlyLink.State.PUBLIC:
            response = redirect(link.release.get_absolute_url())
        elif state == EarlyLink.State.STANDING:
            response = view(request, link, **arguments)
        else:
            response = refusal or nothing(request)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return page


def nothing(request):
    """What a link shows that opens nothing: why that may be, and not a word of any release."""
    return render(request, "press/early/nothing.html", status=404)


@for_one_reader
def release(request, link):
    """The release as the public will see it, for one reader; that they opened it is written down."""
    at = timezone.now()
    if request.method == "GET":
        try:
            verbs.open_early(link, network=throttle.network(request.visitor_address), at=at)
        except verbs.NotPossible:  # revoked in this very moment
            return nothing(request)
    token = request.resolver_match.kwargs["token"]
    ends_at = link.release.visible_from
    context = {"link": link, "ends_at": ends_at, "ends_soon": ends_at - at <= SOON}
    return views.page_of(
        request, link.release, template="press/early/release.html", is_preview=True,
        files_below=f"{reverse('press:early-release', args=[token])}media/", **context,
    )  # fmt: skip


@for_one_reader
def picture(request, link, uuid, name):
    """A picture or file of the release; 404 for any other."""
    try:
        return serving.file_of(link.release, uuid, name)
    except Http404:  # answered here, so that it too is neither kept nor listed
        return nothing(request)
