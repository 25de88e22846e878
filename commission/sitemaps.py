"""The sitemap: an index, and sections of at most 10,000 addresses with their alternates in other languages."""

import re
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation

from appeals.models import Decision
from appeals.sitemap import sitemap_entries as decision_entries
from commission.http import public_page
from commission.pages.models import Page
from commission.translated import in_language
from press.sitemap import news as lately
from press.sitemap import sitemap_entries as release_entries
from press.sitemap import sitemap_sections as release_sections

IN_A_SECTION = 10_000
# releases by year and, where one has very many, its part; decisions by number
SECTION = re.compile(r"(?P<kind>releases|decisions)-(?P<first>[1-9][0-9]{0,4})(-(?P<part>[1-9][0-9]{0,3}))?")
STANDING = (
    "home",
    "press:release-list",
    "press:calendar",
    "appeals:guide",
    "appeals:filing-new",
    "appeals:register",
    "appeals:statistics",
    "contact:message-new",
)


def _standing():
    for name in STANDING:
        addresses = {}
        for code, _ in settings.LANGUAGES:
            with translation.override(code):
                addresses[code] = reverse(name)
        for address in addresses.values():
            yield address, None, addresses
    families = {}
    for page in Page.objects.all():
        families.setdefault(page.slug, {})[page.language] = page
    for family in families.values():
        addresses = {code: page.get_absolute_url() for code, page in family.items()}
        for code, address in addresses.items():
            yield address, family[code].changed_at, addresses


def _url(address, changed, alternates):
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(settings.SITE_URL + other)}/>'
        for code, other in alternates.items()
    )
    last = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(settings.SITE_URL + address)}</loc>{last}{links}</url>"


@public_page
def index(request):
    """The sections there are: standing pages, and as many of releases and of decisions as are needed."""
    names = ["standing", *(f"releases-{name}" for name in release_sections(IN_A_SECTION))]
    count = Decision.objects.published().count()
    names += [f"decisions-{number}" for number in range(1, -(-count // IN_A_SECTION) + 1)]
    items = "".join(f"<sitemap><loc>{settings.SITE_URL}/sitemap-{name}.xml</loc></sitemap>" for name in names)
    return _xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</sitemapindex>')


@public_page
def section(request, section):
    """One section; 404 for a name that the index does not hold."""
    named = SECTION.fullmatch(section)
    if section == "standing":
        entries = _standing()
    elif named and named["kind"] == "releases":
        entries = release_entries(int(named["first"]), int(named["part"] or 1), IN_A_SECTION)
    elif named and not named["part"]:
        start = (int(named["first"]) - 1) * IN_A_SECTION
        entries = islice(decision_entries(), start, start + IN_A_SECTION)
    else:
        raise Http404
    urls = "".join(_url(*entry) for entry in entries)
    if not urls:
        raise Http404
    return _xml(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{urls}</urlset>'
    )


@public_page
def news(request):
    """The releases of the last two days for searchers of news; without entries where there were none."""
    entries = "".join(_news(release) for release in lately())
    return _xml(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
    )


def _news(release):
    name = in_language(settings.COMMISSION_NAME, release.language)
    return (
        f"<url><loc>{escape(settings.SITE_URL + release.get_absolute_url())}</loc><news:news>"
        f"<news:publication><news:name>{escape(name)}</news:name>"
        f"<news:language>{escape(release.language)}</news:language></news:publication>"
        f"<news:publication_date>{release.visible_from.isoformat()}</news:publication_date>"
        f"<news:title>{escape(release.title)}</news:title></news:news></url>"
    )


def _xml(body):
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>{body}', content_type="application/xml")
