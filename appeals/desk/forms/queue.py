"""The filters of the queue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals.models import Filing
from commission.models import Election

QUERY_CHARACTERS = 1_000
RUNNING = "running"
STATES = [("", _("by time left: all that run")), *Filing.Status.choices, ("all", _("in any state"))]


class QueueForm(forms.Form):
    """Which filings to show; everything is optional and stands in the address."""

    q = forms.CharField(
        label=_("Number, name or words of the case"),
        required=False,
        max_length=QUERY_CHARACTERS,
        widget=forms.SearchInput,
        help_text=_("In any state. “In quotation marks” words stand together; -without, this or that."),
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    commission = forms.CharField(label=_("Commission, its number or name"), required=False, max_length=120)
    election = forms.ModelChoiceField(
        Election.objects.all(), label=_("Election"), required=False, to_field_name="key", empty_label=_("any")
    )
    is_late = forms.BooleanField(label=_("late"), required=False)
    is_incomplete = forms.BooleanField(label=_("incomplete"), required=False)
    is_misdirected = forms.BooleanField(label=_("another commission seems competent"), required=False)
    unassigned = forms.BooleanField(label=_("without an expert"), required=False)
    mine = forms.BooleanField(label=_("assigned to me"), required=False)
    overdue = forms.BooleanField(label=_("overdue"), required=False)

    @property
    def is_in_use(self):
        """Whether something else than everything that runs was asked for."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def has_more_in_use(self):
        """Whether one of those that are folded away was set."""
        return any(self.data.get(name) for name in self.fields.keys() - {"q", "state"})
