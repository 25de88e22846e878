"""Number and code, and what an applicant does in their own case."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _


class FollowForm(forms.Form):
    """Number and access code."""

    number = forms.CharField(label=_("Register number"), max_length=60, help_text=_("For example C033-M2026-000148"))
    code = forms.CharField(
        label=_("Access code"), max_length=60, widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("number", "code")
        self.helper.add_input(Submit("", _("Show my case")))

    def clean_number(self):
        return self.cleaned_data["number"].strip().upper().replace(" ", "")
