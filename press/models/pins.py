"""Releases that stand above all others for a while."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.releases import Release


class PinQuerySet(models.QuerySet):
    def standing(self, at):
        """Those whose time it is at the instant `at`."""
        return self.filter(shown_from__lte=at, shown_until__gt=at)


class Pin(models.Model):
    """A release on top of the home page and of the list of its language, from one instant to another.

    It gives no right to be read: what is not public is not shown, pinned or not.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="pins", verbose_name=_("press release"))
    shown_from = models.DateTimeField(_("shown from"), default=timezone.now)
    shown_until = models.DateTimeField(_("shown until"))
    pinned_at = models.DateTimeField(_("pinned at"), default=timezone.now, editable=False)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("pinned by")
    )

    objects = PinQuerySet.as_manager()

    class Meta:
        ordering = ["-shown_from", "-id"]
        verbose_name = _("pinned press release")
        verbose_name_plural = _("pinned press releases")
        constraints = [
            models.CheckConstraint(condition=Q(shown_until__gt=F("shown_from")), name="pin_ends_after_its_start")
        ]
        indexes = [
            # the home page's and the list's question: what stands on top now
            models.Index(fields=["shown_until", "shown_from"], name="pin_standing")
        ]

    def __str__(self):
        return str(self.release)

    def clean(self):
        if self.shown_from and self.shown_until and self.shown_until <= self.shown_from:
            raise ValidationError({"shown_until": _("The end lies before the beginning.")})
