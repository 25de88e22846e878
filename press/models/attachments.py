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

    def to_read(self):
        """Those whose text nobody has tried to read yet, the oldest first."""
        return self.filter(Attachment.NOT_READ).order_by("id")

    def with_texts(self):
        """With their texts, which may be long and which only the search asks for."""
        return self.defer(None)


class AttachmentManager(models.Manager.from_queryset(AttachmentQuerySet)):
    def get_queryset(self):
        return super().get_queryset().defer("text")


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

    NOT_READ = models.Q(kind=Kind.PDF, read_at=None)

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

    # what the worker read in the file, for the search; empty where there is nothing to read, or not by the worker
    text = models.TextField(blank=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = AttachmentManager()
    history = Versions(
        verbose_name=_("version of an attachment"), verbose_name_plural=_("versions of attachments"),
        excluded_fields=["file", "uploaded_at", "uploaded_by", "text", "read_at"],
    )  # fmt: skip

    class Meta:
        ordering = ["position"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        # the worker's question, whose text is still to be read
        indexes = [models.Index(fields=["id"], name="attachment_to_read", condition=models.Q(kind="pdf", read_at=None))]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "position"], name="attachment_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="attachment_has_title"),
        ]

    def __str__(self):
        return self.title
