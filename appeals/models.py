"""Filings (complaints and appeals) with their evidence, texts and journal."""

import uuid
from dataclasses import fields

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals import law
from commission.models import Election, ElectionCommission
from commission.translated import TranslatedField, in_language

STATEMENT_CHARACTERS = 50_000


def evidence_storage():
    """Where evidence lies: outside of any web root."""
    return storages["evidence"]


class TimeLimitRule(models.Model):
    """A dated rule of the law; provisional rows are shown to staff and never computed with until made active."""

    class Limit(models.TextChoices):
        FILE = "file", _("to file")
        DECIDE = "decide", _("to decide")
        INVESTIGATE = "investigate", _("further investigation")
        COURT = "court", _("to go to court")
        PROSECUTOR = "prosecutor", _("prosecutor")

    class Phase(models.TextChoices):
        ALWAYS = law.ALWAYS, pgettext_lazy("phase of the election", "always")
        BEFORE_VOTING = law.BEFORE_VOTING, _("shortly before voting day, and not beyond it")
        FROM_VOTING_DAY = law.FROM_VOTING_DAY, _("on voting day, until the poll closes, and after it")

    limit = models.CharField(_("limit"), max_length=24, choices=Limit)
    days = models.PositiveSmallIntegerField(_("days"), help_text=_("0: at once, by the end of the day."))
    phase = models.CharField(_("applies"), max_length=16, choices=Phase, default=Phase.ALWAYS)
    phase_days = models.PositiveSmallIntegerField(
        _("shortly before: less than how many days"), default=0, help_text=_("Days before voting day.")
    )
    article = TranslatedField(_("article"))
    text = TranslatedField(_("text"))
    counts_working_days = models.BooleanField(_("counts working days only"), default=False)
    end_rolls = models.BooleanField(_("end rolls to the next working day"), default=False)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["limit", "-valid_from"]
        verbose_name = _("time limit rule")
        verbose_name_plural = _("time limit rules")

    def __str__(self):
        return f"{self.get_limit_display()}: {self.days} ({in_language(self.article)})"

    @property
    def wording(self):
        """What the rule says, in the visitor's language."""
        return in_language(self.text)

    def as_rule(self):
        """The row as the pure functions of `law` take it, its article in the visitor's language."""
        facts = {field.name: getattr(self, field.name) for field in fields(law.Rule)}
        return law.Rule(**facts | {"article": in_language(self.article)})


class NonWorkingDay(models.Model):
    day = models.DateField(_("day"), unique=True)

    class Meta:
        ordering = ["-day"]
        verbose_name = _("non-working day")
        verbose_name_plural = _("non-working days")

    def __str__(self):
        return str(self.day)


class RegisterSerial(models.Model):
    """The last serial of a commission in an election (or year): a row lock keeps numbers without a gap."""

    prefix = models.CharField(max_length=40, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.prefix} {self.last}"


class NotAllowedNow(Exception):
    """The filing's status does not allow this step."""


class FilingQuerySet(models.QuerySet):
    def on_register(self):
        """What the public register shows: filings that were accepted onto it, whatever became of them."""
        return self.filter(registered_at__isnull=False)

    def with_code(self, *, number, code_digest):
        """The filing of a number and the digest of its access code."""
        return self.filter(number=number, code_digest=code_digest)

    def kept_long_enough(self, closed_before):
        """Filings closed before an instant that still hold their texts."""
        return self.filter(closed_at__lt=closed_before, emptied_at=None)


