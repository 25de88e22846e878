"""What was told of a release, and to whom: letters to its readers, the hub of the feeds."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from commission.models import Letter
from press.models.releases import Release
from press.models.subscriptions import Subscription


class MailingQuerySet(models.QuerySet):
    def under_way(self):
        return self.filter(done_at=None)


class Mailing(models.Model):
    """How far the letters for a release are written; once a release, so that nobody is written to twice."""

    release = models.OneToOneField(Release, models.CASCADE, related_name="mailing")
    started_at = models.DateTimeField(default=timezone.now)
    reached = models.BigIntegerField(default=0)  # the key of the last subscription that was looked at
    written = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    # the release ceased to be public: what was not sent by then was taken back
    stopped_at = models.DateTimeField(null=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        indexes = [
            # the worker's question: which is under way
            models.Index(fields=["id"], name="mailing_under_way", condition=Q(done_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(done_at__isnull=False), name="mailing_stopped_is_done"
            ),
        ]

    def __str__(self):
        return f"{self.release_id}: {self.written}"


class Delivery(models.Model):
    """That a release was written to a reader, alone or in a day's letter."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    release = models.ForeignKey(Release, models.CASCADE, related_name="deliveries")
    # letters have their own time and go without asking
    letter = models.ForeignKey(Letter, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint("release", "subscription", name="delivery_once")]

    def __str__(self):
        return f"{self.release_id} · {self.subscription_id}"


class HubPing(models.Model):
    """That the hub was told of a release (WebSub, section 7), once it answered; or when to try again."""

    release = models.OneToOneField(Release, models.CASCADE, related_name="hub_ping")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    pinged_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    def __str__(self):
        return f"{self.release_id}: {self.tries}"
