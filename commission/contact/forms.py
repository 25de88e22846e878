"""What a visitor may write to the commission, and what staff may answer."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from commission.contact.models import TEXT_CHARACTERS, Message, Topic
from commission.form_key import SHORTEST_TIME, shown_at


class MessageForm(forms.Form):
    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        label=_("What is your message about?"),
        to_field_name="key",
        empty_label=_("Choose a topic"),
        error_messages={"required": _("Choose what your message is about.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        error_messages={"required": _("Give your name.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The answer goes there. It is used for nothing else."),
        max_length=254,
        error_messages={
            "required": _("Give the e-mail address for the answer."),
            "invalid": _("Give one e-mail address, for example name@example.org."),
        },
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=_("Your message"),
        help_text=_("At most 10,000 characters."),
        max_length=TEXT_CHARACTERS,
        error_messages={"required": _("Write your message.")},
        widget=forms.Textarea({"rows": 10}),
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    form_key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, arrived_at, **kwargs):
        super().__init__(*args, **kwargs)
        self.arrived_at = arrived_at
        self.fields["topic"].queryset = Topic.objects.offered()
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "topic", "name", "email", "text", Div("website", css_class="visually-hidden"), "form_key"
        )
        self.helper.add_input(Submit("", _("Send the message")))

    def clean(self):
        cleaned = super().clean()
        cleaned["mark"] = self._mark(cleaned.pop("website", ""), cleaned.get("form_key", ""))
        return cleaned

    def _mark(self, website, form_key):
        if website:
            return Message.Mark.TRAP
        try:
            filled_in_since = shown_at(form_key)
        except signing.BadSignature:
            return Message.Mark.NO_FORM
        return Message.Mark.TOO_FAST if self.arrived_at - filled_in_since < SHORTEST_TIME else Message.Mark.NONE


class AnswerForm(forms.Form):
    text = forms.CharField(label=_("Answer"), max_length=20_000, widget=forms.Textarea({"rows": 12}))
