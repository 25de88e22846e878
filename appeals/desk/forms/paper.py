"""A filing that came on paper, by post, by telephone or in person, as an officer enters it."""

from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appeals import access
from appeals.desk.forms.receipt import ReceiptForm
from appeals.desk.forms.steps import ChoosesCommission, day_field, text_field
from appeals.evidence import receiving
from appeals.forms.filing import EvidenceField
from appeals.forms.form_key import FormKeyField
from appeals.models import STATEMENT_CHARACTERS, Evidence, Filing
from commission.desk import DeskForm

CO_APPLICANTS_AT_MOST = 200
# about the way in which it came, not about its content
OWN = ("form_key", "channel", "received_at", "postmarked_on", "language", "co_applicants", "evidence", "authority")


def _line(label, longest, **options):
    return forms.CharField(label=label, max_length=longest, required=False, **options)


class PaperForm(ChoosesCommission, ReceiptForm, DeskForm):
    """Everything of the instruction 11/53-1, 1.1; what the paper lacks stays empty, and the filing is marked."""

    form_key = FormKeyField()
    language = forms.ChoiceField(label=_("Language of the case"), choices=settings.LANGUAGES)
    kind = forms.ChoiceField(label=_("What is filed"), choices=Filing.Kind, initial=Filing.Kind.COMPLAINT)
    contested_filing = _line(_("Register number of the case appealed in"), 60, help_text=_("For an appeal, if it is known."))  # fmt: skip  # noqa: E501
    applicant_name = forms.CharField(label=_("Applicant"), max_length=200)
    capacity = forms.ChoiceField(label=_("Capacity"), choices=Filing.Capacity)
    applicant_address = _line(_("Address for notices"), 500)
    applicant_email = forms.EmailField(label=_("E-mail"), required=False)
    applicant_phone = _line(_("Telephone"), 40)
    co_applicants = text_field(
        _("Who else signs"), rows=3, required=False, max_length=20_000,
        help_text=_("One person on a line: name; address."),
    )  # fmt: skip
    contested_kind = forms.ChoiceField(label=_("What is contested"), choices=Filing.Contested, widget=forms.RadioSelect)
    contested_commission = _line(_("Commission complained of"), 120, help_text=_("Its number, or part of its name; empty where it is none."))  # fmt: skip  # noqa: E501
    decision_number = _line(_("Number of the decision"), 60)
    decision_by = _line(_("Commission that took the decision"), 200)
    respondent = _line(_("Who did it, or failed to do it"), 300)
    happened_where = _line(_("Where it happened"), 300)
    happened_on = day_field(_("Day of the decision, action or inaction"), required=False)
    learned_on = day_field(_("Day on which the applicant learned of it"), required=False)
    demand = text_field(_("Demand that was not answered"), rows=3, required=False)
    statement = text_field(_("What happened"), max_length=STATEMENT_CHARACTERS)
    ground = text_field(_("Which rule was broken"), rows=3, required=False)
    remedy_sought = text_field(_("Remedy asked for"), rows=3, required=False)
    evidence_explanation = text_field(_("Explanation of the evidence"), rows=3, required=False)
    evidence = EvidenceField(label=_("Evidence, scanned"), required=False, help_text=_("The paper itself, and what came with it."))  # fmt: skip  # noqa: E501
    authority = EvidenceField(label=_("Proof of authority"), required=False)
    wants_to_attend = forms.BooleanField(label=_("Wants to attend the session"), required=False)

    def __init__(self, *args, user, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def laid_out(self):
        """The form in the groups of the paper, whatever fields were added to it."""
        self.with_button(_("Register and print the slip"))
        act = [
            "kind",
            "contested_filing",
            "contested_kind",
            "contested_commission",
            "contested_commission_chosen",
            "decision_number",
        ]
        act += ["decision_by", "respondent", "happened_where", "happened_on", "learned_on", "demand"]
        self.helper.layout = Layout(
            Fieldset(_("Receipt"), "channel", "received_at", "postmarked_on", "language"),
            Fieldset(
                _("Applicant"),
                "applicant_name", "capacity", "applicant_address", "applicant_email", "applicant_phone",
                "co_applicants",
            ),
            Fieldset(_("Act complained of"), *(name for name in act if name in self.fields)),
            Fieldset(_("Content"), "statement", "ground", "remedy_sought", "wants_to_attend"),
            Fieldset(_("Evidence"), "evidence_explanation", "evidence", "authority"),
            Field("form_key"),
        )  # fmt: skip
        return self

    def clean_co_applicants(self):
        """Pairs of name and address."""
        lines = [line for line in self.cleaned_data["co_applicants"].splitlines() if line.strip()]
        if len(lines) > CO_APPLICANTS_AT_MOST:
            raise ValidationError(_("At most %d people.") % CO_APPLICANTS_AT_MOST)
        pairs = [line.partition(";")[::2] for line in lines]
        return [(name.strip()[:200], address.strip()[:500]) for name, address in pairs]

    def clean_contested_filing(self):
        """The case of this number, where the officer may know of it; the number of a case is no secret."""
        number = self.cleaned_data["contested_filing"].strip().upper()
        filing = Filing.objects.filter(number=number).select_related("decision").first() if number else None
        if number and filing is None:
            raise ValidationError(_("No case has this number."))
        return filing

    def clean(self):
        cleaned = super().clean()
        self.offer_if_several("contested_commission")
        return cleaned

    def filed(self):
        """The cleaned data as `verbs.file` takes it."""
        cleaned = self.cleaned_data
        content = {name: value for name, value in cleaned.items() if name not in OWN}
        lower = content["contested_filing"]
        content["contested_decision"] = lower.decision if lower else None
        content["contested_commission"] = content["contested_commission"] or (lower.commission if lower else None)
        authority = Evidence.Purpose.AUTHORITY
        files = [receiving.measured(upload) for upload in cleaned["evidence"]]
        files += [receiving.measured(upload, purpose=authority) for upload in cleaned["authority"]]
        return {
            "form_key": cleaned["form_key"],
            "commission": access.commission_of(self.user),
            "language": cleaned["language"],
            "channel": cleaned["channel"],
            "postmarked_on": cleaned["postmarked_on"],
            "arrived_at": cleaned["received_at"],
            "co_applicants": cleaned["co_applicants"],
            "content": content,
            "files": files,
        }
