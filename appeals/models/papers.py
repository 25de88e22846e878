"""The papers of a case: messages, requests, the hearing of the respondent, opinions, referrals, forwardings."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.limits import law
from appeals.models.filing import Filing
from appeals.models.outcomes import Outcome
from commission.models import ElectionCommission

TEXT_CHARACTERS = 50_000


def by_staff(**options):
    """The member of staff who did it."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **options)


class MessageQuerySet(models.QuerySet):
    def came_before(self, instant):
        return self.filter(sent_at__lt=instant)

    def not_emptied(self):
        """Those whose words are still there."""
        return self.exclude(text="")


class CameIn(models.Model):
    """How the words of a party came in: online, or in another way and entered by a member of staff."""

    channel = models.CharField(_("channel"), max_length=12, choices=Filing.Channel, default=Filing.Channel.ONLINE)
    postmarked_on = models.DateField(_("date of the postmark"), null=True, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = by_staff(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="online", postmarked_on=None, entered_at=None, entered_by=None)
                | (~Q(channel="online") & Q(entered_at__isnull=False, entered_by__isnull=False)),
                name="%(class)s_not_online_was_entered",
            )
        ]

    def came_in_time(self, due_at, arrived_at):
        """Whether what arrived at this instant was in time; a letter by its postmark."""
        return law.came_in_time(due_at, arrived_at, self.postmarked_on, zone=timezone.get_current_timezone())


class Message(CameIn):
    """What the applicant adds to a filing later, or what the commission writes to the applicant."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="messages")
    text = models.TextField()
    content_digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    sent_by = by_staff(null=True, blank=True)  # None: the applicant

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            *CameIn.Meta.constraints,
            models.UniqueConstraint(
                "filing", "content_digest", condition=Q(sent_by=None), name="message_of_the_applicant_once"
            ),
        ]

    def __str__(self):
        return f"{self.filing} {self.sent_at}"

    @property
    def is_from_applicant(self):
        return self.sent_by_id is None


class FormerContact(models.Model):
    """How the applicant was reached before they changed it: what was written until then may hold it, and is covered."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="former_contacts")
    address = models.CharField(max_length=500)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    replaced_at = models.DateTimeField()  # by the applicant

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.filing} {self.replaced_at}"


class InformationRequest(models.Model):
    """What the commission wants to know from the applicant, and until when."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="information_requests")
    text = models.TextField(_("what is asked"))
    answer_due_at = models.DateTimeField(_("answer due"))
    asked_at = models.DateTimeField()
    asked_by = by_staff()
    answer = models.OneToOneField(Message, models.PROTECT, null=True, blank=True, related_name="answered_request")

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.filing} {self.asked_at}"

    @property
    def was_answered_in_time(self):
        """Whether the answer that there is came in time."""
        return self.answer.came_in_time(self.answer_due_at, self.answer.sent_at)


class HearingQuerySet(models.QuerySet):
    def of_link(self, token_digest):
        """The hearing of a link, whether it still carries its right or not; one or none."""
        return self.filter(token_digest=token_digest).select_related("filing__commission", "filing__election")

    def unanswered(self):
        """Those whose respondent has not answered, whether the link still stands or not."""
        return self.filter(answered_at=None)

    def came_before(self, instant):
        """Those whose answer came before an instant."""
        return self.filter(answered_at__lt=instant)

    def not_emptied(self):
        """Those whose answer is still there."""
        return self.exclude(answer="")

    def heard_until(self, instant):
        """Those of respondents who were being heard at an instant: no link that was revoked before."""
        return self.filter(Q(revoked_at=None) | Q(revoked_at__gte=instant))

    def by_email(self):
        """Those whose respondent can be written to, in the order in which they were opened."""
        return self.exclude(respondent_email="")


class Hearing(CameIn):
    """The respondent is heard: a served link to the act complained of, and a written answer."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="hearings")
    respondent_name = models.CharField(_("respondent"), max_length=300)
    respondent_email = models.EmailField(_("e-mail of the respondent"))
    token_digest = models.CharField(max_length=64, unique=True)
    answer_due_at = models.DateTimeField(_("answer due"))
    expires_at = models.DateTimeField(_("link ends"))
    opened_at = models.DateTimeField()
    opened_by = by_staff()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = by_staff(null=True, blank=True)  # None: the applicant, who withdrew
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = HearingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        # the desk: cases about which a member of staff was heard
        indexes = [models.Index(Upper("respondent_email"), name="hearing_of_address")]
        constraints = [
            *CameIn.Meta.constraints,
            models.CheckConstraint(
                condition=Q(revoked_by=None) | Q(revoked_at__isnull=False),
                name="who_revokes_a_hearing_does_it_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="answer_has_its_instant"
            ),
        ]

    def __str__(self):
        return f"{self.filing} {self.respondent_name}"

    def is_open_to_respondent(self, at):
        """Whether the link still carries its right at the instant `at`."""
        return self.revoked_at is None and at < self.expires_at and self.filing.emptied_at is None

    @property
    def was_answered_in_time(self):
        """Whether the answer that there is came in time."""
        return self.came_in_time(self.answer_due_at, self.answered_at)


class Opinion(models.Model):
    """An expert's opinion with a draft decision."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="opinions")
    text = models.TextField(_("opinion"))
    proposed_outcome = models.CharField(_("proposed outcome"), max_length=16, choices=Outcome)
    draft_reasons = models.TextField(_("draft of the reasons"), blank=True)
    draft_operative_part = models.TextField(_("draft of the operative part"), blank=True)
    given_at = models.DateTimeField()
    given_by = by_staff()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.filing} {self.proposed_outcome}"


class Referral(models.Model):
    """The matter, or a part of it, goes to the prosecutor or another authority (112.4)."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="referrals")
    to = models.CharField(_("authority"), max_length=200)
    text = models.TextField(_("why"))
    answer_due_at = models.DateTimeField(_("answer due"), null=True, blank=True)
    referred_at = models.DateTimeField()
    referred_by = by_staff()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.filing} {self.to}"


class Forwarding(models.Model):
    """A filing went to the competent commission: its old number answers with a pointer (Instruction 11/53-2, 1.2)."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="forwardings")
    old_number = models.CharField(max_length=40, unique=True)
    was_registered = models.BooleanField()
    from_commission = models.ForeignKey(ElectionCommission, models.PROTECT, related_name="+")
    to_commission = models.ForeignKey(ElectionCommission, models.PROTECT, related_name="+")
    reasons = models.TextField(_("reasons"))
    forwarded_at = models.DateTimeField()
    forwarded_by = by_staff()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.old_number
