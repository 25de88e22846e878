"""The hub of the feeds (W3C WebSub, section 7) is told once of each publication and each major correction.

The worker asks it beside its other jobs: a hub that is slow or dead delays
nothing, and is asked again later, at most TRIES times.
"""

import logging
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone, translation

from press.models import HubPing
from press.subscriptions.mailings import to_be_told

log = logging.getLogger("portal.hub")

TRIES, FIRST_PAUSE = 6, timedelta(minutes=2)
SECONDS = 10


def feeds_of(release):
    """The absolute addresses of the feeds that hold a release."""
    with translation.override(release.language):
        found = [reverse("press:feed-atom"), reverse("press:feed-rss")]
        if release.topic:
            found += [reverse(f"press:topic-feed-{kind}", args=[release.topic.slug]) for kind in ("atom", "rss")]
    return [settings.SITE_URL + address for address in found]


def _tell(hub, feeds):
    """Tell the hub that `feeds` have something new; raises OSError where it does not answer 2xx."""
    body = urllib.parse.urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)])
    with urllib.request.urlopen(urllib.request.Request(hub, data=body.encode()), timeout=SECONDS):
        pass


class Hub:
    """One request at a time, in a thread of its own, which touches no database."""

    def __init__(self):
        self.pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hub")
        self.under_way = None  # the ping and what will come of it

    def step(self, at=None):
        """Note what has come of the last request, or begin the next; True if there was one of the two to do."""
        if not settings.WEBSUB_HUB:
            return False
        at = at or timezone.now()
        if self.under_way is None:
            return self._begin(at)
        ping, answer = self.under_way
        if not answer.done():
            return False
        self.under_way = None
        _note(ping, answer.exception(), at)
        return True

    def _begin(self, at):
        ping = _next(at)
        if ping is None:
            return False
        self.under_way = (ping, self.pool.submit(_tell, settings.WEBSUB_HUB, feeds_of(ping.release)))
        return True


@transaction.atomic
def _next(at):
    """The ping whose turn it is, counted as tried: its next turn comes only if this one is not noted as heard."""
    untold = to_be_told(at).filter(~Exists(HubPing.objects.filter(release=OuterRef("pk"))))
    HubPing.objects.bulk_create(
        [HubPing(release=release, next_try_at=at) for release in untold[:100]], ignore_conflicts=True
    )
    due = HubPing.objects.filter(pinged_at=None, tries__lt=TRIES, next_try_at__lte=at).order_by("next_try_at", "pk")
    ping = due.select_for_update(skip_locked=True, of=["self"]).select_related("release__topic").first()
    if ping is None:
        return None
    ping.tries += 1
    ping.next_try_at = at + FIRST_PAUSE * 2 ** (ping.tries - 1)
    ping.save(update_fields=["tries", "next_try_at"])
    return ping if ping.release.is_public(at) else None


def tell_again(release, *, at):
    """Have the hub told that the feeds hold a release with other words than before."""
    if settings.WEBSUB_HUB:
        anew = {"tries": 0, "next_try_at": at, "pinged_at": None, "last_error": ""}
        HubPing.objects.update_or_create(release=release, defaults=anew)


def _note(ping, error, at):
    asked = HubPing.objects.filter(pk=ping.pk, tries=ping.tries)  # not one that is to be told again meanwhile
    if error is None:
        asked.update(pinged_at=at, last_error="")
    else:
        asked.update(last_error=f"{type(error).__name__}: {error}"[:300].replace("\x00", ""))
        log.warning("hub not reached", extra={"release": ping.release_id, "tries": ping.tries})


hub = Hub()
