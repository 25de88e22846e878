"""Topics, under which releases are found, read as feeds and subscribed to."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from commission.translated import TranslatedField, in_language
from press.models.calendar import CalendarEvent
from press.models.releases import Release


class TopicQuerySet(models.QuerySet):
    def public(self, at):
        """Those of which the public knows at the instant `at`, by a release or an event of the calendar.

        Of the others the name alone can tell what a release is to be about.
        """
        published, announced = Release.objects.once_published(at), CalendarEvent.objects.public(at)
        return self.filter(
            Exists(published.filter(topic=OuterRef("pk"))) | Exists(announced.filter(topic=OuterRef("pk")))
        )


class Topic(models.Model):
    slug = models.SlugField(_("address"), unique=True)
    name = TranslatedField(_("name"))
    is_featured = models.BooleanField(
        _("shown above the list"),
        default=False,
        help_text=_("Every other topic stands behind “More topics”."),
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return in_language(self.name) or self.slug