class Filing(models.Model):
    """A complaint or an appeal, from its arrival to its decision."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("complaint")
        APPEAL = "appeal", _("appeal")

    class Contested(models.TextChoices):
        DECISION = "decision", _("A decision of a commission")
        ACTION = "action", _("Something that somebody did")
        INACTION = "inaction", _("Something that was not done")

    class Capacity(models.TextChoices):
        VOTER = "voter", _("voter")
        CANDIDATE = "candidate", _("candidate")
        REGISTERED_CANDIDATE = "registered_candidate", _("registered candidate")
        PARTY = "party", _("political party")
        BLOC = "bloc", _("bloc of parties")
        CAMPAIGN_GROUP = "campaign_group", _("referendum campaign group")
        AGENT = "agent", _("authorised representative or agent")
        OBSERVER = "observer", _("observer")
        COMMISSION = "commission", _("election commission")

    class Status(models.TextChoices):
        FILED = "filed", pgettext_lazy("filing", "filed")
        REGISTERED = "registered", pgettext_lazy("filing", "registered")
        FORWARDED = "forwarded", pgettext_lazy("filing", "forwarded")
        RETURNED = "returned", pgettext_lazy("filing", "returned")
        DECIDED = "decided", pgettext_lazy("filing", "decided")
        WITHDRAWN = "withdrawn", pgettext_lazy("filing", "withdrawn")

    TRANSITIONS = {
        Status.FILED: {Status.REGISTERED, Status.RETURNED, Status.FORWARDED, Status.WITHDRAWN},
        Status.REGISTERED: {Status.DECIDED, Status.RETURNED, Status.FORWARDED, Status.WITHDRAWN},
        Status.FORWARDED: set(),
        Status.RETURNED: set(),
        Status.DECIDED: set(),
        Status.WITHDRAWN: set(),
    }

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("upheld")
        PARTLY_UPHELD = "partly_upheld", _("upheld in part")
        DISMISSED = "dismissed", _("dismissed")

    class Channel(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("on paper")
        POST = "post", _("by post")
        TELEPHONE = "telephone", _("by telephone")

    number = models.CharField(_("register number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COMPLAINT)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.FILED)
    commission = models.ForeignKey(
        ElectionCommission, models.PROTECT, related_name="filings", verbose_name=_("commission")
    )
    election = models.ForeignKey(Election, models.PROTECT, null=True, blank=True, verbose_name=_("election"))
    language = models.CharField(_("language"), max_length=8)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.ONLINE)

    applicant_name = models.CharField(_("applicant"), max_length=200)
    applicant_address = models.CharField(_("address for notices"), max_length=500)
    applicant_email = models.EmailField(_("e-mail"), blank=True)
    applicant_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    capacity = models.CharField(_("capacity"), max_length=24, choices=Capacity)

    contested_kind = models.CharField(_("what is contested"), max_length=12, choices=Contested)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decision_by = models.CharField(_("commission that took it"), max_length=200, blank=True)
    respondent = models.CharField(_("who did it, or failed to"), max_length=300, blank=True)
    happened_where = models.CharField(_("where it happened"), max_length=300, blank=True)
    happened_on = models.DateField(_("day of the decision, action or inaction"), null=True, blank=True)
    learned_on = models.DateField(_("day on which it became known"), null=True, blank=True)
    demand = models.TextField(_("demand that was not answered"), blank=True)
    statement = models.TextField(_("statement"))
    ground = models.TextField(_("rule that was broken"))
    evidence_explanation = models.TextField(_("explanation of the evidence"), blank=True)
    remedy_sought = models.TextField(_("remedy asked for"))
    wants_to_attend = models.BooleanField(_("wants to attend the session"), default=False)
    declared_true_at = models.DateTimeField(_("declared true at"), null=True, blank=True)

    arrived_at = models.DateTimeField(_("arrived at"))
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    filing_deadline = models.DateTimeField(_("deadline to file"), null=True, blank=True)
    decision_deadline = models.DateTimeField(_("deadline to decide"), null=True, blank=True)
    is_late = models.BooleanField(_("late"), default=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    emptied_at = models.DateTimeField(_("texts and files removed at"), null=True, blank=True)

    form_key_digest = models.CharField(max_length=64, unique=True, editable=False)
    content_digest = models.CharField(max_length=64, editable=False)
    code_digest = models.CharField(max_length=64, editable=False)

    forwarded_to = models.ForeignKey(
        ElectionCommission, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("forwarded to")
    )
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    remedy_ordered = models.TextField(_("remedy ordered"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_at", "-id"]
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        permissions = [
            ("read_filing", "May read filings and their evidence"),
            ("handle_filing", "May register, return and forward filings"),
            ("decide_filing", "May decide filings"),
        ]
        indexes = [models.Index(fields=["-arrived_at", "-id"], name="filing_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="decided")
                | (~Q(outcome="") & Q(decided_at__isnull=False) & Q(decided_by__isnull=False)),
                name="decided_filing_has_outcome_instant_and_author",
            ),
            models.CheckConstraint(
                condition=~Q(status="forwarded") | Q(forwarded_to__isnull=False), name="forwarded_filing_says_where"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["filed", "registered"], closed_at=None)
                | (~Q(status__in=["filed", "registered"]) & Q(closed_at__isnull=False)),
                name="closed_filing_has_its_instant",
            ),
            models.CheckConstraint(
                condition=Q(emptied_at=None) | Q(closed_at__isnull=False, closed_at__lte=F("emptied_at")),
                name="only_closed_filings_are_emptied",
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("appeals:register-filing", args=[self.number])

    def may_move_to(self, status):
        return status in self.TRANSITIONS[self.Status(self.status)]

    def overdue(self, at):
        """Whether the limit to decide has passed without a decision."""
        return bool(self.is_open and self.decision_deadline and at >= self.decision_deadline)

    @property
    def is_open(self):
        """Whether anything can still become of it."""
        return bool(self.TRANSITIONS[self.Status(self.status)])

    def move_to(self, status, *, at):
        """Set the status; raises NotAllowedNow for what the table does not hold. The caller saves."""
        if not self.may_move_to(status):
            raise NotAllowedNow(f"{self.status} → {status}")
        self.status = status
        self.closed_at = None if self.is_open else at


class Evidence(models.Model):
    """A file as it was received, byte for byte, outside of any web root."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="evidence")
    file = models.FileField(storage=evidence_storage, max_length=200)
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("kind"), max_length=12)
    is_named_otherwise = models.BooleanField(_("content is not what its name says"), default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self):
        return self.name


class Supplement(models.Model):
    """What the applicant adds to a filing later."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="supplements")
    text = models.TextField()
    content_digest = models.CharField(max_length=64)
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint("filing", "content_digest", name="supplement_once")]

    def __str__(self):
        return f"{self.filing} {self.arrived_at}"


class Event(models.Model):
    """A line of the journal: append-only, enforced by a trigger. No name, no free text: those stand elsewhere."""

    class Kind(models.TextChoices):
        FILED = "filed", pgettext_lazy("event", "Filed")
        SUPPLEMENTED = "supplemented", pgettext_lazy("event", "Supplemented by the applicant")
        REGISTERED = "registered", pgettext_lazy("event", "Registered")
        RETURNED = "returned", pgettext_lazy("event", "Returned")
        FORWARDED = "forwarded", pgettext_lazy("event", "Forwarded to the competent commission")
        DECIDED = "decided", pgettext_lazy("event", "Decided")
        WITHDRAWN = "withdrawn", pgettext_lazy("event", "Withdrawn by the applicant")
        EVIDENCE_READ = "evidence_read", pgettext_lazy("event", "Evidence opened")
        EMPTIED = "emptied", pgettext_lazy("event", "Texts and files removed after the time for which they are kept")

    NOT_PUBLIC = {Kind.EVIDENCE_READ}

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    subject_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.filing_id} {self.kind}"
