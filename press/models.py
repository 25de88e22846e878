"""Press releases: one row a language; translations share a key."""

import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from commission.translated import TranslatedField, in_language

BODY_CHARACTERS = 300_000


class TopicQuerySet(models.QuerySet):
    def with_public_releases(self, language, at):
        """Those under which somebody who reads `language` finds something at the instant `at`."""
        return self.filter(Exists(Release.objects.public(at).filter(topic=OuterRef("pk"), language=language)))


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


class ReleaseQuerySet(models.QuerySet):
    def public(self, at):
        """What anybody may read at the instant `at`: the one gate of visibility."""
        return self.filter(
            Q(embargoed_until=None) | Q(embargoed_until__lte=at), status="published", published_at__lte=at
        )

    def in_language(self, language):
        return self.filter(language=language)

    def newest_first(self):
        return self.order_by("-published_at", "-id")

    def before(self, published_at, pk):
        """What stands below the release with this instant and id in a list, newest first."""
        # the first condition, which the second implies, is where the index begins to be read
        return self.filter(published_at__lte=published_at).filter(Q(published_at__lt=published_at) | Q(id__lt=pk))

    def drafts_untouched_since(self, at):
        """Drafts that nobody has saved since `at`; never one that the public has read."""
        return self.filter(status="draft", published_by=None, changed_at__lt=at, former_addresses=None)

    def for_lists(self):
        """With no more than a list shows: title, lead, instant and address."""
        return self.only("language", "title", "lead", "published_at", "year", "slug")


class Release(models.Model):
    """A press release in one language."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    translation_key = models.UUIDField(_("translations share this key"), default=uuid.uuid4)
    title = models.CharField(_("title"), max_length=500)
    slug = models.SlugField(_("address"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(editable=False)
    dateline_place = models.CharField(_("place of the dateline"), max_length=100, blank=True)
    lead = models.TextField(_("lead"), blank=True, validators=[MaxLengthValidator(2_000)])
    body = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(BODY_CHARACTERS)])
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, verbose_name=_("topic"))
    press_contact = models.CharField(_("press contact"), max_length=300, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    embargoed_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=500, blank=True)
    image = models.ImageField(_("picture"), upload_to="releases/", blank=True, max_length=200)
    image_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    image_alternative = models.CharField(
        _("what the picture shows"), max_length=300, blank=True, help_text=_("For people who cannot see it.")
    )
    source_url = models.CharField(_("imported from"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")
        permissions = [("publish_release", "May publish and withdraw press releases")]
        constraints = [
            models.UniqueConstraint("language", "year", "slug", name="release_address"),
            models.UniqueConstraint("translation_key", "language", name="release_once_a_language"),
            models.UniqueConstraint(
                "language", "source_url", condition=~Q(source_url=""), name="release_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False), name="release_published_has_instant"
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(withdrawn_at__isnull=False), name="release_withdrawn_has_instant"
            ),
            models.CheckConstraint(condition=Q(image="") | ~Q(image_alternative=""), name="release_image_described"),
        ]
        indexes = [
            # every public list, page after page
            models.Index(
                F("language"), F("published_at").desc(), F("id").desc(),
                name="release_list", condition=Q(status="published"),
            ),
            models.Index(
                F("language"), F("topic"), F("published_at").desc(), F("id").desc(),
                name="release_topic_list", condition=Q(status="published"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        if (
            self.language == translation.get_language()
        ):  # a list's rows all are, and changing it costs more than the rest
            return reverse("press:release", args=[self.year, self.slug])
        with translation.override(self.language):
            return reverse("press:release", args=[self.year, self.slug])

    @property
    def image_url(self):
        return reverse("media-image", args=[self.image_key, "picture.jpg"]) if self.image else ""

    def is_public(self, at):
        """Whether `ReleaseQuerySet.public` holds this row at the instant `at`."""
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at <= at
            and (self.embargoed_until is None or self.embargoed_until <= at)
        )

    @property
    def visible_from(self):
        """The instant from which a published release may be read; None for any other."""
        if self.status != self.Status.PUBLISHED:
            return None
        return max(self.published_at, self.embargoed_until or self.published_at)


class FormerAddress(models.Model):
    """An address that a release once had and that redirects to it for good."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="former_addresses")
    language = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint("language", "year", "slug", name="former_address")]

    def __str__(self):
        return f"{self.language}/{self.year}/{self.slug}"
