"""How something reached the commission otherwise than online: what every paper that is entered says of itself."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.desk.forms.steps import StepForm, day_field, text_field
from appeals.evidence import receiving
from appeals.forms.filing import EvidenceField
from appeals.models import Evidence, Filing
from commission.desk import instant_field

CHANNELS = [(value, label) for value, label in Filing.Channel.choices if value != Filing.Channel.ONLINE]
LATE_ENTRY = timedelta(days=366)  # what is older was not received by this commission in this election


class ReceiptForm(forms.Form):
    """The channel, the instant of the hand-over, and of a letter its postmark."""

    channel = forms.ChoiceField(label=_("How it came"), choices=CHANNELS, widget=forms.RadioSelect)
    received_at = instant_field(_("Received at"), help_text=_("The instant of the hand-over, in the time of this commission."))  # fmt: skip  # noqa: E501
    postmarked_on = day_field(_("Date of the postmark"), required=False, help_text=_("By post: it counts, not the arrival."))  # fmt: skip  # noqa: E501

    def clean_received_at(self):
        received_at, now = self.cleaned_data["received_at"], timezone.now()
        if received_at > now:
            raise ValidationError(_("This instant lies in the future."))
        if received_at < now - LATE_ENTRY:
            raise ValidationError(_("This instant lies more than a year back."))
        return received_at


class _WordsForm(ReceiptForm, StepForm):
    """What a party has sent, as it is entered: words, files, or both."""

    purpose = Evidence.Purpose.EVIDENCE

    text = text_field(_("What it says"), required=False, help_text=_("May stay empty where the scan says it all."))
    evidence = EvidenceField(label=_("The paper, scanned, and what came with it"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("received_at", timezone.localtime())

    def clean_evidence(self):
        """The files, measured before anything is locked."""
        return [receiving.measured(upload, purpose=self.purpose) for upload in self.cleaned_data["evidence"]]

    def clean(self):
        cleaned = super().clean()
        received_at, postmarked_on = cleaned.get("received_at"), cleaned.get("postmarked_on")
        if received_at and postmarked_on and postmarked_on > timezone.localdate(received_at):
            self.add_error("postmarked_on", _("The postmark is later than the receipt."))
        if not self.errors and not cleaned["text"] and not cleaned["evidence"]:
            raise ValidationError(_("Write something, or choose a file."))
        return cleaned

    def arguments(self):
        arguments = super().arguments()
        return arguments | {"files": arguments.pop("evidence")}

    @property
    def hindrance(self):
        return _("Its texts and files were removed; nothing more is entered.") if self.filing.emptied_at else ""


class ApplicantsWordsForm(_WordsForm):
    """What the applicant has sent; it answers an open request for information."""


class RespondentsAnswerForm(_WordsForm):
    """The answer of a respondent who was asked for one, also where the link has ended."""

    purpose = Evidence.Purpose.ANSWER

    hearing = forms.ModelChoiceField(None, label=_("Who answers"), empty_label=None)
    field_order = ["as_of", "hearing"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hearing"].queryset = self.filing.hearings.unanswered()
        self.fields["hearing"].label_from_instance = lambda hearing: hearing.respondent_name

    def clean(self):
        cleaned = super().clean()
        hearing, received_at = cleaned.get("hearing"), cleaned.get("received_at")
        if hearing and received_at and received_at < hearing.opened_at.replace(second=0, microsecond=0):
            self.add_error("received_at", _("It cannot have come before the respondent was asked."))
        return cleaned

    def subject(self):
        return self.cleaned_data["hearing"]

    def arguments(self):
        arguments = super().arguments()
        del arguments["hearing"]
        return arguments

    @property
    def hindrance(self):
        nobody = "" if self.fields["hearing"].queryset.exists() else _("No respondent has an answer to give.")
        return super().hindrance or nobody
