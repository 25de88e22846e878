"""The steps from registration to the session."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appeals import access, codes, competence
from appeals.desk import related
from appeals.desk.forms.steps import (
    ChoosesCommission,
    StepForm,
    in_the_future,
    rich_field,
    text_field,
    within_a_year,
)
from appeals.forms.form_key import FormKeyField
from appeals.limits import clock
from appeals.models import Outcome
from commission.desk import instant_field


class AssignmentForm(StepForm):
    """Which expert reviews the filing."""

    expert = forms.ModelChoiceField(None, label=_("Expert"), help_text=_("Experts of this commission without a conflict of interest."))  # fmt: skip  # noqa: E501

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = access.experts_for(self.filing)
        self.fields["expert"].initial = self.filing.expert_id
        self.fields["expert"].label_from_instance = lambda user: user.get_full_name() or user.get_username()

    @property
    def hindrance(self):
        if self.fields["expert"].queryset.exists():
            return ""
        return _("This commission has no expert without a conflict of interest. An administrator enters them.")


class InformationRequestForm(StepForm):
    """What the applicant is asked, and until when."""

    text = text_field(_("What is asked"))
    answer_due_at = instant_field(_("Answer due"), validators=[in_the_future, within_a_year])


class MessageForm(StepForm):
    """A message to the applicant."""

    text = text_field(_("Message"), help_text=_("The applicant reads it behind number and code."))


class ForwardingForm(ChoosesCommission, StepForm):
    """Which commission is competent, and why."""

    to = forms.CharField(
        label=_("Competent commission"), max_length=120, help_text=_("Its number, for example C033, or part of a name.")
    )
    reasons = text_field(_("Reasons"), max_length=10_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].initial = self._competent()

    def _competent(self):
        competent = competence.competent_commission(self.filing.contested_commission)
        own = access.commission_of(self.user)
        if own != self.filing.commission:  # the tier above takes it over
            return own.number
        return competent.number if competent and competent != self.filing.commission else ""

    def clean(self):
        cleaned = super().clean()
        self.offer_if_several("to")
        if cleaned.get("to") == self.filing.commission:
            self.add_error("to", _("The filing is with this commission already."))
        return cleaned


class JoiningForm(StepForm):
    """With which filing about the same this one is joined."""

    suggested = forms.ChoiceField(label=_("Suggested"), required=False, widget=forms.RadioSelect)
    lead = forms.CharField(label=_("Number of another filing"), required=False, max_length=60)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = related.to_join(self.filing, related.related_to(self.filing, user=self.user))
        choices = [
            (each.filing.number, f"{each.filing.number} · {each.filing.applicant_name} · {', '.join(each.reasons)}")
            for each in found
        ]
        self.fields["suggested"].choices = choices
        for name in ("suggested", "lead"):  # one of them, so neither says "if you wish"
            self.fields[name].is_expected = True
        if not choices:
            del self.fields["suggested"]

    def clean(self):
        cleaned = super().clean()
        number = (cleaned.pop("suggested", "") or cleaned.get("lead") or "").strip().upper()
        lead = access.visible_to(self.user).filter(number=number, commission=self.filing.commission).first()
        if lead is None or lead == self.filing or not lead.is_open:
            self.add_error("lead", _("Choose an open filing of this commission, other than this one."))
        cleaned["lead"] = lead
        return cleaned

    def others(self):
        return [self.cleaned_data["lead"]]


class HearingForm(StepForm):
    """Who is asked for an answer, where, and until when."""

    respondent_name = forms.CharField(label=_("Respondent"), max_length=300)
    respondent_email = forms.EmailField(label=_("E-mail of the respondent"))
    answer_due_at = instant_field(_("Answer due"), validators=[in_the_future, within_a_year])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contested = self.filing.contested_commission
        self.fields["respondent_name"].initial = self.filing.respondent or (str(contested) if contested else "")
        self.fields["respondent_email"].initial = contested.email if contested else ""


class HearingRevocationForm(StepForm):
    """Which link of a respondent becomes worthless."""

    hearing = forms.ModelChoiceField(None, label=_("Hearing"), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hearing"].queryset = self.filing.hearings.filter(revoked_at=None)
        self.fields["hearing"].label_from_instance = lambda hearing: hearing.respondent_name

    def subject(self):
        return self.cleaned_data["hearing"]

    def arguments(self):
        return {}

    @property
    def hindrance(self):
        return "" if self.fields["hearing"].queryset.exists() else _("No link of a respondent is open.")


class OpinionForm(StepForm):
    """The expert's opinion with a draft decision."""

    text = text_field(_("Opinion"))
    proposed_outcome = forms.ChoiceField(label=_("Proposed outcome"), choices=Outcome)
    draft_reasons = rich_field(_("Draft of the reasons"), required=False)
    draft_operative_part = rich_field(_("Draft of the operative part"), required=False)


class ReferralForm(StepForm):
    """To which authority the matter goes, and why."""

    to = forms.CharField(label=_("Authority"), max_length=200, help_text=_("For example the prosecutor's office."))
    text = text_field(_("Why"))


class ExtensionForm(StepForm):
    """The days come from the rule."""

    @property
    def hindrance(self):
        if self.filing.extension_days:
            return _("The investigation was extended already.")
        return "" if clock.may_be_extended(self.filing) else _("No active rule allows an extension.")


class WithdrawalForm(StepForm):
    """The applicant has withdrawn the filing on paper or in person."""

    identity_checked = forms.BooleanField(
        label=_("The applicant has withdrawn the filing in writing or in person, and I have checked who it was."),
        error_messages={"required": _("Check the identity first.")},
    )

    def arguments(self):
        return {}


class ReopeningForm(StepForm):
    """Why an ended filing is taken up again."""

    reasons = text_field(_("Reasons"), max_length=10_000, help_text=_("The applicant reads them."))

    @property
    def hindrance(self):
        return _("Its texts and files were removed; it cannot be reopened.") if self.filing.emptied_at else ""


class AccessCodeForm(StepForm):
    """A lost access code is replaced for who has shown who they are."""

    form_key = FormKeyField()
    identity_checked = forms.BooleanField(
        label=_("I have checked the identity of the applicant."),
        error_messages={"required": _("Check the identity first.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = codes.new_form_key()

    def arguments(self):
        return {"form_key": self.cleaned_data["form_key"]}


class ReturnForm(StepForm):
    """Why the filing is returned."""

    reasons = rich_field(_("Reasons"))
