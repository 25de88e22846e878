"""The questions of the guide."""

from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appeals.forms.commissions import NamesCommissions, chosen_field, typed_field
from appeals.forms.filing import not_in_the_future
from appeals.forms.filing_steps import TOPICS
from commission.models import ElectionCommission

TIERS = set(ElectionCommission.Tier.values)


def _as_typed(day):
    return f"{day:%d.%m.%Y}" if day else ""


class GuideForm(NamesCommissions, forms.Form):
    """May I complain, to whom, until when: answers in the address, so it can be linked."""

    matter = forms.ChoiceField(
        label=_("Do you have a question, or do you complain?"),
        choices=[
            ("complaint", _("I complain: a decision, an action or a failure to act violates electoral rights")),
            ("question", _("I have a question, for example whether I am on the voter list")),
        ],
        widget=forms.RadioSelect,
        initial="complaint",
        required=False,
    )
    about = forms.ChoiceField(label=_("What is it about?"), choices=TOPICS, widget=forms.RadioSelect, required=False)
    who = forms.ChoiceField(
        label=_("Who did it, or failed to do it?"),
        choices=[
            ("precinct", _("A precinct commission")),
            ("constituency", _("A constituency commission")),
            ("central", _("The Central Election Commission")),
            ("other", _("Somebody else, for example in the campaign")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    commission = typed_field(
        _("Which commission was it?"),
        help_text=_("Its number or a part of its name; then the answer names the very commission that decides."),
    )
    commission_chosen = chosen_field()
    happened_on = forms.DateField(
        label=_("When did it happen?"),
        required=False,
        help_text=_("Of a decision, the day on which it was published or you received it. For example 9 2 2026"),
        widget=forms.DateInput({"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
    )
    learned_on = forms.DateField(
        label=_("When did you learn of it?"),
        required=False,
        help_text=_("If it was a later day."),
        widget=forms.DateInput({"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("who", "happened_on"):
            self.fields[name].required = self.data.get("matter") != "question"
            self.fields[name].is_expected = True
        self.fields["matter"].is_expected = self.fields["about"].is_expected = True
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_action = reverse("appeals:guide")
        self.helper.layout = Layout("matter", "about", "who", "commission", "happened_on", "learned_on")
        self.helper.add_input(Submit("", _("Work it out")))

    @property
    def is_question(self):
        return self.cleaned_data.get("matter") == "question"

    def clean_happened_on(self):
        return not_in_the_future(self.cleaned_data["happened_on"])

    def clean_learned_on(self):
        return not_in_the_future(self.cleaned_data["learned_on"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("matter") == "question":
            return cleaned
        who = cleaned.get("who")
        cleaned["actor"] = self.named_commission("commission", tier=who) if who in TIERS else None
        return cleaned

    def asked(self):
        """The answers as guidance.guidance takes them."""
        return {name: self.cleaned_data[name] for name in ("who", "about", "actor", "happened_on", "learned_on")}

    def carried_over(self, competent):
        """The query string that takes the answers, and the competent commission, into the form."""
        cleaned = self.cleaned_data
        actor = cleaned["actor"]
        if actor is None and cleaned["who"] == ElectionCommission.Tier.CENTRAL:
            actor = ElectionCommission.objects.filter(tier=ElectionCommission.Tier.CENTRAL).first()
        answers = {
            "about": cleaned["about"],
            "contested_commission": actor.number if actor else "",
            "commission": competent.number if competent else "",
            "happened_on": _as_typed(cleaned["happened_on"]),
            "learned_on": _as_typed(cleaned["learned_on"]),
        }
        return urlencode({name: answer for name, answer in answers.items() if answer})
