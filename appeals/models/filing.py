"""Filings: complaints and appeals, from their arrival to their end."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Reverse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commission.choices import label_of
from commission.models import Election, ElectionCommission
from commission.text_search import Words, fold

STATEMENT_CHARACTERS = 50_000
ENDED_STATUSES = ["decided", "returned", "joined", "withdrawn"]
# what the counts and filters of the desk ask for, so that an index alone answers them
FILTERED = ["status", "commission", "election", "expert", "is_late", "is_incomplete", "is_misdirected"]


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

    def numbered(self, number):
        """The filing of a register number, also of one that it had before it was forwarded; one or none."""
        return self.filter(number=number).union(self.filter(forwardings__old_number=number))

    def newest_first(self):
        """By the order in which they came in; the register's index serves it."""
        return self.order_by("-pk")

    def kept_long_enough(self, closed_before):
        """Filings closed before an instant, with the one whose outcome they follow, that still hold their texts."""
        joined_with_later = Q(joined_to__isnull=False) & (
            Q(joined_to__closed_at=None) | Q(joined_to__closed_at__gte=closed_before)
        )
        return self.filter(closed_at__lt=closed_before, emptied_at=None).exclude(joined_with_later)

    def running(self):
        """Filings whose limit to decide still runs."""
        return self.exclude(status__in=Filing.ENDED)

    def overdue(self, at):
        """Running filings whose limit to decide has passed at the instant `at`."""
        return self.running().filter(decision_deadline__lte=at)

    def of(self, commissions):
        """Filings with one of `commissions`."""
        return self.filter(commission__in=commissions)


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
        UNDER_REVIEW = "under_review", pgettext_lazy("filing", "under review")
        ON_AGENDA = "on_agenda", pgettext_lazy("filing", "on the agenda")
        DECIDED = "decided", pgettext_lazy("filing", "decided")
        RETURNED = "returned", pgettext_lazy("filing", "returned")
        JOINED = "joined", pgettext_lazy("filing", "joined with another")
        WITHDRAWN = "withdrawn", pgettext_lazy("filing", "withdrawn")

    ENDED = (Status.DECIDED, Status.RETURNED, Status.JOINED, Status.WITHDRAWN)
    IN_PROCEEDINGS = (Status.REGISTERED, Status.UNDER_REVIEW, Status.ON_AGENDA)
    # from filed again: the commission to which it was forwarded has not registered it yet.
    # The database holds the same table (migration 0002) and refuses every other step.
    TRANSITIONS = {
        Status.FILED: {Status.REGISTERED, Status.RETURNED, Status.JOINED, Status.WITHDRAWN},
        Status.REGISTERED: {
            Status.FILED, Status.UNDER_REVIEW, Status.ON_AGENDA, Status.RETURNED, Status.JOINED, Status.WITHDRAWN,
        },
        Status.UNDER_REVIEW: {
            Status.FILED, Status.ON_AGENDA, Status.RETURNED, Status.JOINED, Status.WITHDRAWN,
        },
        Status.ON_AGENDA: {Status.REGISTERED, Status.UNDER_REVIEW, Status.DECIDED, Status.WITHDRAWN},
        Status.DECIDED: {Status.REGISTERED},
        Status.RETURNED: {Status.REGISTERED},
        Status.JOINED: {Status.FILED, Status.REGISTERED},  # given back, to where it stood
        Status.WITHDRAWN: {Status.REGISTERED},
    }  # fmt: skip

    class Channel(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("on paper")
        POST = "post", _("by post")
        TELEPHONE = "telephone", _("by telephone")
        IN_PERSON = "in_person", _("in person, by word of mouth")

    number = models.CharField(_("register number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COMPLAINT)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.FILED)
    commission = models.ForeignKey(
        ElectionCommission, models.PROTECT, related_name="filings", db_index=False, verbose_name=_("commission")
    )
    election = models.ForeignKey(Election, models.PROTECT, null=True, blank=True, verbose_name=_("election"))
    language = models.CharField(_("language"), max_length=8)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel, default=Channel.ONLINE)

    applicant_name = models.CharField(_("applicant"), max_length=200)
    applicant_address = models.CharField(_("address for notices"), max_length=500)
    applicant_email = models.EmailField(_("e-mail"), blank=True)
    applicant_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    capacity = models.CharField(_("capacity"), max_length=24, choices=Capacity)

    contested_commission = models.ForeignKey(
        ElectionCommission, models.PROTECT, null=True, blank=True, related_name="contested_in",
        verbose_name=_("commission complained of"),
    )  # fmt: skip
    contested_decision = models.ForeignKey(
        "Decision", models.PROTECT, null=True, blank=True, related_name="appeals", db_index=False,
        verbose_name=_("contested decision"),
    )  # fmt: skip
    contested_filing = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="appeals", db_index=False,
        verbose_name=_("case appealed in"),
    )  # fmt: skip
    contested_kind = models.CharField(_("what is contested"), max_length=12, choices=Contested)
    decision_number = models.CharField(_("number of the decision"), max_length=60, blank=True)
    decision_by = models.CharField(_("commission that took it"), max_length=200, blank=True)
    respondent = models.CharField(_("who did it, or failed to"), max_length=300, blank=True)
    # applicant and respondent, for the search of the desk: folded once, and not again for every row that is looked at
    folded_names = models.GeneratedField(
        expression=fold(Words("applicant_name", "respondent")),
        output_field=models.TextField(), db_persist=True, editable=False,
    )  # fmt: skip
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
    received_at = models.DateTimeField(_("received by the commission that decides"))
    postmarked_on = models.DateField(_("date of the postmark"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    filing_deadline = models.DateTimeField(_("deadline to file"), null=True, blank=True)
    decision_deadline = models.DateTimeField(_("deadline to decide"), null=True, blank=True)
    is_late = models.BooleanField(_("late"), default=False)
    is_incomplete = models.BooleanField(_("incomplete"), default=False)
    is_misdirected = models.BooleanField(_("another commission seems competent"), default=False)
    extension_days = models.PositiveSmallIntegerField(_("days by which the limit to decide was extended"), default=0)
    rested_days = models.PositiveSmallIntegerField(
        _("days for which the limit to decide rested while the applicant was asked"), default=0
    )
    expert = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("expert"),
    )  # fmt: skip
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    emptied_at = models.DateTimeField(_("texts and files removed at"), null=True, blank=True)

    form_key_digest = models.CharField(max_length=64, unique=True, editable=False)
    content_digest = models.CharField(max_length=64, editable=False)
    code_digest = models.CharField(max_length=64, editable=False)

    decision = models.OneToOneField(
        "Decision", models.PROTECT, null=True, blank=True, related_name="decides", verbose_name=_("decision")
    )
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined", verbose_name=_("joined with")
    )

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_at", "-id"]
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        permissions = [
            ("read_filing", "May read filings and their evidence"),
            ("handle_filing", "May register, return, forward and serve"),
            ("review_filing", "May give opinions as an expert"),
            ("decide_filing", "May hold sessions and decide filings"),
        ]
        indexes = [
            # the desk: what is in any state, the newest first, with what its filters ask for
            models.Index(fields=["-arrived_at", "-id"], name="filing_newest", include=FILTERED),
            # the desk: what has ended in one way, the newest first
            models.Index(
                fields=["status", "-arrived_at", "-id"], name="filing_ended", condition=Q(status__in=ENDED_STATUSES)
            ),
            # the desk: what runs, by time left
            models.Index(
                fields=["commission", "decision_deadline", "id"],
                name="filing_running",
                condition=~Q(status__in=ENDED_STATUSES),
                include=[name for name in FILTERED if name != "commission"],
            ),
            # the same for the central commission, which sees all: with what the counts and filters ask for
            models.Index(
                fields=["decision_deadline", "id"],
                name="filing_running_anywhere",
                condition=~Q(status__in=ENDED_STATUSES),
                include=FILTERED,
            ),
            # the desk: what arrived with a commission around the same time; access: which filings are a commission's
            models.Index(fields=["commission", "-arrived_at"], include=["id"], name="filing_of_commission"),
            # access: in which filings somebody was the expert, and which appeals contest what
            models.Index(fields=["expert", "id"], name="filing_of_expert", condition=Q(expert__isnull=False)),
            models.Index(
                fields=["contested_decision", "id"],
                name="filing_against_decision",
                include=["joined_to"],
                condition=Q(contested_decision__isnull=False),
            ),
            models.Index(
                fields=["contested_filing", "id"],
                name="filing_against_filing",
                include=["joined_to"],
                condition=Q(contested_filing__isnull=False),
            ),
            # the desk: who filed, against whom, by parts of names. Every search reads the list of what waits to be
            # entered, so it is kept short; without one each change of a filing took twice as long
            GinIndex(
                OpClass("folded_names", name="gin_trgm_ops"),
                name="filing_names",
                fastupdate=True,
                gin_pending_list_limit=64,  # kB, the least there is
            ),
            # the desk: the end of a number, from its last digit
            models.Index(OpClass(Reverse("number"), name="text_pattern_ops"), name="filing_serial"),
            # the statistics: what they count, and how long it took, in order
            models.Index(
                fields=["election", "commission", "status"],
                name="filing_in_figures",
                condition=Q(registered_at__isnull=False),
                include=["decision", "decision_deadline", "closed_at", "received_at"],
            ),
            models.Index(
                F("closed_at") - F("received_at"),
                name="filing_took",
                condition=Q(registered_at__isnull=False, status__in=["decided", "returned"]),
                include=["closed_at", "received_at", "election", "commission"],
            ),
            # the register, newest first
            models.Index(fields=["-id"], name="filing_on_register", condition=Q(registered_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["decided", "returned"], decision__isnull=False)
                | (~Q(status__in=["decided", "returned"]) & Q(decision=None)),
                name="decided_filing_has_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(status="joined", joined_to__isnull=False) | (~Q(status="joined") & Q(joined_to=None)),
                name="joined_filing_says_with_which",
            ),
            models.CheckConstraint(
                condition=Q(registered_at=None, registered_by=None)
                | Q(registered_at__isnull=False, registered_by__isnull=False),
                name="registered_filing_has_its_author",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["filed", "returned", "joined", "withdrawn"]) | Q(registered_at__isnull=False),
                name="filing_in_proceedings_is_registered",
            ),
            models.CheckConstraint(
                condition=~Q(status="filed") | Q(registered_at=None, expert=None),
                name="filed_filing_is_in_nobodys_hands",
            ),
            models.CheckConstraint(
                condition=~Q(status="under_review") | Q(expert__isnull=False),
                name="reviewed_filing_has_its_expert",
            ),
            models.CheckConstraint(
                condition=Q(channel="online", declared_true_at__isnull=False)
                | (~Q(channel="online") & Q(declared_true_at=None)),
                name="online_filing_was_declared_true",
            ),
            models.CheckConstraint(condition=~Q(joined_to=F("pk")), name="filing_is_not_joined_with_itself"),
            models.CheckConstraint(
                condition=Q(expert=None, assigned_at=None, assigned_by=None)
                | Q(expert__isnull=False, assigned_at__isnull=False, assigned_by__isnull=False),
                name="assigned_filing_has_its_author",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["decided", "returned", "joined", "withdrawn"], closed_at__isnull=False)
                | (~Q(status__in=["decided", "returned", "joined", "withdrawn"]) & Q(closed_at=None)),
                name="ended_filing_has_its_instant",
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

    def get_status_display(self):
        return label_of(self.Status, self.status)

    def may_move_to(self, status):
        return status in self.TRANSITIONS[self.Status(self.status)]

    def overdue(self, at):
        """Whether the limit to decide has passed without a decision."""
        return bool(self.is_open and self.decision_deadline and at >= self.decision_deadline)

    @property
    def is_open(self):
        """Whether it has not ended."""
        return self.status not in self.ENDED

    @property
    def is_marked(self):
        """Whether it came late, incomplete or to a commission that does not seem competent."""
        return self.is_late or self.is_incomplete or self.is_misdirected

    @property
    def badge(self):
        """The modifier of its badge: how it ended, else where it stands."""
        return self.decision.outcome if self.decision else self.status

    @property
    def standing(self):
        """How it ended, else where it stands, in words."""
        return self.decision.get_outcome_display() if self.decision else self.get_status_display()

    def move_to(self, status, *, at):
        """Set the status; raises NotAllowedNow for what the table does not hold. The caller saves."""
        if not self.may_move_to(status):
            raise NotAllowedNow(f"{self.status} → {status}")
        self.status = status
        self.closed_at = None if self.is_open else at


class CoApplicant(models.Model):
    """Somebody who signs a filing beside the applicant, to whom the notices go."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="co_applicants")
    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return self.name
