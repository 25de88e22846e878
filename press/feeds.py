"""Atom and RSS of releases, by language and topic, with stable ids."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _

from commission import footnotes
from commission.http import public_page
from commission.rich_text import sanitised
from commission.translated import in_language
from press.models import Release, Topic

NEWEST = 20


class AtomFeed(Feed):
    """The newest releases of the page's language, with their full text."""

    feed_type = Atom1Feed

    def get_object(self, request, slug=None):
        return get_object_or_404(Topic, slug=slug) if slug else None

    def title(self, topic):
        shown = topic or _("Press releases")
        return f"{in_language(settings.COMMISSION_NAME)}: {shown}"

    subtitle = description = title

    def link(self, topic):
        return reverse("press:topic-releases", args=[topic.slug]) if topic else reverse("press:release-list")

    def items(self, topic):
        found = Release.objects.public(timezone.now()).in_language(translation.get_language())
        if topic:
            found = found.filter(topic=topic)
        return found.newest_first()[:NEWEST]

    def item_title(self, release):
        return release.title

    def item_description(self, release):
        return footnotes.numbered(sanitised(release.body), prefix=f"note-{release.pk}") or release.lead

    def item_link(self, release):
        return release.get_absolute_url()

    def item_guid(self, release):
        return f"{settings.SITE_URL}/release/{release.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, release):
        return release.published_at

    def item_updateddate(self, release):
        return max(release.published_at, release.changed_at)


class RssFeed(AtomFeed):
    """The same as RSS 2.0."""

    feed_type = Rss201rev2Feed


atom = public_page(AtomFeed())
rss = public_page(RssFeed())
