"""Sessions, and the decisions that are taken in them."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from appeals.models.filing import Filing
from appeals.models.outcomes import CourtResult, Outcome, Party
from appeals.models.papers import by_staff
from commission.choices import label_of
from commission.models import ElectionCommission


class Session(models.Model):
    """A session of a commission; its number is the first part of the numbers of its decisions."""

    commission = models.ForeignKey(ElectionCommission, models.PROTECT, related_name="sessions")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(_("number"))
    held_at = models.DateTimeField(_("held at"))
    opened_by = by_staff()

    class Meta:
        ordering = ["-held_at", "-id"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [models.UniqueConstraint("commission", "year", "number", name="session_number_once_a_year")]

    def __str__(self):
        return f"{self.number} · {timezone.localtime(self.held_at):%d.%m.%Y}"


class AgendaItem(models.Model):
    """A filing that a session is to decide."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="agenda")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="agenda_items")
    placed_at = models.DateTimeField()
    placed_by = by_staff()
    taken_off_at = models.DateTimeField(null=True, blank=True)
    taken_off_by = by_staff(null=True, blank=True)  # None: the applicant, who withdrew

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("filing", condition=Q(taken_off_at=None), name="on_one_agenda_at_a_time"),
            models.CheckConstraint(
                condition=Q(taken_off_by=None) | Q(taken_off_at__isnull=False), name="taken_off_has_its_instant"
            ),
        ]

    def __str__(self):
        return f"{self.session}: {self.filing}"


class DecisionQuerySet(models.QuerySet):
    def published(self):
        """What the public may read: the anonymised version was released, and its filing is on the register."""
        return self.filter(published_at__isnull=False, filing__registered_at__isnull=False)

    def contestable(self, at):
        """Those in force, served on the applicant, whose limit for an appeal still runs at `at` or has no end."""
        served = Service.objects.filter(decision=OuterRef("pk"), party=Party.APPLICANT)
        runs = Q(appeal_deadline=None) | Q(appeal_deadline__gt=at)
        return self.filter(runs, Exists(served), decides__isnull=False)


class Decision(models.Model):
    """A written decision with its reasons (112.4); `redactions` are the words that the public does not read."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="decisions")
    commission = models.ForeignKey(ElectionCommission, models.PROTECT, related_name="decisions", db_index=False)
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="decisions")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(_("number"), max_length=24, help_text=_("Session and serial, for example 26/148."))
    language = models.CharField(max_length=8)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    facts = models.TextField(_("facts"), blank=True)
    law = models.TextField(_("law"), blank=True)
    reasons = models.TextField(_("reasons"))
    operative_part = models.TextField(_("operative part"), blank=True)
    remedy_ordered = models.TextField(_("remedy ordered"), blank=True)
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    absent = models.PositiveSmallIntegerField(_("absent"), null=True, blank=True)
    appeal_deadline = models.DateTimeField(_("time limit for an appeal"), null=True, blank=True)
    redactions = models.JSONField(_("words not for the public"), default=list, blank=True)
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = by_staff(db_index=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = by_staff(null=True, blank=True)
    published_alone_because = models.TextField(_("why it was published by who decided"), blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-id"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        # access: which decisions a commission or a person took, and in which filings
        indexes = [
            models.Index(fields=["commission", "id"], name="decision_of_commission"),
            # the statistics: how what was decided ended, without its texts
            models.Index(fields=["id"], name="decision_outcome", include=["outcome"]),
            models.Index(fields=["decided_by", "id"], include=["filing"], name="decision_of_person"),
        ]
        constraints = [
            models.UniqueConstraint("commission", "year", "number", name="decision_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="published_decision_has_its_author",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("decided_by")) | ~Q(published_alone_because=""),
                name="published_by_a_second_person_or_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome="returned") | Q(session__isnull=False), name="decision_was_taken_in_a_session"
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        """Where the public reads it, in its own language."""
        with translation.override(self.language):
            return reverse("appeals:register-decision", args=[self.filing.number])

    def get_outcome_display(self):
        return label_of(Outcome, self.outcome)

    @property
    def has_votes(self):
        """Whether any vote was counted; a return takes none."""
        return any(count is not None for count in (self.votes_for, self.votes_against, self.absent))

    @property
    def received_on(self):
        """The day on which it was served on the applicant, the last one of several; None if it never was."""
        served = self.services.filter(party=Party.APPLICANT).last()
        return timezone.localdate(served.served_at) if served else None

    @property
    def is_in_force(self):
        """Whether it ends its filing: one that was reopened since has none, or another."""
        return self.filing.decision_id == self.pk

    def heard_by_email(self):
        """The respondent who is written to: the last who was heard until it was taken and has an address, or None."""
        return self.filing.hearings.heard_until(self.decided_at).by_email().last()

    def reaches_by_email(self, party):
        """Whether a letter about it reaches a party (a Service.Party)."""
        if party == Service.Party.APPLICANT:
            return bool(self.filing.applicant_email)
        return self.heard_by_email() is not None

    def was_published_after(self, instant):
        """Whether it was last published after something was added: whoever published it saw what its words cover."""
        return self.published_at is not None and instant <= self.published_at

    @property
    def has_words_to_publish(self):
        """Whether corrections or court outcomes came after it was published, whose words the public does not read."""
        instants = [item.corrected_at for item in self.corrections.all()]
        instants += [item.recorded_at for item in self.court_outcomes.all() if item.text or item.number]
        return self.published_at is not None and any(instant > self.published_at for instant in instants)

    @property
    def is_served(self):
        """Whether it was served on the applicant."""
        return any(service.party == Service.Party.APPLICANT for service in self.services.all())


class Correction(models.Model):
    """A clerical error in a decision, corrected and visible as such."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="corrections")
    text = models.TextField(_("what was wrong, and how it reads now"))
    corrected_at = models.DateTimeField()
    corrected_by = by_staff()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.decision} {self.corrected_at}"


class Service(models.Model):
    """A decision was served on a party: on an applicant of `filing`, which it decides or which was joined with that."""

    Party = Party

    class Way(models.TextChoices):
        EMAIL = "email", _("by e-mail")
        HAND = "hand", _("by hand")
        POST = "post", _("by post")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="services")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="services")
    party = models.CharField(_("party"), max_length=12, choices=Party)
    way = models.CharField(_("way"), max_length=8, choices=Way)
    served_at = models.DateTimeField()
    served_by = by_staff()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.decision} {self.party}"


class CourtOutcome(models.Model):
    """What became of a decision in court."""

    class Court(models.TextChoices):
        APPEAL = "appeal", _("Court of Appeal")
        SUPREME = "supreme", _("Supreme Court")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="court_outcomes")
    court = models.CharField(_("court"), max_length=8, choices=Court)
    number = models.CharField(_("number of the judgment"), max_length=60, blank=True)
    decided_on = models.DateField(_("decided on"))
    result = models.CharField(_("result"), max_length=12, choices=CourtResult)
    text = models.TextField(_("what the court held"), blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = by_staff()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.decision} {self.court} {self.result}"
