"""The public pages of releases."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from commission.http import public_page
from commission.rich_text import for_page
from press import cursors
from press.models import FormerAddress, Release, Topic

PER_PAGE = 20
LAST_NUMBERED_PAGE = 100
FIRST_YEAR, LAST_YEAR = 1900, 2200


def _span(year, month=None):
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
    page = found[:PER_PAGE]
    return page, cursors.cursor_of(page[-1]) if len(found) > PER_PAGE else ""


def _topics(current):
    """The topics that stand in line above a list, and the many that wait behind "More topics"."""
    found = Topic.objects.with_public_releases(translation.get_language(), timezone.now())
    in_line, more = [], []
    for topic in found:
        (in_line if topic.is_featured or topic == current else more).append(topic)
    return {"topics": in_line, "more_topics": more}


def _list(request, releases, *, topic=None, **context):
    page, following = _page_of(request, releases)
    context |= {"releases": page, "following": following, "topic": topic} | _topics(topic)
    return render(request, "press/list.html", context)


def _public(language=None):
    return Release.objects.public(timezone.now()).in_language(language or translation.get_language())


@public_page
def releases(request):
    """All releases of the page's language."""
    return _list(request, _public(), heading=_("Press releases"))


@public_page
def year(request, year):
    """The releases of a year."""
    first, end = _span(year)
    return _list(
        request, _public().filter(published_at__gte=first, published_at__lt=end), heading=_("Press releases"), year=year
    )


@public_page
def month(request, year, month):
    """The releases of a month."""
    first, end = _span(year, month)
    found = _public().filter(published_at__gte=first, published_at__lt=end)
    return _list(request, found, heading=_("Press releases"), year=year, month=first)


@public_page
def topic(request, slug):
    """The releases of a topic."""
    topic = get_object_or_404(Topic, slug=slug)
    return _list(request, _public().filter(topic=topic), heading=str(topic), topic=topic)


def translations_of(release, at):
    """The public releases that say the same in other languages, by language code."""
    others = Release.objects.public(at).filter(translation_key=release.translation_key).exclude(pk=release.pk)
    return {other.language: other for other in others.for_lists()}


def newest_of(release, at):
    """What took the place of a superseded release, however often; None where the public cannot read it (any more)."""
    newer = release
    while newer.state(at) == Release.State.SUPERSEDED:
        newer = newer.superseded_by
    return newer if newer.is_public(at) else None


def page_of(request, release, *, template="press/release.html", is_preview=False, image_url=None, **more):
    """The page of one release, as the public sees it or as a preview of what it will see.

    `image_url` is where a preview finds the picture; the public address answers only for what is public. A
    `template` of its own finds `more` in its context.
    """
    at = timezone.now()
    others = translations_of(release, at)
    url = release.get_absolute_url() if release.slug else ""
    is_superseded = release.state(at) == Release.State.SUPERSEDED
    context = {
        "release": release,
        "body": for_page(release.body),
        "translations": others.values(),
        "alternates": [(release.language, url), *((code, other.get_absolute_url()) for code, other in others.items())],
        "is_preview": is_preview,
        "is_superseded": is_superseded,
        "newer": newest_of(release, at) if is_superseded else None,
        "notes": release.changes.notes(),
        "image_url": release.image_url if image_url is None else image_url,
    }
    return render(request, template, context | more)


@public_page
def release(request, year, slug):
    """One release; 301 from a former address; 410 with notice and reason where it was withdrawn."""
    language = translation.get_language()
    found = (
        Release.objects.select_related("topic", "superseded_by").filter(language=language, year=year, slug=slug).first()
    )
    if found is None:
        former = (
            FormerAddress.objects.select_related("release__superseded_by")
            .filter(language=language, year=year, slug=slug)
            .first()
        )
        if former is None:
            raise Http404
        found = former.release
        if found.is_published(timezone.now()):
            return redirect(found.get_absolute_url(), permanent=True)
    if found.status == Release.Status.WITHDRAWN:
        return render(request, "press/withdrawn.html", {"release": found}, status=410)
    if not found.is_published(timezone.now()):
        raise Http404
    return page_of(request, found)
