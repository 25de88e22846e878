"""Who gets press releases by e-mail."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.topics import Topic
from press.subscriptions import tokens


class SubscriptionQuerySet(models.QuerySet):
    def active(self):
        """Confirmed and not ended: those who get letters."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def unconfirmed(self):
        return self.filter(confirmed_at=None, ended_at=None)

    def of_address(self, email):
        """Those of one address, however its letters are written."""
        return self.annotate(folded=Lower("email")).filter(folded=Lower(models.Value(email)))

    def at_once(self):
        return self.filter(frequency=Subscription.Frequency.AT_ONCE)

    def daily(self):
        return self.filter(frequency=Subscription.Frequency.DAILY)

    def readers_of(self, release):
        """Those who want a release, visible or to be so, and had confirmed it when it became visible."""
        topics = SubscribedTopic.objects.filter(subscription=OuterRef("pk"))
        wanted = ~Exists(topics) | Exists(topics.filter(topic=release.topic_id))
        return self.active().filter(wanted, language=release.language, confirmed_at__lte=release.visible_from)

    def opened_by(self, purpose, token):
        """The one whose letters carry this token for this purpose, or none."""
        return self.filter(**{f"{purpose}_digest": tokens.digest_of(token)})

    def opened_to_confirm(self, token, at):
        """The one that this token, valid for some days, confirms; or none."""
        return self.filter(confirmation_digest=tokens.digest_of(token), confirmable_until__gt=at, ended_at=None)


class Subscription(models.Model):
    """The wish of one address for the releases of one language; nothing is sent before its reader has confirmed it."""

    class Frequency(models.TextChoices):
        AT_ONCE = "at_once", _("a letter for each, at once")
        DAILY = "daily", _("one letter a day, if there is something new")

    class End(models.TextChoices):
        READER = "reader", _("ended by its reader")
        STAFF = "staff", _("ended by staff")
        REFUSED = "refused", _("the mail server refuses the address")

    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    topics = models.ManyToManyField(
        Topic, through="SubscribedTopic", related_name="subscriptions", blank=True, verbose_name=_("topics")
    )
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency, default=Frequency.AT_ONCE)
    requested_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_because = models.CharField(_("ended because"), max_length=8, choices=End, blank=True)
    # the local day for which its daily letter was written, or found to have nothing to say
    digest_on = models.DateField(null=True, editable=False)
    nonce = models.CharField(max_length=43, editable=False, default=tokens.new_token)
    settings_digest = models.CharField(max_length=64, unique=True, editable=False)
    end_digest = models.CharField(max_length=64, unique=True, editable=False)
    confirmation_digest = models.CharField(max_length=64, blank=True, editable=False)
    confirmable_until = models.DateTimeField(null=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(Lower("email"), "language", name="subscription_once_a_language"),
            models.UniqueConstraint(
                "confirmation_digest", condition=~Q(confirmation_digest=""), name="subscription_confirmation"
            ),
            models.CheckConstraint(condition=Q(ended_at=None) ^ ~Q(ended_because=""), name="subscription_end_has_why"),
            models.CheckConstraint(
                condition=Q(confirmation_digest="") | Q(confirmable_until__isnull=False),
                name="subscription_confirmation_expires",
            ),
        ]
        indexes = [
            # the readers of a release, portion after portion
            models.Index(
                fields=["language", "frequency", "id"], name="subscription_readers",
                condition=Q(confirmed_at__isnull=False, ended_at=None),
            ),
        ]  # fmt: skip

    def __str__(self):
        """Without the address: this name stands in journals, which outlive it."""
        return f"{self.language} · {self.pk}"

    @property
    def is_active(self):
        return self.confirmed_at is not None and self.ended_at is None

    def token(self, purpose):
        """The token that its letters carry for one purpose."""
        return tokens.derived(purpose, self.nonce)

    def take_nonce(self):
        """Give it another nonce: the links of all its letters so far open nothing any more."""
        self.nonce = tokens.new_token()
        self.settings_digest = tokens.digest_of(self.token(tokens.SETTINGS))
        self.end_digest = tokens.digest_of(self.token(tokens.END))


class SubscribedTopic(models.Model):
    """A topic that a subscription names; one that names none is of all topics."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="subscribed_topics")
    # protected: without its last topic a subscription would be of all of them
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("subscription", "topic", name="subscribed_topic_once")]

    def __str__(self):
        return f"{self.subscription} · {self.topic_id}"
