"""The steps from the session to the court."""

import hashlib

from crispy_forms.layout import Submit
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from appeals.desk.forms.steps import StepForm, day_field, rich_field, text_field
from appeals.documents import covering, decision_document
from appeals.models import CourtOutcome, CourtResult, Outcome, Service

MEMBERS_AT_MOST = 50


class AgendaForm(StepForm):
    """The session that is to decide."""

    session = forms.ModelChoiceField(None, label=_("Session"), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        self.fields["session"].queryset = self.filing.commission.sessions.filter(held_at__gte=today).order_by("held_at")

    @property
    def hindrance(self):
        return "" if self.fields["session"].queryset.exists() else _("No session is called yet. Open one first.")


def _votes(label):
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MEMBERS_AT_MOST,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip


class DecisionForm(StepForm):
    """A written decision with its reasons, begun from the template and the expert's draft."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome)
    facts = rich_field(_("Facts"), required=False)
    law = rich_field(_("Law"), required=False)
    reasons = rich_field(_("Reasons"))
    operative_part = rich_field(_("Operative part"), required=False)
    remedy_ordered = text_field(_("Remedy ordered"), rows=3, required=False)
    votes_for = _votes(_("Votes for"))
    votes_against = _votes(_("Votes against"))
    absent = _votes(_("Absent"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial |= self._begun()

    def _begun(self):
        opinion = self.filing.opinions.last()
        with translation.override(self.filing.language):
            begun = {
                part: render_to_string(f"admin/appeals/decision/{part}.html", {"filing": self.filing})
                for part in ("facts", "law")
            }
        if opinion is None:
            return begun
        return begun | {
            "outcome": opinion.proposed_outcome,
            "reasons": opinion.draft_reasons,
            "operative_part": opinion.draft_operative_part,
        }


class _OfTheDecision(StepForm):
    """A step with the decision that stands."""

    def subject(self):
        return self.filing.decision


class ServiceForm(_OfTheDecision):
    """On whom the decision was served, and how."""

    party = forms.ChoiceField(
        label=_("Party"), choices=Service.Party, widget=forms.RadioSelect,
        help_text=_("The applicants of joined filings are served with it in the same way, each with a letter."),
    )  # fmt: skip
    way = forms.ChoiceField(label=_("Way"), choices=Service.Way, widget=forms.RadioSelect)

    def clean(self):
        cleaned = super().clean()
        party = cleaned.get("party")
        if party and cleaned.get("way") == Service.Way.EMAIL and not self.filing.decision.reaches_by_email(party):
            self.add_error("way", self._no_address(party))
        return cleaned

    @staticmethod
    def _no_address(party):
        if party == Service.Party.APPLICANT:
            return _("The applicant has given no e-mail address, so no letter would go. Choose another way.")
        return _("No e-mail address of the respondent is known in this case. Choose another way.")


class CorrectionForm(_OfTheDecision):
    """A clerical error, and how it reads now."""

    text = text_field(_("What was wrong, and how it reads now"), rows=4)


class CourtOutcomeForm(_OfTheDecision):
    """What a court made of the decision."""

    court = forms.ChoiceField(label=_("Court"), choices=CourtOutcome.Court)
    number = forms.CharField(label=_("Number of the judgment"), max_length=60, required=False)
    decided_on = day_field(_("Decided on"))
    result = forms.ChoiceField(label=_("Result"), choices=CourtResult)
    text = text_field(_("What the court held"), required=False)

    def clean_decided_on(self):
        if self.cleaned_data["decided_on"] > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return self.cleaned_data["decided_on"]


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def digest_of_terms(terms):
    """What ties a confirmation to the preview that was shown for exactly these words."""
    return hashlib.sha256("\n".join(sorted(terms)).encode()).hexdigest()


class PublicationForm(_OfTheDecision):
    """The words that the public does not read; the public text is shown before it is confirmed."""

    redactions = text_field(
        _("Words not for the public"), rows=8, required=False,
        help_text=_("One name, address or the like on a line. Each is covered wherever it stands, with its endings."),
    )  # fmt: skip
    alone_because = text_field(
        _("Why you publish your own decision"), rows=3,
        help_text=_("You took this decision: somebody else should publish it. Where nobody can, your reason is kept."),
    )  # fmt: skip
    previewed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.filing.decision:
            self.initial.setdefault("redactions", "\n".join(self._usual_terms()))
            self.initial["previewed"] = digest_of_terms(self.terms())
        if self.filing.decision is None or self.filing.decision.decided_by_id != self.user.pk:
            del self.fields["alone_because"]

    def with_button(self, label):
        super().with_button(label)
        self.helper.inputs.insert(0, Submit("look", _("Show what the public will read"), css_class="button--quiet"))
        return self

    def _usual_terms(self):
        if self.filing.decision.published_at:
            return self.filing.decision.redactions
        return covering.usual_terms(self.filing)

    def terms(self):
        """The words to cover: those that were typed, else the usual ones."""
        return _lines(self.data["redactions"] if "redactions" in self.data else self.initial["redactions"])

    def preview(self):
        """What the public will read, as it will read it, and what ties a confirmation to it."""
        terms = self.terms()
        covered = [*terms, *covering.certain_terms(self.filing)]
        article = decision_document.decision_html(self.filing.decision, for_public=True, redactions=covered, level=3)
        return {"article": article, "digest": digest_of_terms(terms)}

    @property
    def hindrance(self):
        return "" if self.filing.registered_at else _("Only a filing on the register is published. This one is not.")

    def clean(self):
        cleaned = super().clean()
        cleaned["redactions"] = _lines(cleaned.get("redactions", ""))
        if cleaned.pop("previewed", "") != digest_of_terms(cleaned["redactions"]):
            raise ValidationError(_("The words have changed. Look at the public text above, then confirm."))
        return cleaned
