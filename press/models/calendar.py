"""Events that the commission announces."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.models import Election
from commission.translated import TranslatedField, in_language
from press.models.releases import OWN, Release


class CalendarEventQuerySet(models.QuerySet):
    def public(self, at):
        """What the calendar shows at the instant `at`: the one gate of visibility of events."""
        return self.filter(public_from__lte=at)

    def since(self, at):
        """Those that had not ended at the instant `at`, the next first."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "id")


class CalendarEvent(models.Model):
    """Something that will happen: a session, a briefing, the last day of something.

    A whole-day event begins at midnight and ends at a midnight, the first
    instant that no longer belongs to it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    title = TranslatedField(_("title"))
    text = TranslatedField(_("text"), blank=True)
    place = TranslatedField(_("place"), blank=True)
    is_whole_day = models.BooleanField(_("whole day"), default=False)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(
        _("ends"), blank=True, help_text=_("Left empty: an hour later, or the end of the day.")
    )
    public_from = models.DateTimeField(_("public from"), default=timezone.now)
    topic = models.ForeignKey("Topic", models.SET_NULL, null=True, blank=True, verbose_name=_("topic"))
    election = models.ForeignKey(Election, models.SET_NULL, null=True, blank=True, verbose_name=_("election"))
    release = models.ForeignKey(
        Release, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("press release"),
        help_text=_("Shown in the calendar once the public may read it."),
    )  # fmt: skip
    # counts the changes that a calendar program must notice (RFC 5545, 3.8.7.4)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("changed by"), **OWN)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, **OWN)

    objects = CalendarEventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name = _("event of the calendar")
        verbose_name_plural = _("events of the calendar")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_its_start")
        ]
        indexes = [
            # the calendar's question: what is still to come
            models.Index(fields=["ends_at"], name="event_to_come")
        ]

    def __str__(self):
        return in_language(self.title) or str(self.uuid)

    def clean(self):
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("The end lies before the beginning.")})
