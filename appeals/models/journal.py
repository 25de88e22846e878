"""The journal of a filing."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals.models.filing import Filing
from commission.choices import label_of


class EventQuerySet(models.QuerySet):
    def told_to_parties(self):
        """What an applicant and the public may read; who opened what is for the commission alone."""
        return self.exclude(kind__in=Event.INTERNAL)

    def told_to_public(self):
        """What stands on the public register: not what concerns the applicant alone."""
        return self.filter(kind__in=Event.PUBLIC)


class Event(models.Model):
    """A line of the journal: append-only, enforced by a trigger. No name, no free text: those stand elsewhere."""

    class Kind(models.TextChoices):
        FILED = "filed", pgettext_lazy("event", "Filed")
        SUPPLEMENTED = "supplemented", pgettext_lazy("event", "Supplemented by the applicant")
        REGISTERED = "registered", pgettext_lazy("event", "Registered")
        ASSIGNED = "assigned", pgettext_lazy("event", "Expert assigned")
        INFORMATION_REQUESTED = "info_requested", pgettext_lazy("event", "Information requested from the applicant")
        INFORMATION_GIVEN = "info_given", pgettext_lazy("event", "Information given by the applicant")
        WRITTEN_TO = "written_to", pgettext_lazy("event", "The commission wrote to the applicant")
        HEARING_OPENED = "hearing_opened", pgettext_lazy("event", "Respondent asked for an answer")
        HEARING_ANSWERED = "hearing_answered", pgettext_lazy("event", "Respondent answered")
        HEARING_REVOKED = "hearing_revoked", pgettext_lazy("event", "Link of the respondent revoked")
        OPINION_GIVEN = "opinion_given", pgettext_lazy("event", "Expert opinion given")
        PLACED_ON_AGENDA = "on_agenda", pgettext_lazy("event", "Placed on the agenda of a session")
        TAKEN_OFF_AGENDA = "off_agenda", pgettext_lazy("event", "Taken off the agenda")
        DECIDED = "decided", pgettext_lazy("event", "Decided")
        SERVED = "served", pgettext_lazy("event", "Decision served")
        CORRECTED = "corrected", pgettext_lazy("event", "Clerical error in the decision corrected")
        PUBLISHED = "published", pgettext_lazy("event", "Decision published")
        PUBLISHED_ALONE = "published_alone", pgettext_lazy("event", "Published by who decided, with a reason")
        RETURNED = "returned", pgettext_lazy("event", "Returned")
        FORWARDED = "forwarded", pgettext_lazy("event", "Forwarded to the competent commission")
        JOINED = "joined", pgettext_lazy("event", "Joined with another filing")
        GIVEN_BACK = (
            "given_back",
            pgettext_lazy("event", "Goes on by itself: the filing joined with it was withdrawn"),
        )
        REFERRED = "referred", pgettext_lazy("event", "Referred to the prosecutor or another authority")
        EXTENDED = "extended", pgettext_lazy("event", "Investigation extended")
        DEADLINE_CHANGED = "deadline_changed", pgettext_lazy("event", "Time limit worked out anew")
        WITHDRAWN = "withdrawn", pgettext_lazy("event", "Withdrawn by the applicant")
        REOPENED = "reopened", pgettext_lazy("event", "Reopened")
        APPEALED = "appealed", pgettext_lazy("event", "Appeal filed")
        COURT_OUTCOME = "court_outcome", pgettext_lazy("event", "Outcome in court recorded")
        ADDRESS_CHANGED = "address_changed", pgettext_lazy("event", "Address for notices changed")
        CODE_REPLACED = "code_replaced", pgettext_lazy("event", "Access code replaced")
        FILE_READ = "file_read", pgettext_lazy("event", "Case file opened")
        EVIDENCE_READ = "evidence_read", pgettext_lazy("event", "Evidence opened")
        EMPTIED = "emptied", pgettext_lazy("event", "Texts and files removed after the time for which they are kept")

    # what has to be written with a change of status; the database holds the same table (migration 0002)
    # and refuses a change without
    FITTING = {
        Filing.Status.FILED: {Kind.FILED, Kind.FORWARDED, Kind.GIVEN_BACK},
        Filing.Status.REGISTERED: {Kind.REGISTERED, Kind.TAKEN_OFF_AGENDA, Kind.REOPENED, Kind.GIVEN_BACK},
        Filing.Status.UNDER_REVIEW: {Kind.ASSIGNED, Kind.TAKEN_OFF_AGENDA},
        Filing.Status.ON_AGENDA: {Kind.PLACED_ON_AGENDA},
        Filing.Status.DECIDED: {Kind.DECIDED},
        Filing.Status.RETURNED: {Kind.RETURNED},
        Filing.Status.JOINED: {Kind.JOINED},
        Filing.Status.WITHDRAWN: {Kind.WITHDRAWN},
    }
    READS = {Kind.FILE_READ, Kind.EVIDENCE_READ}
    INTERNAL = READS | {Kind.OPINION_GIVEN, Kind.PUBLISHED_ALONE}
    OF_THE_APPLICANT = {Kind.ADDRESS_CHANGED, Kind.CODE_REPLACED, Kind.WRITTEN_TO}
    PUBLIC = {*Kind} - INTERNAL - OF_THE_APPLICANT

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    subject_id = models.BigIntegerField(null=True)
    deadline = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    # the transaction that wrote it: whatever is given, the database puts its own there
    written_in = models.BigIntegerField(db_default=0, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")

    def __str__(self):
        return f"{self.filing_id} {self.kind}"

    def get_kind_display(self):
        return label_of(self.Kind, self.kind)
