"""The steps of the form, with everything that Instruction 11/53-1, 1.1 asks for; each works without JavaScript.

What a filing cannot do without is required: a commission, a name, a statement.
Everything else may be left out: the check page says what the law asks for.
"""

import uuid

from crispy_forms.layout import HTML, Fieldset, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from appeals import competence
from appeals.evidence import file_limits, receiving
from appeals.forms.commissions import NamesCommissions, chosen_field, typed_field
from appeals.forms.filing import (
    StepForm,
    UploadsField,
    day_field,
    file_problem,
    not_in_the_future,
    text_field,
)
from appeals.models import STATEMENT_CHARACTERS, Filing

CO_APPLICANTS = 20
TOPICS = [
    ("voter_list", _("The voter list")),
    ("candidacy", _("A candidacy or its registration")),
    ("campaign", _("The campaign and its rules")),
    ("voting", _("The voting")),
    ("results", _("The counting and the results")),
    ("other", _("Something else")),
]


class ActForm(NamesCommissions, StepForm):
    """What is contested, whose act it is, and which commission shall decide."""

    step = "act"
    kind = forms.ChoiceField(
        label=_("What do you file?"),
        choices=[
            (Filing.Kind.COMPLAINT, _("A complaint: nobody has decided about it yet")),
            (Filing.Kind.APPEAL, _("An appeal against the decision of a commission on a complaint")),
        ],
        widget=forms.RadioSelect,
        initial=Filing.Kind.COMPLAINT,
        required=False,
    )
    contested_kind = forms.ChoiceField(
        label=_("What do you complain about?"), choices=Filing.Contested, widget=forms.RadioSelect, required=False
    )
    about = forms.ChoiceField(label=_("What is it about?"), choices=[("", "—"), *TOPICS], required=False)
    contested_commission = typed_field(_("Commission complained of, if it was one"))
    contested_commission_chosen = chosen_field()
    commission = typed_field(
        _("Commission that shall decide"),
        help_text=_(
            "Its number, for example C033, or a part of its name. Left empty, it is worked out from the one above."
        ),
    )
    commission_chosen = chosen_field()

    def layout(self):
        return [
            "kind", "contested_kind", "about",
            Fieldset(_("Whose act it is, and who decides"), "contested_commission", "commission"),
        ]  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        contested = cleaned["contested_commission_found"] = self.named_commission("contested_commission")
        commission = self.named_commission("commission")
        if commission is None and not self.errors and not cleaned.get("commission"):
            commission = self._competent(contested, is_about_campaign=cleaned.get("about") == "campaign")
        cleaned["commission_found"] = commission
        return cleaned

    def _competent(self, contested, *, is_about_campaign):
        competent = competence.competent_commission(contested, is_about_campaign=is_about_campaign)
        if competent is None or not (contested or is_about_campaign):
            self.add_error("commission", _("Name the commission that shall decide."))
            return None
        return competent

    def to_keep(self):
        """As typed, but commissions that were found by their number."""
        numbers = {}
        for name in ("contested_commission", "commission"):
            if not self.errors and (found := self.cleaned_data[f"{name}_found"]):
                numbers |= {name: found.number, f"{name}_chosen": ""}
        return super().to_keep() | numbers


class CircumstancesForm(StepForm):
    """Who, what, where, when: only what the law asks for the chosen kind of act."""

    step = "circumstances"
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=60, required=False, help_text=_("For example 26/148."))  # fmt: skip  # noqa: E501
    decision_by = forms.CharField(label=_("Commission that took the decision"), max_length=200, required=False)
    respondent = forms.CharField(label=_("Who did it"), max_length=300, required=False)
    happened_where = forms.CharField(label=_("Where it happened"), max_length=300, required=False)
    demand = text_field(_("What you demanded without an answer, or what the law required"), rows=3)
    happened_on = day_field(_("Day on which it happened"))
    learned_on = day_field(
        _("Day on which you learned of it"), help_text=_("If it was a later day: the time limit runs from it.")
    )

    FIELDS = {
        Filing.Contested.DECISION: ["decision_number", "decision_by", "happened_on", "learned_on"],
        Filing.Contested.ACTION: ["respondent", "happened_where", "happened_on", "learned_on"],
        Filing.Contested.INACTION: ["respondent", "demand", "happened_on", "learned_on"],
        "": ["happened_on", "learned_on"],
    }
    LABELS = {
        Filing.Contested.DECISION: {"happened_on": _("Date of the decision")},
        Filing.Contested.INACTION: {
            "respondent": _("Who failed to do it"),
            "happened_on": _("Day on which it should have been done"),
        },
    }

    def arrange(self):
        kind = self.contested_kind
        for name in [name for name in self.fields if name not in (*self.FIELDS[kind], "seen")]:
            del self.fields[name]
        for name, label in self.LABELS.get(kind, {}).items():
            self.fields[name].label = label

    @property
    def contested_kind(self):
        """What was chosen in the step before; empty if nothing was."""
        kind = self.kept.get("contested_kind")
        return kind if kind in Filing.Contested.values else ""

    def layout(self):
        return self.FIELDS[self.contested_kind]

    def clean_happened_on(self):
        return not_in_the_future(self.cleaned_data["happened_on"])

    def clean_learned_on(self):
        return not_in_the_future(self.cleaned_data["learned_on"])


