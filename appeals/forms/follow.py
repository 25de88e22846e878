"""Number and code, and what an applicant does in their own case."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appeals.evidence import file_limits, receiving
from appeals.forms.filing import EvidenceField
from appeals.models import TEXT_CHARACTERS, Evidence

NOT_TYPED = {"then", "form_key", "against"}  # what a form sends by itself


def helper(*layout, button):
    """The helper of a form with one button."""
    made = FormHelper()
    made.layout = Layout(*layout)
    made.add_input(Submit("", button))
    return made


class FollowForm(forms.Form):
    """Number and access code."""

    number = forms.CharField(
        label=gettext_lazy("Register number"), max_length=60, help_text=gettext_lazy("For example C033-M2026-000148")
    )
    code = forms.CharField(
        label=gettext_lazy("Access code"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("number", "code", button=_("Show my case"))

    def keep(self, typed):
        """Carry `typed`, pairs of field and value, so that they are sent together with number and code."""
        self.typed = typed
        self.shown = [value for name, value in typed if value and name not in NOT_TYPED]
        self.helper = helper("number", "code", HTML('{% include "appeals/typed.html" %}'), button=_("Go on"))

    def clean_number(self):
        return self.cleaned_data["number"].strip().upper().replace(" ", "")


class _WrittenForm(forms.Form):
    """A text and files; what files come with it serve `purpose`."""

    purpose = Evidence.Purpose.EVIDENCE

    text = forms.CharField(max_length=TEXT_CHARACTERS, required=False, widget=forms.Textarea({"rows": 8}))
    evidence = EvidenceField(label=gettext_lazy("Files"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        longest = number_format(TEXT_CHARACTERS, force_grouping=True)
        self.fields["text"].help_text = _("At most %s characters.") % longest
        self.fields["evidence"].help_text = file_limits.in_words()

    def sent(self):
        """The cleaned data as the verbs take it."""
        files = [receiving.measured(upload, purpose=self.purpose) for upload in self.cleaned_data["evidence"]]
        return {"text": self.cleaned_data["text"], "files": files}


class MessageForm(_WrittenForm):
    """A message to the commission, evidence with it or alone."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your message")
        self.fields["text"].help_text += " " + _("A file may be sent without a text.")
        self.helper = helper("text", "evidence", button=_("Send"))

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned["text"] and not cleaned["evidence"]:
            raise ValidationError(_("Write something, or choose a file."))
        return cleaned


class AnswerForm(_WrittenForm):
    """The respondent's written answer, given once."""

    purpose = Evidence.Purpose.ANSWER

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your answer")
        self.fields["text"].required = True
        self.helper = helper("text", "evidence", button=_("Send the answer"))


class WithdrawalForm(forms.Form):
    """The applicant confirms that the filing is withdrawn."""

    confirmation = forms.BooleanField(
        label=gettext_lazy("I withdraw my filing. I understand that the commission will not decide about it."),
        error_messages={"required": gettext_lazy("Confirm that you withdraw the filing.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("confirmation", button=_("Withdraw the filing"))


class AddressForm(forms.Form):
    """Where the applicant is reached."""

    applicant_address = forms.CharField(
        label=gettext_lazy("Address for notices"),
        max_length=500,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    applicant_email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("For the acknowledgement and for news of the case."),
    )
    applicant_phone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=40, required=False, widget=forms.TextInput({"autocomplete": "tel"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper("applicant_address", "applicant_email", "applicant_phone", button=_("Save"))
