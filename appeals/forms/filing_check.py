"""What a draft amounts to: what would be filed, what it lacks, what speaks against it."""

from datetime import date
from functools import cached_property

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from appeals import competence, contents, marks
from appeals.evidence import receiving
from appeals.forms.filing_steps import STEPS
from appeals.forms.form_key import FormKeyField
from appeals.limits import clock
from appeals.models import Evidence, Filing
from appeals.verbs.filing import CONTENT, content_digest
from commission.models import ElectionCommission

# the step in which each of the contents that the law asks for is given
WHERE = {
    "act": ("contested_kind",),
    "circumstances": ("decision_number", "decision_by", "happened_on", "respondent", "happened_where", "demand"),
    "applicant": ("applicant_name", "applicant_address"),
    "statement": ("statement", "ground", "remedy_sought"),
    "evidence": (contents.EVIDENCE, contents.AUTHORITY),
}
DAYS_OF_A_YEAR = 365
STEP_OF = {name: step for step, names in WHERE.items() for name in names}


class WholeDraft:
    """The answers and files of a draft, read as the commission would."""

    def __init__(self, draft, *, election, at):
        """`election` is the one that the filing would belong to, `at` the instant from which lateness is judged."""
        self.draft, self.election, self.at = draft, election, at
        self.forms = {step: form_class.of(draft.answers) for step, (form_class, _title) in STEPS.items()}
        self.files = list(draft.files.all())

    @cached_property
    def is_possible(self):
        """Whether it can be filed at all; everything else is a warning."""
        return all(form.is_valid() for form in self.forms.values())

    def problems(self):
        """What stands against filing at all: the address of the step, the field's label, the error."""
        return [
            (reverse(f"appeals:filing-{step}"), form.fields[name].label if name in form.fields else "", error)
            for step, form in self.forms.items()
            for name, errors in form.errors.items()
            for error in errors
        ]

    @cached_property
    def content(self):
        """The facts as verbs.file takes them; of fields with errors only their absence."""
        cleaned = {}
        for form in self.forms.values():
            form.is_valid()
            cleaned |= {name: form.cleaned_data.get(name) or "" for name in form.names()}
        contested = self.forms["act"].cleaned_data.get("contested_commission_found")
        facts = {name: value for name, value in cleaned.items() if name in CONTENT}
        return facts | {
            "kind": facts["kind"] or Filing.Kind.COMPLAINT,
            "capacity": facts["capacity"] or Filing.Capacity.VOTER,
            "happened_on": facts["happened_on"] or None,
            "learned_on": facts["learned_on"] or None,
            "wants_to_attend": bool(facts["wants_to_attend"]),
            "contested_commission": contested,
            "is_about_campaign": cleaned["about"] == "campaign",
        }

    @property
    def commission(self):
        return self.forms["act"].cleaned_data.get("commission_found")

    @property
    def co_applicants(self):
        return self.forms["applicant"].co_applicants()

    def digest(self):
        """What tells this content from any other: the digest that the filing will carry."""
        files = [receiving.kept(row) for row in self.files]
        return content_digest(self.content, self.commission, files, self.co_applicants)

    def facts(self):
        """What verbs.file takes beside form key, files and instant."""
        return {
            "commission": self.commission,
            "election": self.election,
            "content": self.content,
            "co_applicants": self.co_applicants,
        }

    def labelled(self):
        """What staff will read: label and text of each answer, in the order of the steps."""
        for form in self.forms.values():
            for name in form.names():
                value = self.content.get(name, form.cleaned_data.get(name))
                if value and not name.endswith("_chosen"):
                    yield form.fields[name].label, self._in_words(form, name, value)

    def _in_words(self, form, name, value):
        if name in ("commission", "contested_commission"):
            return str(form.cleaned_data.get(f"{name}_found") or value)
        if isinstance(value, date):
            return date_format(value, "DATE_FORMAT")
        choices = dict(getattr(form.fields[name], "choices", ()))
        return _("yes") if value is True else choices.get(value, value)

    @cached_property
    def limit(self):
        """The limit to file, with its working; None without a day to start from."""
        days = {name: self.content[name] for name in ("happened_on", "learned_on")}
        return clock.to_file(**days, election=self.election)

    @property
    def is_late(self):
        return self.limit is not None and not self.limit.is_in_time(self.at)

    @cached_property
    def missing(self):
        """What the law asks for and the draft lacks: the address of its step, and its name."""
        purposes = {row.purpose for row in self.files}
        lacking = contents.missing(
            self.content,
            has_evidence=Evidence.Purpose.EVIDENCE in purposes,
            has_authority=Evidence.Purpose.AUTHORITY in purposes,
        )
        return [(reverse(f"appeals:filing-{STEP_OF[name]}"), marks.NAMES[name]) for name in lacking]

    @cached_property
    def competent(self):
        """The commission that seems competent where the chosen one does not; else None."""
        contested, is_about_campaign = self.content["contested_commission"], self.content["is_about_campaign"]
        if competence.seems_misdirected(self.commission, contested, is_about_campaign=is_about_campaign):
            return competence.competent_commission(contested, is_about_campaign=is_about_campaign)
        return None

    @property
    def belongs_to_court(self):
        """Whether it contests an act of the central commission, which only a court hears."""
        contested = self.content["contested_commission"]
        is_central = contested is not None and contested.tier == ElectionCommission.Tier.CENTRAL
        return is_central and not self.content["is_about_campaign"]

    @property
    def has_warnings(self):
        return bool(self.is_late or self.missing or self.competent or self.belongs_to_court)


class CheckForm(forms.Form):
    """The last step: the declaration, which stands for date and signature, and the key of this submission."""

    form_key = FormKeyField()
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    declaration = forms.BooleanField(
        label=_("I declare that what I state is true. This stands for date and signature."),
        error_messages={"required": _("Confirm that what you state is true.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            HTML('{% include "appeals/data_notice.html" %}'), "declaration", "form_key", "shown"
        )
        self.helper.add_input(Submit("", _("Send")))

    @property
    def kept_days(self):
        """For how many days after its end a filing keeps its texts and files."""
        return settings.FILINGS_KEPT_DAYS

    @property
    def kept_years(self):
        """The same in whole years, as people say it; 0 where it is no whole number of them."""
        years, rest = divmod(self.kept_days, DAYS_OF_A_YEAR)
        return 0 if rest else years

    def offer_second_way(self):
        """Replace the button: this form key was already used for other content."""
        self.helper.inputs = []
        self.helper.layout.append(HTML('{% include "appeals/second_way.html" %}'))

    def show(self, digest):
        """Carry the digest of the content that the page shows now."""
        self.data = self.data.copy()
        self.data["shown"] = digest
