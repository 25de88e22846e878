"""Files that are offered with a release."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.releases import Release
from press.models.versions import Versions


class AttachmentQuerySet(models.QuerySet):
    def published(self, at):
        """Those of releases which anybody may read at the instant `at`."""
        return self.filter(release__in=Release.objects.published(at))


class Attachment(models.Model):
    """A file of a release; its kind was found by its content."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        XLSX = "xlsx", "XLSX"
        PPTX = "pptx", "PPTX"
        ODT = "odt", "ODT"
        ODS = "ods", "ODS"
        ODP = "odp", "ODP"
        DOC = "doc", "DOC"
        XLS = "xls", "XLS"
        PPT = "ppt", "PPT"
        RTF = "rtf", "RTF"
        CSV = "csv", "CSV"
        TEXT = "text", _("text")

    release = models.ForeignKey(Release, models.CASCADE, related_name="attachments", verbose_name=_("press release"))
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    file = models.FileField(max_length=200, editable=False)
    name = models.CharField(_("name"), max_length=120, editable=False)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("uploaded by"),
    )  # fmt: skip

    objects = AttachmentQuerySet.as_manager()
    history = Versions(
        verbose_name=_("version of an attachment"), verbose_name_plural=_("versions of attachments"),
        excluded_fields=["file", "uploaded_at", "uploaded_by"],
    )  # fmt: skip

    class Meta:
        ordering = ["position"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "position"], name="attachment_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="attachment_has_title"),
        ]

    def __str__(self):
        return self.title
