"""Advice on a release: what the text itself tells, and whether its links to this site lead anywhere."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from commission.models import SearchEntry
from press.advice import advice_on
from press.models import FormerAddress, Release, Topic
from press.parts_of_text import parts_of


def on(release, at=None):
    """The advice on the words of a release as they are now."""
    at = at or timezone.now()
    links = [address for address, _ in parts_of(release.body).links]
    return advice_on(
        release.body,
        lead=release.lead,
        published_on=timezone.localdate(release.published_at or at),
        broken=leading_nowhere(links, at),
    )


def leading_nowhere(addresses, at):
    """Of these addresses those of this site at which nobody finds anything at the instant `at`.

    The number of statements is the same however many there are.
    """
    own = {address: path for address in addresses if (path := _own_path(address))}
    matches = {address: _match(path) for address, path in own.items()}
    nowhere = {address for address, match in matches.items() if match is None}
    asked = {address: match for address, match in matches.items() if match}
    return nowhere | _missing_releases(asked, at) | _missing_topics(asked) | _missing_pages(asked, own)


def _own_path(address):
    """The path of an address of this site; None for one of another site, a place on the page, a file of the look."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        if f"{parts.scheme}://{parts.netloc}" != settings.SITE_URL:
            return None
    elif not parts.path:
        return None
    path = unquote(parts.path) or "/"
    return None if path.startswith(settings.STATIC_URL) else path


def _match(path):
    """What the urlconf finds at a path, in the language that the path names; None where it finds nothing."""
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            match = resolve(path if path.startswith("/") else f"/{path}")
    except Resolver404:
        return None
    match.language = language
    return match


def _missing_releases(asked, at):
    wanted = {
        address: (match.language, match.kwargs["year"], match.kwargs["slug"])
        for address, match in asked.items()
        if match.view_name == "press:release"
    }
    if not wanted:
        return set()
    named = Q()
    for language, year, slug in wanted.values():
        named |= Q(language=language, year=year, slug=slug)
    found = {*Release.objects.published(at).filter(named).values_list("language", "year", "slug")}
    former = FormerAddress.objects.filter(named, release__in=Release.objects.published(at))
    found |= {*former.values_list("language", "year", "slug")}
    return {address for address, key in wanted.items() if key not in found}


def _missing_topics(asked):
    wanted = {a: match.kwargs["slug"] for a, match in asked.items() if match.view_name == "press:topic-releases"}
    found = {*Topic.objects.filter(slug__in=wanted.values()).values_list("slug", flat=True)} if wanted else set()
    return {address for address, slug in wanted.items() if slug not in found}


def _missing_pages(asked, own):
    """Standing pages that the search does not know: the room of releases knows no other room's rows."""
    wanted = {address: own[address] for address, match in asked.items() if match.view_name == "pages:page"}
    known = SearchEntry.objects.filter(kind=SearchEntry.Kind.PAGE, address__in=wanted.values())
    found = {*known.values_list("address", flat=True)} if wanted else set()
    return {address for address, path in wanted.items() if path not in found}
