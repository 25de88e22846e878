"""The rules of law by which time limits are worked out, and the days that a rule may leave out."""

from dataclasses import fields

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from appeals.limits import law
from commission.translated import TranslatedField, in_language

DAYS_AT_MOST = 366


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
    days = models.PositiveSmallIntegerField(
        _("days"), help_text=_("0: at once, by the end of the day."), validators=[MaxValueValidator(DAYS_AT_MOST)]
    )
    phase = models.CharField(_("applies"), max_length=16, choices=Phase, default=Phase.ALWAYS)
    phase_days = models.PositiveSmallIntegerField(
        _("shortly before: less than how many days"), default=0, help_text=_("Days before voting day.")
    )
    article = TranslatedField(_("article"))
    text = TranslatedField(_("text"))
    counts_working_days = models.BooleanField(_("counts working days only"), default=False)
    end_rolls = models.BooleanField(_("end rolls to the next working day"), default=False)
    stops_for_information = models.BooleanField(_("rests while the applicant is asked for information"), default=False)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    history = HistoricalRecords(
        verbose_name=_("version of a time limit rule"), verbose_name_plural=_("history of the time limit rules")
    )

    class Meta:
        ordering = ["limit", "-valid_from"]
        verbose_name = _("time limit rule")
        verbose_name_plural = _("time limit rules")
        constraints = [
            # so that a limit can be worked out from every row that there is
            models.CheckConstraint(condition=Q(days__lte=DAYS_AT_MOST), name="rule_of_a_year_at_most"),
            models.CheckConstraint(
                condition=Q(phase__in=[law.ALWAYS, law.BEFORE_VOTING, law.FROM_VOTING_DAY]),
                name="rule_of_a_known_phase",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="rule_ends_after_it_begins"
            ),
        ]

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
    """A day that a rule for working days leaves out."""

    day = models.DateField(_("day"), unique=True)

    history = HistoricalRecords(
        verbose_name=_("version of a non-working day"), verbose_name_plural=_("history of the non-working days")
    )

    class Meta:
        ordering = ["-day"]
        verbose_name = _("non-working day")
        verbose_name_plural = _("non-working days")

    def __str__(self):
        return str(self.day)
