"""The questions of the guide."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class GuideForm(forms.Form):
    """May I complain, to whom, until when: answers in the address, so it can be linked."""

    who = forms.ChoiceField(
        label=_("Who did it, or failed to do it?"),
        choices=[
            ("precinct", _("A precinct commission")),
            ("constituency", _("A constituency commission")),
            ("central", _("The Central Election Commission")),
            ("other", _("Somebody else, for example in the campaign")),
        ],
        widget=forms.RadioSelect,
    )
    happened_on = forms.DateField(label=_("When did it happen?"), help_text=_("For example 9 2 2026"))
    learned_on = forms.DateField(
        label=_("When did you learn of it?"), required=False, help_text=_("If it was a later day.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_action = reverse("appeals:guide")
        self.helper.layout = Layout("who", "happened_on", "learned_on")
        self.helper.add_input(Submit("", _("Work it out")))
