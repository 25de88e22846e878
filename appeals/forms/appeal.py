"""An appeal out of the case: what the case knows is filled in, the applicant says why."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appeals import appealing, codes, contents
from appeals.evidence import file_limits, receiving
from appeals.forms.filing import EvidenceField
from appeals.forms.form_key import FormKeyField
from appeals.models import STATEMENT_CHARACTERS, Evidence

WRITTEN = (
    "applicant_address", "applicant_email", "applicant_phone", "learned_on", "statement", "ground", "remedy_sought",
    "evidence_explanation", "wants_to_attend",
)  # fmt: skip


def _text(label, *, rows, longest=10_000, required=True):
    return forms.CharField(label=label, max_length=longest, required=required, widget=forms.Textarea({"rows": rows}))


class AppealForm(forms.Form):
    """What an appeal says beside what it takes over from the case (appeals.appealing)."""

    form_key = FormKeyField()
    against = forms.CharField(widget=forms.HiddenInput, max_length=60)
    statement = _text(gettext_lazy("What you contest, and why"), rows=8, longest=STATEMENT_CHARACTERS)
    ground = _text(gettext_lazy("Which rule was broken"), rows=3)
    remedy_sought = _text(gettext_lazy("What you ask the commission to do"), rows=3)
    learned_on = forms.DateField(
        label=gettext_lazy("Day on which you received the decision"),
        required=False,
        help_text=gettext_lazy("For example 9 2 2026"),
        widget=forms.DateInput({"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
    )
    evidence = EvidenceField(label=gettext_lazy("New evidence"), required=False)
    evidence_explanation = _text(gettext_lazy("Explanation of the evidence"), rows=3, required=False)
    authority = EvidenceField(label=gettext_lazy("Proof of authority"), required=False)
    applicant_address = forms.CharField(label=gettext_lazy("Address for notices"), max_length=500)
    applicant_email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("For the acknowledgement and for news of the case."),
    )
    applicant_phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    wants_to_attend = forms.BooleanField(label=gettext_lazy("I want to attend the session"), required=False)
    declaration = forms.BooleanField(
        label=gettext_lazy("I declare that what I state is true. This stands for date and signature."),
        error_messages={"required": gettext_lazy("Confirm that what you state is true.")},
    )

    def __init__(self, *args, filing, remedy, **kwargs):
        super().__init__(*args, **kwargs)
        self.filing, self.remedy = filing, remedy
        self.heading = appealing.heading(filing, remedy)
        if not self.is_bound:
            self.initial = self._taken_over() | self.initial
        self.fields["evidence"].help_text = file_limits.in_words()
        if remedy.decision is None:
            del self.fields["learned_on"]
        if not contents.needs_authority(filing.capacity):
            del self.fields["authority"]
        self.helper = self._helper()

    def _taken_over(self):
        names = ("applicant_address", "applicant_email", "applicant_phone", "ground", "remedy_sought")
        lines_to_write = "\n\n" if self.remedy.decision else ""
        return {name: getattr(self.filing, name) for name in names} | {
            "form_key": codes.new_form_key(),
            "against": self.remedy.against,
            "statement": self.heading + lines_to_write,
            "learned_on": self.remedy.runs_from if self.remedy.is_served else None,
        }

    def _helper(self):
        shown = [
            (_("Your appeal"), ["statement", "ground", "remedy_sought", "learned_on"]),
            (_("Evidence"), ["evidence", "evidence_explanation", "authority"]),
            (_("Where you are reached"), ["applicant_address", "applicant_email", "applicant_phone"]),
            (_("Before you send"), ["wants_to_attend", "declaration"]),
        ]
        made = FormHelper()
        groups = [Fieldset(legend, *[name for name in names if name in self.fields]) for legend, names in shown]
        made.layout = Layout(*groups, "form_key", "against")
        made.add_input(Submit("", _("File the appeal")))
        return made

    def clean_statement(self):
        statement = self.cleaned_data["statement"]
        if self.remedy.decision and statement.strip() == self.heading:
            raise ValidationError(_("Say why you contest the decision."))
        return statement

    def clean_learned_on(self):
        day = self.cleaned_data["learned_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return day

    def uploads(self):
        """Every file that has come."""
        return [*self.cleaned_data["evidence"], *self.cleaned_data.get("authority", [])]

    def filed(self):
        """The cleaned data as `verbs.file` takes it."""
        cleaned = self.cleaned_data
        written = {name: cleaned[name] for name in WRITTEN if name in cleaned}
        files = [receiving.measured(upload) for upload in cleaned["evidence"]]
        files += [
            receiving.measured(upload, purpose=Evidence.Purpose.AUTHORITY) for upload in cleaned.get("authority", [])
        ]
        return {
            "form_key": cleaned["form_key"],
            "commission": self.remedy.commission,
            "election": self.filing.election,
            "content": appealing.carried_over(self.filing, self.remedy) | written,
            "files": files,
        }
