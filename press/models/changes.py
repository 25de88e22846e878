"""What happens to the words of a release after the public could read them."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.releases import OWN, Release


class ChangeQuerySet(models.QuerySet):
    def waiting(self):
        """Proposed, and neither made nor dropped."""
        return self.filter(made_at=None, dropped_at=None)

    def notes(self):
        """What the public reads of changes: the major ones that were made, the newest first."""
        return self.filter(is_major=True, made_at__isnull=False).order_by("-made_at", "-id")


class Change(models.Model):
    """A correction of a public release: proposed by one person, made by another.

    A minor one is silent and stands in the history; a major one has a note
    with its instant on the page, in the feed and in JSON-LD.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="changes", verbose_name=_("press release"))
    is_major = models.BooleanField(_("major"), default=False)
    note = models.TextField(
        _("note for the public"), blank=True, validators=[MaxLengthValidator(1_000)],
        help_text=_("What was wrong and what is right now. A major change needs it."),
    )  # fmt: skip
    words = models.JSONField(_("changed words"), help_text=_("The new text of each field that changes."))
    from_version = models.PositiveIntegerField(editable=False)
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("proposed by")
    )
    made_at = models.DateTimeField(_("made at"), null=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("made by"), **OWN)
    override_reason = models.CharField(_("reason for making it alone"), max_length=500, blank=True, editable=False)
    dropped_at = models.DateTimeField(_("dropped at"), null=True, editable=False)
    dropped_by = models.ForeignKey(settings.AUTH_USER_MODEL, **OWN)
    # the transaction that made it, written by the database
    made_in = models.BigIntegerField(null=True, editable=False)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change of a public release")
        verbose_name_plural = _("changes of public releases")
        constraints = [
            models.CheckConstraint(
                condition=Q(made_by=None) | ~Q(made_by=F("proposed_by")) | ~Q(override_reason=""),
                name="change_made_by_another",
            ),
            models.CheckConstraint(condition=Q(is_major=False) | ~Q(note=""), name="change_major_has_note"),
            models.CheckConstraint(
                condition=Q(made_at=None, made_by=None) | Q(made_at__isnull=False, made_by__isnull=False),
                name="change_made_has_its_person",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_by=None) | Q(dropped_at__isnull=False, dropped_by__isnull=False),
                name="change_dropped_has_its_person",
            ),
            models.CheckConstraint(condition=Q(made_at=None) | Q(dropped_at=None), name="change_made_or_dropped"),
            models.UniqueConstraint("release", condition=Q(made_at=None, dropped_at=None), name="change_one_waits"),
        ]

    def __str__(self):
        return f"{self.release} · {self.proposed_at:%Y-%m-%d}"


class Step(models.Model):
    """The newsroom's journal: who did what to a release and when, with the reason where there is one."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("handed in for review")
        SENT_BACK = "sent_back", _("sent back")
        APPROVED = "approved", _("approved")
        APPROVED_ALONE = "approved_alone", _("approved by its author")
        CALLED_BACK = "called_back", _("approval taken back")
        SCHEDULED = "scheduled", _("given an instant of publication")
        CHANGE_PROPOSED = "change_proposed", _("correction proposed")
        CHANGED = "changed", _("corrected")
        CHANGED_ALONE = "changed_alone", _("corrected by who proposed it")
        CHANGE_DROPPED = "change_dropped", _("correction dropped")
        READDRESSED = "readdressed", _("given another address")
        SUPERSEDED = "superseded", _("superseded by a newer one")
        WITHDRAWN = "withdrawn", _("withdrawn")
        IMPORTED = "imported", _("imported")
        MEDIA_CHANGED = "media_changed", _("pictures or files changed")
        PINNED = "pinned", _("pinned to the top")
        UNPINNED = "unpinned", _("taken from the top")
        EARLY_GIVEN = "early_given", _("given to an early reader")
        EARLY_OPENED = "early_opened", _("opened by an early reader")
        EARLY_REVOKED = "early_revoked", _("link of an early reader revoked")

    release = models.ForeignKey(Release, models.CASCADE, related_name="steps")
    kind = models.CharField(_("what was done"), max_length=16, choices=Kind)
    at = models.DateTimeField(_("instant"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    note = models.CharField(_("reason"), max_length=1_000, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("step of a release")
        verbose_name_plural = _("steps of releases")

    def __str__(self):
        return f"{self.release} · {self.get_kind_display()}"
