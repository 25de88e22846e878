"""Files as they were received."""

import uuid

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals.models.filing import Filing
from commission.file_contents import kinds


def evidence_storage():
    """Where evidence lies: outside of any web root."""
    return storages["evidence"]


class StoredFile(models.Model):
    """A file byte for byte, measured when it arrived; its name and declared type are not believed."""

    class Purpose(models.TextChoices):
        EVIDENCE = "evidence", _("evidence")
        AUTHORITY = "authority", _("proof of authority")
        ANSWER = "answer", _("attached to an answer")

    class Caution(models.TextChoices):
        BOMB = kinds.BOMB, _("would unpack to far more than it is")
        MIXED = kinds.MIXED, _("can be read as two kinds of file at once")
        NESTED = kinds.NESTED, _("an archive within an archive")
        ACTIVE = kinds.ACTIVE, _("can hold a program")

    # kinds that are no usual ending of a name are told in words
    KINDS_IN_WORDS = {
        "text": pgettext_lazy("kind of file", "text"),
        "mail": pgettext_lazy("kind of file", "e-mail message"),
        "archive": pgettext_lazy("kind of file", "archive"),
        "program": pgettext_lazy("kind of file", "program"),
        "ole": pgettext_lazy("kind of file", "old office document"),
        "unknown": pgettext_lazy("kind of file", "unknown"),
    }

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    file = models.FileField(storage=evidence_storage, max_length=200)
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("kind"), max_length=12)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, default=Purpose.EVIDENCE)
    is_named_otherwise = models.BooleanField(_("content is not what its name says"), default=False)
    caution = models.CharField(_("caution"), max_length=8, choices=Caution, blank=True)

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self):
        return self.name

    @property
    def kind_name(self):
        """The kind found, for people: in words where it is no name of a format."""
        return self.KINDS_IN_WORDS.get(self.kind, self.kind.upper())


class EvidenceQuerySet(models.QuerySet):
    def unscanned(self):
        """What the virus scanner has not judged yet, and staff cannot open."""
        return self.filter(scan__in=[Evidence.Scan.PENDING, Evidence.Scan.ERROR]).exclude(file="")

    def to_scan(self, at):
        """What waits for the virus scanner and may be tried at the instant `at`, oldest first."""
        return self.unscanned().filter(Q(scan_again_at=None) | Q(scan_again_at__lte=at)).order_by("id")

    def came_later_before(self, instant):
        """Files that came with a message or an answer, after the filing itself, and before an instant."""
        return self.filter(Q(message__sent_at__lt=instant) | Q(hearing__answered_at__lt=instant))

    def to_preview(self):
        """Pictures of which a preview may be made and was not tried yet, oldest first."""
        pictures = self.filter(preview_tried_at=None, kind__in=kinds.PICTURES, caution="")
        return pictures.filter(scan__in=Evidence.OPEN_TO_STAFF).exclude(file="").order_by("id")


class Evidence(StoredFile):
    """A file that belongs to a filing."""

    class Scan(models.TextChoices):
        OFF = "off", pgettext_lazy("virus scan", "no scanner")
        PENDING = "pending", pgettext_lazy("virus scan", "not yet scanned")
        CLEAN = "clean", pgettext_lazy("virus scan", "clean")
        INFECTED = "infected", pgettext_lazy("virus scan", "infected")
        ERROR = "error", pgettext_lazy("virus scan", "could not be scanned yet")

    OPEN_TO_STAFF = {Scan.OFF, Scan.CLEAN}

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="evidence")
    message = models.ForeignKey("Message", models.PROTECT, null=True, blank=True, related_name="files")
    hearing = models.ForeignKey("Hearing", models.PROTECT, null=True, blank=True, related_name="files")
    scan = models.CharField(_("virus scan"), max_length=8, choices=Scan, default=Scan.OFF)
    scanned_at = models.DateTimeField(_("scanned at"), null=True, blank=True)
    scan_tries = models.PositiveSmallIntegerField(default=0)
    scan_again_at = models.DateTimeField(null=True, blank=True)
    preview = models.FileField(storage=evidence_storage, max_length=200, blank=True)
    preview_tried_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        indexes = [
            # the scanner's question: what waits
            models.Index(fields=["id"], name="evidence_to_scan", condition=Q(scan__in=["pending", "error"])),
            # the maker of previews: what was not tried yet
            models.Index(
                fields=["id"],
                name="evidence_to_preview",
                condition=Q(preview_tried_at=None, caution="", kind__in=kinds.PICTURES),
            ),
        ]

    @property
    def may_be_opened(self):
        """Whether staff may open the original: it is still there, and no scanner objects or has yet to speak."""
        return bool(self.file) and self.scan in self.OPEN_TO_STAFF

    @property
    def is_open_to_applicant(self):
        """Whether the applicant may save the original: what they sent always, what came from others as staff may."""
        is_own = self.hearing_id is None and (self.message_id is None or self.message.is_from_applicant)
        return bool(self.file) and (is_own or self.may_be_opened)