class ApplicantForm(StepForm):
    """Who files, in which capacity, where notices go, and who else signs."""

    step = "applicant"
    applicant_name = forms.CharField(
        label=_("Your full name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Give your name: a filing without one cannot be heard.")},
    )
    capacity = forms.ChoiceField(
        label=_("You file as"),
        choices=Filing.Capacity,
        required=False,
        help_text=_("For somebody else, a party or a bloc: you can attach the proof of authority with the files."),
    )
    applicant_address = forms.CharField(
        label=_("Address for notices"),
        max_length=500,
        required=False,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    applicant_email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("For the acknowledgement and for news of the case.")
    )
    applicant_phone = forms.CharField(
        label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput({"autocomplete": "tel"})
    )

    def arrange(self):
        """A pair of fields for each who signs too, and an empty one."""
        source = self.data if self.is_bound else self.kept
        filled = [place for place in range(CO_APPLICANTS) if source.get(f"co_name_{place}")]
        self.places = range(min(max(filled, default=-1) + 2, CO_APPLICANTS))
        for place in self.places:
            self.fields[f"co_name_{place}"] = forms.CharField(
                label=_("Also signs: full name"), max_length=200, required=False
            )
            self.fields[f"co_address_{place}"] = forms.CharField(
                label=_("Also signs: address"), max_length=500, required=False
            )

    def layout(self):
        others = [name for place in self.places for name in (f"co_name_{place}", f"co_address_{place}")]
        return [
            "applicant_name", "capacity", "applicant_address", "applicant_email", "applicant_phone",
            Fieldset(_("Others who sign"), HTML('{% include "appeals/filing_others.html" %}'), *others),
        ]  # fmt: skip

    def buttons(self):
        return [*super().buttons(), Submit("stay", _("Save and name one more"), css_class="button--quiet")]

    def every_name(self):
        others = [f"co_{part}_{place}" for place in range(CO_APPLICANTS) for part in ("name", "address")]
        return list(dict.fromkeys([*self.names(), *others]))

    def co_applicants(self):
        """Pairs of name and address of those who sign beside the applicant."""
        cleaned = self.cleaned_data
        pairs = [(cleaned.get(f"co_name_{place}"), cleaned.get(f"co_address_{place}")) for place in self.places]
        return [(name, address) for name, address in pairs if name]


class StatementForm(StepForm):
    """What happened, which rule was broken, what the commission shall do."""

    step = "statement"
    statement = text_field(_("What happened"), rows=10, longest=STATEMENT_CHARACTERS, required=True)
    ground = text_field(_("Which rule was broken"), rows=3, help_text=_("The article, if you know it."))
    remedy_sought = text_field(_("What you ask the commission to do"), rows=3)
    wants_to_attend = forms.BooleanField(label=_("I want to attend the session"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["statement"].help_text = _("At most 50,000 characters.")
        self.fields["statement"].error_messages["required"] = _("Say what happened: without it nothing can be heard.")


class EvidenceForm(StepForm):
    """Files, kept as soon as they have arrived, and an explanation of them."""

    step = "evidence"
    evidence = UploadsField(label=_("Files"), required=False)
    authority = UploadsField(label=_("Proof of authority"), required=False)
    evidence_explanation = text_field(
        _("Explanation of the evidence"), rows=3, help_text=_("What the files show; or why you have none.")
    )

    def __init__(self, *args, asks_for_authority=False, **kwargs):
        self.asks_for_authority = asks_for_authority
        super().__init__(*args, **kwargs)
        self.fields["evidence"].help_text = file_limits.in_words()

    def buttons(self):
        return [*super().buttons(), Submit("stay", _("Upload and stay here"), css_class="button--quiet")]

    def arrange(self):
        if not self.asks_for_authority:
            del self.fields["authority"]
            return
        self.fields["authority"].help_text = _(
            "In your capacity a proof is attached: a power of attorney, a decision of the party, a certificate."
        )

    def layout(self):
        authority = ["authority"] if self.asks_for_authority else []
        return ["evidence", *authority, HTML('{% include "appeals/filing_files.html" %}'), "evidence_explanation"]

    def uploads(self):
        """The files that can be taken, measured; the others get an error that names them."""
        taken = []
        for purpose in ("evidence", "authority"):
            for file in self._sent(purpose):
                if problem := file_problem(file):
                    self.add_error(purpose, problem)
                else:
                    taken.append(receiving.measured(file, purpose=purpose))
        return taken

    def _sent(self, purpose):
        return self.cleaned_data.get(purpose) or []

    def arrived(self):
        """Every file that has come, good or not."""
        return [*self._sent("evidence"), *self._sent("authority")]

    def say_later(self, refusal):
        """Say that the files that have come cannot be kept now, and what to do (upload_room.Refusal)."""
        for sentence in refusal.in_words():
            self.add_error("evidence", sentence)

    def removed(self):
        """Which of the kept files the visitor wants removed: its uuid; None for none."""
        try:
            return uuid.UUID(self.data.get("remove", ""))
        except ValueError:
            return None

    def say_no_room(self, files):
        """Name the files for which there was no room."""
        for item in files:
            self.add_error("evidence", _("There was no room for the file “%s”: see the limits.") % item.name)


STEPS = {
    "act": (ActForm, _("What it is about")),
    "circumstances": (CircumstancesForm, _("Who, where, when")),
    "applicant": (ApplicantForm, _("About you")),
    "statement": (StatementForm, _("Your statement")),
    "evidence": (EvidenceForm, _("Evidence")),
}
