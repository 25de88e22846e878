"""The home page, and the small addresses at the root of the site."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from commission.http import plain_text, public_page
from commission.models import Election
from press import calendar, old_addresses
from press.media.showing import with_thumbnails
from press.models import Release

RELEASES_SHOWN = 4
PINNED_SHOWN = 2
EVENTS_SHOWN = 3
OLD_NUMBER = "p"  # WordPress names a page by /?p=123
SECURITY_CONTACT_HOLDS = timedelta(days=180)


def _moved(request):
    """What answers a request for a page of an old site that gave its pages numbers at the root; None for any other."""
    return old_addresses.answer(request) if OLD_NUMBER in request.GET else None


@require_safe
def language_redirect(request):
    """From / to the visitor's language, as the browser asks for it; from /?p=123 of an old site to its release."""
    if moved := _moved(request):
        return moved
    with translation.override(translation.get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("home"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public_page
def home(request):
    """What one can do here, the newest releases, and the clock of the coming election."""
    if moved := _moved(request):
        return moved
    now = timezone.now()
    today = timezone.localdate(now)
    election = Election.objects.next_voting(today)
    public = Release.objects.public(now).in_language(translation.get_language()).for_lists()
    pinned = list(public.pinned(now)[:PINNED_SHOWN])
    newest = public.newest_first()[: RELEASES_SHOWN + PINNED_SHOWN]
    context = {
        "pinned": with_thumbnails(pinned),
        "releases": with_thumbnails([release for release in newest if release not in pinned][:RELEASES_SHOWN]),
        "events": calendar.entries(now)[:EVENTS_SHOWN],
        "election": election,
        "days_left": (election.voting_on - today).days if election else None,
    }
    return render(request, "commission/home.html", context)


@require_safe
def robots(request):
    """Everything public may be crawled; answers to a search are left out."""
    searches = "".join(f"Disallow: /{code}/search/\n" for code, _ in settings.LANGUAGES)
    maps = "".join(f"Sitemap: {settings.SITE_URL}/{name}.xml\n" for name in ("sitemap", "sitemap-news"))
    return plain_text(f"User-agent: *\nDisallow: /admin/\n{searches}\n{maps}")


@require_safe
def favicon(request):
    """The emblem, for browsers that ask at the old address."""
    return HttpResponseRedirect(static("img/emblem.svg"))


@require_safe
def security_contact(request):
    """Whom to tell of a weakness (RFC 9116, which asks for an end less than a year ahead)."""
    until = (request.arrived_at + SECURITY_CONTACT_HOLDS).date().isoformat()
    languages = ", ".join(code for code, _ in settings.LANGUAGES)
    return HttpResponse(
        f"Contact: mailto:{settings.CONTACT_MAILBOX}\nExpires: {until}T00:00:00Z\nPreferred-Languages: {languages}\n",
        content_type="text/plain; charset=utf-8",
    )
