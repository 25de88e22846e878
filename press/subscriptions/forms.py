"""What a reader may wish, and what anybody may ask for."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.form_key import SHORTEST_TIME, new_form_key, shown_at
from press.models import Subscription, Topic


class WishesForm(forms.Form):
    """What one gets, and how often."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label=_("Topics"),
        to_field_name="slug",
        required=False,
        help_text=_("None chosen means all of them, also those that are new some day."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("There is no such topic."), "invalid_list": _("There is no such topic.")},
    )
    frequency = forms.ChoiceField(
        label=_("How often do we write?"),
        choices=Subscription.Frequency.choices,
        initial=Subscription.Frequency.AT_ONCE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often we write.")},
    )
    layout = ("topics", "frequency")
    button = _("Save")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        topics = Topic.objects.public(timezone.now()).order_by("-is_featured", "slug")
        self.fields["topics"].queryset = topics
        if not topics.exists():
            self.fields["topics"].widget = forms.MultipleHiddenInput()
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.layout)
        self.helper.add_input(Submit("", self.button))
        self.helper.disable_csrf = True  # the token in the address is the right (commission.http.right_page)


class SubscriptionForm(WishesForm):
    """The same for somebody who is not known yet, behind the defence against spam that the contact form has."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We write there to ask whether it is you. It is used for nothing else."),
        max_length=254,
        error_messages={
            "required": _("Give the e-mail address to which we shall write."),
            "invalid": _("Give one e-mail address, for example name@example.org."),
        },
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the press releases"), choices=settings.LANGUAGES, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language.")},
    )  # fmt: skip
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    form_key = forms.CharField(required=False, widget=forms.HiddenInput)
    layout = ("email", "language", "topics", "frequency", Div("website", css_class="visually-hidden"), "form_key")
    button = _("Subscribe")

    def __init__(self, *args, arrived_at, **kwargs):
        super().__init__(*args, **kwargs)
        self.arrived_at = arrived_at
        self.helper.disable_csrf = False

    def clean(self):
        """The wishes; `is_trap` where the field that people do not see was filled in.

        Who was faster than one can read is asked to look again.
        """
        cleaned = super().clean()
        cleaned["is_trap"] = bool(cleaned.pop("website", ""))
        form_key = cleaned.pop("form_key", "")
        try:
            is_too_fast = self.arrived_at - shown_at(form_key) < SHORTEST_TIME
        except signing.BadSignature:
            is_too_fast = True
            self.data = self.data.copy()
            self.data["form_key"] = new_form_key()
        if is_too_fast:
            self.add_error(None, _("Look once more whether all of it is right, and send it again."))
        return cleaned
