"""What belongs to writing and is no version: words that were typed and not saved yet, and who has a release open."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.releases import Release


class TypedQuerySet(models.QuerySet):
    def offered_to(self, user, release):
        """What `user` typed for `release`, None for a new one, and has neither saved nor dropped; the newest first."""
        return self.filter(by=user, release=release, done_at=None).order_by("-at")

    def untouched_since(self, at):
        """What nobody has typed on since `at`."""
        return self.filter(at__lt=at)


class Typed(models.Model):
    """What somebody has typed on one opened page, kept while they type. Nobody else is shown it.

    With the save its words go and the row stays for a while, so that what a
    slow connection brings later is not taken for something unsaved.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    release = models.ForeignKey(Release, models.CASCADE, null=True, related_name="typed", editable=False)
    words = models.JSONField(default=dict, editable=False)
    from_version = models.PositiveIntegerField(default=0, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)

    objects = TypedQuerySet.as_manager()

    class Meta:
        verbose_name = _("typed words")
        verbose_name_plural = _("typed words")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(words={}), name="typed_done_has_no_words"),
        ]
        indexes = [models.Index("by", "release", name="typed_of_person", condition=Q(done_at=None))]

    def __str__(self):
        return f"{self.by} · {self.at:%Y-%m-%d %H:%M}"


class PresenceQuerySet(models.QuerySet):
    def of_others(self, release, user, at):
        """Who else has `release` open at the instant `at`, those first who came first."""
        return self.filter(release=release, until__gt=at).exclude(by=user).select_related("by").order_by("since")


class Presence(models.Model):
    """That somebody has the page of a release open, and until when that is believed unless the page says so again."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="presences", editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    since = models.DateTimeField(editable=False)
    until = models.DateTimeField(editable=False)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        default_permissions = ()
        constraints = [models.UniqueConstraint("release", "by", name="presence_once")]

    def __str__(self):
        return f"{self.by} · {self.release}"
