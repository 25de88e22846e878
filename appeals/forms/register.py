"""What may be asked of the register and of the statistics, all of it in the address."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.models import Filing, Outcome
from commission.models import Election, ElectionCommission

FIRST_YEAR, LAST_YEAR = 1990, 2200
OVERDUE = "overdue"
STATES = [choice for choice in Filing.Status.choices if choice[0] != Filing.Status.FILED]  # that one is not on it yet


class ElectionFilterForm(forms.Form):
    """One election, or all there are."""

    election = forms.ModelChoiceField(
        Election.objects.all(), label=_("Election"), to_field_name="key", required=False, empty_label=_("all")
    )


class RegisterFilterForm(ElectionFilterForm):
    """Which filings of the register to show."""

    commission = forms.CharField(
        label=_("Commission"), max_length=100, required=False, help_text=_("Its number, or a part of its name.")
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", _("all")), *Outcome.choices], required=False)
    year = forms.IntegerField(
        label=_("Year of receipt"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False, localize=False
    )

    field_order = ["commission", "election", "state", "outcome", "year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("all")), *STATES, (OVERDUE, _("overdue"))]
        self.fields["year"].widget.attrs |= {"inputmode": "numeric", "class": "short"}

    def clean_commission(self):
        text = self.cleaned_data["commission"]
        self.commissions = ElectionCommission.objects.matching(text) if text else None
        if text and not self.commissions.exists():
            raise forms.ValidationError(_("No commission has this number or name."))
        return text

    def chosen(self):
        """The filters that are set: (name, label, value in words)."""
        for name, value in self.cleaned_data.items():
            if value:
                choices = dict(getattr(self.fields[name], "choices", ())) if isinstance(value, str) else {}
                yield name, self.fields[name].label, choices.get(value, value)

    def narrowed(self, filings, at):
        """The part of `filings` that was asked for; `at` is the instant for which "overdue" is meant."""
        asked = self.cleaned_data
        if asked["commission"]:
            filings = filings.of(self.commissions)
        if asked["election"]:
            filings = filings.filter(election=asked["election"])
        if asked["state"] == OVERDUE:
            filings = filings.overdue(at)
        elif asked["state"]:
            filings = filings.filter(status=asked["state"])
        if asked["outcome"]:
            filings = filings.filter(decision__outcome=asked["outcome"])
        if asked["year"]:
            filings = filings.filter(
                arrived_at__gte=_new_year(asked["year"]), arrived_at__lt=_new_year(asked["year"] + 1)
            )
        return filings


def _new_year(year):
    return datetime(year, 1, 1, tzinfo=timezone.get_current_timezone())
