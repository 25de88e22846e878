"""Addresses of old sites: how one is written down, and what a request for one is answered with."""

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.shortcuts import redirect, render
from django.utils import timezone, translation

from commission.http import PUBLIC_CACHE
from press.models import OldAddress, Release

LONGEST = 500
# what links to a page carry and the page itself never needed
TRACKING = ("utm_", "fbclid", "gclid", "yclid", "_openstat", "mc_cid", "mc_eid")


def normal(address):
    """(host, path) of an absolute or relative address as the table keeps them; two empty texts for no such address.

    The path is decoded and has no slash at its end; a query follows it with
    its parameters in order and without those that only counted visitors.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    if parts.scheme not in ("", "http", "https"):
        return "", ""
    path = "/" + unquote(parts.path).strip("/")
    asked = sorted(
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not name.startswith(TRACKING)
    )
    path += f"?{urlencode(asked)}" if asked else ""
    return (host, path) if path != "/" and len(path) <= LONGEST and "\x00" not in path else ("", "")


def enter(addresses, *, is_own):
    """Enter `addresses`, pairs of an old address and the key of its release.

    What was the release's own address there replaces what another release is
    only said to be the same as; the latter never replaces anything.
    """
    rows = {}
    for address, release in addresses:
        host, path = normal(address)
        if path:
            rows.setdefault((path, host), OldAddress(host=host, path=path, release_id=release))
    conflicts = (
        {"update_conflicts": True, "unique_fields": ["path", "host"], "update_fields": ["release"]}
        if is_own
        else {"ignore_conflicts": True}
    )
    OldAddress.objects.bulk_create(rows.values(), batch_size=500, **conflicts)


def answer(request):
    """301 to the release that stood at the address of `request`, 410 where it was withdrawn; None for any other."""
    if request.method not in ("GET", "HEAD"):
        return None
    wanted = normal(request.get_full_path())[1]
    if not wanted:
        return None
    host = request.META.get("HTTP_HOST", "").rpartition(":")[0] or request.META.get("HTTP_HOST", "")
    paths = list(dict.fromkeys([wanted, wanted.partition("?")[0]]))
    found = OldAddress.objects.at([path for path in paths if path != "/"], host.removeprefix("www."))
    if found is None:
        return None
    if found.release.status == Release.Status.WITHDRAWN:
        with translation.override(found.release.language):
            response = render(request, "press/withdrawn.html", {"release": found.release}, status=410)
    elif found.release.is_published(timezone.now()):
        response = redirect(found.release.get_absolute_url(), permanent=True)
    else:
        return None
    response["Cache-Control"] = PUBLIC_CACHE
    return response
