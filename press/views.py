"""The public pages of releases."""

import io
from datetime import datetime

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from commission.http import plain_text, public_page
from press import archive, cursors, neighbours
from press.agency import agency_text
from press.media import showing
from press.models import FormerAddress, Release, Topic

PER_PAGE = 20
LAST_NUMBERED_PAGE = 100
PINNED_SHOWN = 3
YEARS_SHOWN = 10  # the others wait behind "Earlier years"
FIRST_YEAR, LAST_YEAR = 1900, 2200


def span(year, month=None):
    """The instants between which a year or a month lies in the commission's zone; 404 for what no calendar holds."""
    if not FIRST_YEAR <= year <= LAST_YEAR or month not in (None, *range(1, 13)):
        raise Http404
    zone = timezone.get_current_timezone()
    first = datetime(year, month or 1, 1, tzinfo=zone)
    following = (year + 1, 1) if month in (None, 12) else (year, month + 1)
    return first, datetime(*following, 1, tzinfo=zone)


def _page_of(request, releases):
    """One page of `releases`, newest first, and the cursor of the next one (empty at the end)."""
    releases = releases.newest_first().for_lists()
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= LAST_NUMBERED_PAGE and len(number) < 4):
        raise Http404
    if "before" in request.GET:
        try:
            releases = releases.before(*cursors.read(request.GET["before"]))
        except ValueError as error:
            raise Http404 from error
    start = (int(number) - 1) * PER_PAGE
    found = list(releases[start : start + PER_PAGE + 1])
    if not found and start:
        raise Http404
    page = showing.with_thumbnails(found[:PER_PAGE])
    return page, cursors.cursor_of(page[-1]) if len(found) > PER_PAGE else ""


def _archive(year, topic):
    """What leads through the archive: topics above the list, the many behind "More topics", years, months of one year.

    Each has its count. The year is the one that is looked at, else the newest.
    """
    counts = archive.counts(translation.get_language())
    in_line, more = [], []
    for each, count in counts.topics:
        (in_line if each.is_featured or each == topic else more).append((each, count))
    years = list(counts.years.items())
    shown = year or (years[0][0] if years else None)
    return {
        "topics": in_line,
        "more_topics": more,
        "total": counts.total,
        "years": years[:YEARS_SHOWN],
        "earlier_years": years[YEARS_SHOWN:],
        "is_earlier": any(each == year for each, _ in years[YEARS_SHOWN:]),
        "months_of": shown,
        "months": counts.months_of(shown),
    }


def _pinned(request):
    """What stands above the list, on its first page alone; at most three, since more would hide the news."""
    if request.GET.keys() & {"before", "page"}:
        return []
    return showing.with_thumbnails(_public().pinned(timezone.now()).for_lists()[:PINNED_SHOWN])


def _list(request, releases, *, topic=None, year=None, pinned=(), **context):
    page, following = _page_of(request, releases)
    context |= {
        "releases": [release for release in page if release not in pinned],
        "pinned": pinned,
        "following": following,
        "topic": topic,
        "year": year,
    }
    return render(request, "press/list.html", context | _archive(year, topic))


def _public(language=None):
    return Release.objects.public(timezone.now()).in_language(language or translation.get_language())


@public_page
def releases(request):
    """All releases of the page's language."""
    return _list(request, _public(), heading=_("Press releases"), pinned=_pinned(request))


@public_page
def year(request, year):
    """The releases of a year."""
    first, end = span(year)
    return _list(
        request, _public().filter(published_at__gte=first, published_at__lt=end), heading=_("Press releases"), year=year
    )


@public_page
def month(request, year, month):
    """The releases of a month."""
    first, end = span(year, month)
    found = _public().filter(published_at__gte=first, published_at__lt=end)
    return _list(request, found, heading=_("Press releases"), year=year, month=first)


@public_page
def topic(request, slug):
    """The releases of a topic."""
    topic = get_object_or_404(Topic.objects.public(timezone.now()), slug=slug)
    return _list(request, _public().filter(topic=topic), heading=str(topic), topic=topic)


def translations_of(release, at):
    """The public releases that say the same in other languages, by language code."""
    others = Release.objects.public(at).filter(translation_key=release.translation_key).exclude(pk=release.pk)
    return {other.language: other for other in others.for_lists()}


def newer_than(release, at):
    """What took the place of a superseded release, however often; None where nothing has, or where it was withdrawn."""
    newer = release
    while newer.state(at) == Release.State.SUPERSEDED:
        newer = newer.superseded_by
    return newer if newer != release and newer.is_public(at) else None


def page_of(request, release, *, template="press/release.html", is_preview=False, files_below=showing.PUBLIC, **more):
    """The page of one release, as the public sees it or as a preview of what it will see.

    `files_below` is the address below which a preview finds pictures and files; the public one answers only for
    what is public. A `template` of its own finds `more` in its context.
    """
    at = timezone.now()
    others = translations_of(release, at)
    url = release.get_absolute_url() if release.slug else ""
    media = showing.media_of(release, base=files_below)
    context = {
        "release": release,
        "body": showing.body_of(release, media.pictures),
        "media": media,
        "translations": others.values(),
        "alternates": [(release.language, url), *((code, other.get_absolute_url()) for code, other in others.items())],
        "is_preview": is_preview,
        "is_superseded": release.state(at) == Release.State.SUPERSEDED,
        "newer": newer_than(release, at),
        "notes": release.changes.notes(),
        "related": neighbours.related(release, at),
    }
    return render(request, template, context | neighbours.adjacent(release, at) | more)


def _formerly_at(address):
    """The release that once had this address; Http404 where none had."""
    former = FormerAddress.objects.prefetch_related("release__superseded_by").filter(**address).first()
    if former is None:
        raise Http404
    return former.release


@public_page
def release(request, year, slug):
    """One release, as plain text with `?format=txt`; 301 from a former address; 410 with reason where withdrawn."""
    if request.GET.get("format", "txt") != "txt":
        raise Http404
    address = {"language": translation.get_language(), "year": year, "slug": slug}
    # an address has one release: Django would take as long to put it in order as to ask for it
    one = Release.objects.select_related("topic", "superseded_by").filter(**address).order_by()
    found = next(iter(one), None)
    if found is None:
        found = _formerly_at(address)
        if found.is_published(timezone.now()):
            query = "?format=txt" if "format" in request.GET else ""
            return redirect(found.get_absolute_url() + query, permanent=True)
    if found.status == Release.Status.WITHDRAWN:
        return render(request, "press/withdrawn.html", {"release": found}, status=410)
    if not found.is_published(timezone.now()):
        raise Http404
    if "format" in request.GET:
        return plain_text(agency_text(found, notes=found.changes.notes(), newer=newer_than(found, timezone.now())))
    return page_of(request, found)


@public_page
def release_qr(request, year, slug):
    """The QR code of a release's address as SVG, for its print; 404 where the public cannot read the release."""
    found = Release.objects.published(timezone.now()).in_language(translation.get_language())
    address = settings.SITE_URL + get_object_or_404(found.for_lists(), year=year, slug=slug).get_absolute_url()
    drawn = io.BytesIO()
    segno.make(address, micro=False).save(drawn, kind="svg", scale=4, border=2, light="#fff", svgclass=None)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
