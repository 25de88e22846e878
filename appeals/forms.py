"""What a person may send: the filing form, the guide, number and code."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Fieldset, Layout, Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals import codes
from appeals.models import STATEMENT_CHARACTERS, Filing
from commission.models import ElectionCommission

MATCHES_SHOWN = 20


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Several files: none empty, none over the limit, together within the limit of a filing."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        files = [file for file in (data or []) if file] if isinstance(data, (list, tuple)) else [data] if data else []
        if len(files) > settings.EVIDENCE_MAX_FILES:
            raise ValidationError(_("Choose at most %d files.") % settings.EVIDENCE_MAX_FILES)
        for file in files:
            if file.size == 0:
                raise ValidationError(_("The file “%s” is empty.") % file.name)
            if file.size > settings.EVIDENCE_FILE_MAX_BYTES:
                raise ValidationError(_("The file “%s” is larger than allowed.") % file.name)
        if sum(file.size for file in files) > settings.EVIDENCE_FILING_MAX_BYTES:
            raise ValidationError(_("The files together are larger than allowed."))
        return files


def _text(label, *, rows=5, longest=10_000, required=True, help_text=""):
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, widget=forms.Textarea({"rows": rows})
    )


class FilingForm(forms.Form):
    """A complaint with everything that Instruction 11/53-1, 1.1 asks for; works without JavaScript."""

    form_key = forms.CharField(widget=forms.HiddenInput, max_length=32)
    kind = forms.ChoiceField(label=_("What do you file?"), choices=Filing.Kind, widget=forms.RadioSelect, initial="complaint")  # fmt: skip  # noqa: E501
    commission = forms.CharField(
        label=_("Commission that shall decide"),
        max_length=120,
        help_text=_("Its number, for example C033, or a part of its name."),
    )
    commission_chosen = forms.CharField(
        label=_("Which of these commissions?"), max_length=12, required=False, widget=forms.RadioSelect
    )
    applicant_name = forms.CharField(label=_("Your full name"), max_length=200)
    capacity = forms.ChoiceField(label=_("You file as"), choices=Filing.Capacity)
    applicant_address = forms.CharField(label=_("Address for notices"), max_length=500)
    applicant_email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("For the acknowledgement and for news of the case.")
    )
    applicant_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    contested_kind = forms.ChoiceField(label=_("What do you complain about?"), choices=Filing.Contested, widget=forms.RadioSelect)  # fmt: skip  # noqa: E501
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=60, required=False, help_text=_("For a decision, for example 26/148."))  # fmt: skip  # noqa: E501
    decision_by = forms.CharField(label=_("Commission that took the decision"), max_length=200, required=False)
    respondent = forms.CharField(label=_("Who did it, or failed to do it"), max_length=300, required=False, help_text=_("For an action or an inaction."))  # fmt: skip  # noqa: E501
    happened_where = forms.CharField(label=_("Where it happened"), max_length=300, required=False)
    demand = _text(_("What you demanded without an answer"), required=False, rows=3, help_text=_("For an inaction."))
    happened_on = forms.DateField(
        label=_("Day of the decision, action or inaction"), required=False, help_text=_("For example 9 2 2026")
    )
    learned_on = forms.DateField(
        label=_("Day on which you learned of it"), required=False, help_text=_("If it was a later day.")
    )
    statement = _text(_("What happened"), rows=8, longest=STATEMENT_CHARACTERS)
    ground = _text(_("Which rule was broken"), rows=3, help_text=_("The article, if you know it."))
    remedy_sought = _text(_("What you ask the commission to do"), rows=3)
    evidence = EvidenceField(label=_("Evidence"), required=False)
    evidence_explanation = _text(_("Explanation of the evidence"), rows=3, required=False)
    wants_to_attend = forms.BooleanField(label=_("I want to attend the session"), required=False)
    declaration = forms.BooleanField(
        label=_("I declare that what I state is true. This stands for date and signature."),
        error_messages={"required": _("Confirm that what you state is true.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].help_text = _(
            "Up to %(files)d files of any kind, %(file)d MB each, %(all)d MB together. "
            "Pictures can show where and when they were taken; the commission keeps them unchanged."
        ) % {
            "files": settings.EVIDENCE_MAX_FILES,
            "file": settings.EVIDENCE_FILE_MAX_BYTES // 1_000_000,
            "all": settings.EVIDENCE_FILING_MAX_BYTES // 1_000_000,
        }
        for name in ("happened_on", "learned_on"):
            self.fields[name].widget.attrs |= {"class": "short", "inputmode": "numeric", "autocomplete": "off"}
        self.helper = FormHelper()
        self.helper.attrs = {"autocomplete": "on"}
        self.helper.layout = Layout(
            Fieldset(_("To whom"), "kind", "commission"),
            Fieldset(
                _("About you"), "applicant_name", "capacity", "applicant_address", "applicant_email", "applicant_phone"
            ),  # fmt: skip  # noqa: E501
            Fieldset(
                _("What you complain about"),
                "contested_kind",
                "decision_number",
                "decision_by",
                "respondent",
                "happened_where",
                "demand",
                "happened_on",
                "learned_on",
            ),  # fmt: skip  # noqa: E501
            Fieldset(_("Your statement"), "statement", "ground", "remedy_sought"),
            Fieldset(_("Evidence"), "evidence", "evidence_explanation"),
            Fieldset(
                _("Before you send"), HTML('{% include "appeals/data_notice.html" %}'), "wants_to_attend", "declaration"
            ),  # fmt: skip  # noqa: E501
            Field("form_key"),
        )
        self.helper.add_input(Submit("", _("Send")))

    @property
    def kept_days(self):
        """For how many days after its end a filing keeps its texts and files."""
        return settings.FILINGS_KEPT_DAYS

    def offer_second_way(self):
        """Replace the button: this form was already filed with other content."""
        self.helper.inputs = []
        self.helper.layout.append(HTML('{% include "appeals/second_way.html" %}'))

    def clean_form_key(self):
        key = self.cleaned_data["form_key"]
        if not codes.is_form_key(key):
            raise ValidationError(_("The form is damaged. Open it anew."))
        return key

    def clean_commission_chosen(self):
        """The commission itself: the only one that fits what was typed, or the one chosen of those that fit."""
        typed = self.cleaned_data.get("commission", "").strip()
        if not typed:
            return None
        matches = list(ElectionCommission.objects.matching(typed)[: MATCHES_SHOWN + 1])
        if not matches:
            self.add_error("commission", _("No commission has this number or name."))
            return None
        chosen = [match for match in matches if match.number == self.cleaned_data["commission_chosen"]]
        if len(matches) == 1 or chosen:
            return (chosen or matches)[0]
        self.offer_candidates(matches[:MATCHES_SHOWN])
        if len(matches) > MATCHES_SHOWN:
            raise ValidationError(_("Many commissions fit. Choose one of the first, or write more of its name above."))
        raise ValidationError(_("Several commissions fit. Choose one."))

    def offer_candidates(self, commissions):
        """Show, below what was typed, the commissions that fit it."""
        shown = [(each.number, f"{each.number} · {each}") for each in commissions]
        self.fields["commission_chosen"].widget.choices = shown
        self.fields["commission_chosen"].required = True
        to_whom = self.helper.layout[0].fields
        to_whom.insert(to_whom.index("commission") + 1, "commission_chosen")

    def _day(self, name):
        day = self.cleaned_data[name]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return day

    def clean_happened_on(self):
        return self._day("happened_on")

    def clean_learned_on(self):
        return self._day("learned_on")

    def clean(self):
        cleaned = super().clean()
        needed = {
            Filing.Contested.DECISION: ["decision_number", "decision_by", "happened_on"],
            Filing.Contested.ACTION: ["respondent", "happened_where", "happened_on"],
            Filing.Contested.INACTION: ["respondent"],
        }
        for name in needed.get(cleaned.get("contested_kind"), []):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Needed for this kind of complaint."))
        return cleaned

    def filed(self):
        """The cleaned data as `verbs.file` takes it."""
        cleaned = dict(self.cleaned_data)
        own = {"form_key": cleaned.pop("form_key"), "commission": cleaned.pop("commission_chosen")}
        cleaned.pop("commission")
        uploads = cleaned.pop("evidence")
        cleaned.pop("declaration")
        return own | {"content": cleaned, "uploads": uploads}


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
