"""What the worker has told staff, and what it is still to do: limits to work out anew, entries for the search."""

from django.conf import settings
from django.db import models

from appeals.models.filing import Filing
from commission.models import ElectionCommission


class Reminder(models.Model):
    """Staff were reminded of a filing when so many percent of its limit had passed; another deadline reminds anew."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="reminders")
    percent = models.PositiveSmallIntegerField()
    deadline = models.DateTimeField()
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("filing", "percent", "deadline", name="reminder_once_a_deadline")]

    def __str__(self):
        return f"{self.filing_id} {self.percent} %"


class Digest(models.Model):
    """The daily digest of a commission was written."""

    commission = models.ForeignKey(ElectionCommission, models.CASCADE, related_name="+")
    day = models.DateField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("commission", "day", name="digest_once_a_day")]

    def __str__(self):
        return f"{self.commission_id} {self.day}"


class RecomputationQuerySet(models.QuerySet):
    def waiting(self):
        """What was asked for and is not done, newest first."""
        return self.filter(done_at=None).order_by("-id")

    def last_fingerprint(self):
        """The fingerprint of the rules with which the deadlines were last worked out; empty if they never were."""
        done = self.filter(done_at__isnull=False).order_by("-done_at", "-id").first()
        return done.fingerprint if done else ""


class Recomputation(models.Model):
    """Deadlines of running filings are worked out anew: asked for by a member of staff, or seen by the worker."""

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True)
    done_at = models.DateTimeField(null=True)
    changed = models.PositiveIntegerField(default=0)

    objects = RecomputationQuerySet.as_manager()

    def __str__(self):
        return f"recomputation {self.pk}"


class RegisterChange(models.Model):
    """What the public register says of a filing has changed, and the search does not know it yet."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="+", db_index=False, db_constraint=False)

    def __str__(self):
        return f"{self.filing_id}"
