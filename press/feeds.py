"""Atom and RSS of releases, by language and topic: full text, stable ids, page after page, ready for a hub."""

from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from commission.http import public_page
from commission.translated import in_language
from press import cursors
from press.media import showing
from press.models import Change, Release, Topic

NEWEST = 20
CONTENT = "http://purl.org/rss/1.0/modules/content/"


@dataclass(frozen=True)
class Page:
    """A page of a feed: its releases, its own absolute address, and that of the page with the older ones, if any."""

    topic: Topic | None
    releases: list
    address: str
    following: str


def _address(request):
    """The absolute address of the page of a feed that was asked for, without what it does not read."""
    before = f"?before={request.GET['before']}" if "before" in request.GET else ""
    return settings.SITE_URL + request.path + before


def _links(feed):
    """The links of a feed beside its own: the older page (RFC 5005, 3) and the hub (WebSub, 4)."""
    return [(rel, href) for rel, href in (("next", feed["following"]), ("hub", settings.WEBSUB_HUB)) if href]


class AtomGenerator(Atom1Feed):
    """Atom with the full text beside the lead."""

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for rel, href in _links(self.feed):
            handler.addQuickElement("link", "", {"rel": rel, "href": href})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class RssGenerator(Rss201rev2Feed):
    """RSS 2.0 with the full text beside the lead."""

    def rss_attributes(self):
        return super().rss_attributes() | {"xmlns:content": CONTENT}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for rel, href in _links(self.feed):
            handler.addQuickElement("atom:link", None, {"rel": rel, "href": href})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])
        handler.addQuickElement("atom:updated", item["updateddate"].isoformat())


def _pictures(release):
    """The pictures of a release at addresses that hold outside of this site."""
    return showing.pictures_of(release, base=f"{settings.SITE_URL}{showing.PUBLIC}")


class AtomFeed(Feed):
    """The releases of the page's language, newest first, with their full text."""

    feed_type = AtomGenerator
    item_guid_is_permalink = False

    def get_object(self, request, slug=None):
        at = timezone.now()
        topic = get_object_or_404(Topic.objects.public(at), slug=slug) if slug else None
        found = Release.objects.public(at).in_language(translation.get_language())
        found = found.filter(topic=topic) if topic else found
        if "before" in request.GET:
            try:
                found = found.before(*cursors.read(request.GET["before"]))
            except ValueError as error:
                raise Http404 from error
        notes = Prefetch("changes", Change.objects.notes(), to_attr="notes")
        releases = list(
            found.newest_first().select_related("topic").prefetch_related(notes, showing.PICTURES)[: NEWEST + 1]
        )
        following = ""
        if len(releases) > NEWEST:
            following = f"{settings.SITE_URL}{request.path}?before={cursors.cursor_of(releases[NEWEST - 1])}"
        return Page(topic, releases[:NEWEST], _address(request), following)

    def title(self, page):
        shown = page.topic or _("Press releases")
        return f"{in_language(settings.COMMISSION_NAME)}: {shown}"

    subtitle = description = title

    def link(self, page):
        topic = page.topic
        address = reverse("press:topic-releases", args=[topic.slug]) if topic else reverse("press:release-list")
        return settings.SITE_URL + address

    def feed_url(self, page):
        return page.address

    def feed_extra_kwargs(self, page):
        return {"following": page.following}

    def author_name(self, page):
        return in_language(settings.COMMISSION_NAME)

    def items(self, page):
        return page.releases

    def item_title(self, release):
        return release.title

    def item_description(self, release):
        return escape(release.lead) or None

    def item_enclosures(self, release):
        """The lead picture, large."""
        large = [shown.large for shown in _pictures(release).values()][:1]
        return [Enclosure(each.url, str(each.size), each.media_type) for each in large]

    def item_extra_kwargs(self, release):
        notes = f"note-{release.pk}"
        text = showing.body_of(release, _pictures(release), template="press/feed_picture.html", notes=notes)
        return {"content": _noted(release) + (text or escape(release.lead))}

    def item_categories(self, release):
        return [str(release.topic)] if release.topic else []

    def item_link(self, release):
        return settings.SITE_URL + release.get_absolute_url()

    def item_guid(self, release):
        return f"{settings.SITE_URL}/release/{release.pk}"

    def item_pubdate(self, release):
        return release.published_at

    def item_updateddate(self, release):
        return release.updated_at


def _noted(release):
    """What was corrected, above the text, as the page shows it below; empty where nothing was."""
    return "".join(
        format_html(
            "<p><strong>{}, {}:</strong> {}</p>",
            _("Correction"),
            date_format(timezone.localtime(change.made_at), "j E Y, H:i"),
            change.note,
        )
        for change in release.notes
    )


class RssFeed(AtomFeed):
    """The same as RSS 2.0."""

    feed_type = RssGenerator


def _served(feed):
    """A feed as a page: told apart by its content alone, its links in the header too.

    Of Last-Modified nothing could be said that is true: a withdrawal takes an
    entry out, a silent change touches a text, and neither is the newest instant.
    """

    @wraps(feed)
    def page(request, *args, **kwargs):
        response = feed(request, *args, **kwargs)
        del response["Last-Modified"]
        links = [("self", _address(request)), *([("hub", settings.WEBSUB_HUB)] if settings.WEBSUB_HUB else [])]
        response["Link"] = ", ".join(f'<{href}>; rel="{rel}"' for rel, href in links)
        return response

    return public_page(page)


atom = _served(AtomFeed())
rss = _served(RssFeed())
