"""Pictures: the original, which nobody outside is given, what was made of it, and where it stands."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.releases import Release
from press.models.versions import Versions


def originals_storage():
    """Where originals lie, which have their place and camera in them still: no address leads there."""
    return storages["originals"]


def _published(at):
    return Release.objects.published(at)


class PictureQuerySet(models.QuerySet):
    def unused(self):
        """Those that stand in no release."""
        return self.filter(~Exists(ReleasePicture.objects.filter(picture=OuterRef("pk"))))


class Picture(models.Model):
    """A picture as it was uploaded; several releases, as translations of each other, may show it."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    original = models.FileField(storage=originals_storage, max_length=200, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    # what a crop keeps in sight, in percent from the left and the top
    focal_x = models.PositiveSmallIntegerField(_("focus from the left, %"), default=50)
    focal_y = models.PositiveSmallIntegerField(_("focus from the top, %"), default=50)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("uploaded by"),
    )  # fmt: skip

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(condition=Q(focal_x__lte=100, focal_y__lte=100), name="picture_focus_within"),
        ]

    def __str__(self):
        return str(self.key)

    @property
    def focus(self):
        return self.focal_x, self.focal_y


class RenditionQuerySet(models.QuerySet):
    def published(self, at):
        """Those of pictures that stand in a release which anybody may read at the instant `at`."""
        uses = ReleasePicture.objects.filter(picture=OuterRef("picture"), release__in=_published(at))
        return self.filter(Exists(uses))


class Rendition(models.Model):
    """What was made of a picture once: re-encoded, upright, in sRGB, without metadata.

    Its name carries a digest of its bytes: what lies under an address never changes.
    """

    class Purpose(models.TextChoices):
        PAGE = "page", _("page")
        THUMBNAIL = "thumbnail", _("thumbnail")
        SOCIAL = "social", _("social card")

    class Format(models.TextChoices):
        WEBP = "webp", "WebP"
        JPEG = "jpeg", "JPEG"

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")
    purpose = models.CharField(max_length=12, choices=Purpose)
    format = models.CharField(max_length=4, choices=Format)
    name = models.CharField(max_length=60)
    file = models.FileField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    objects = RenditionQuerySet.as_manager()

    class Meta:
        ordering = ["width", "id"]
        constraints = [models.UniqueConstraint("picture", "name", name="rendition_name")]

    def __str__(self):
        return self.name

    @property
    def media_type(self):
        return f"image/{self.format}"


class ReleasePicture(models.Model):
    """A picture in a release, with the words of that language; the one at position 0 is the lead picture."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="pictures", verbose_name=_("press release"))
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="uses", verbose_name=_("picture"))
    position = models.PositiveSmallIntegerField(_("position"), editable=False)
    alternative = models.CharField(
        _("what the picture shows"), max_length=300, help_text=_("For people who cannot see it.")
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)

    history = Versions(
        verbose_name=_("version of a picture of a release"), verbose_name_plural=_("versions of pictures of releases")
    )

    class Meta:
        ordering = ["position"]
        verbose_name = _("picture of a release")
        verbose_name_plural = _("pictures of a release")
        constraints = [
            # two change places within one transaction
            models.UniqueConstraint(
                fields=["release", "position"], name="release_picture_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint("release", "picture", name="release_picture_once"),
            models.CheckConstraint(condition=~Q(alternative=""), name="release_picture_has_alternative"),
        ]

    def __str__(self):
        return self.alternative
