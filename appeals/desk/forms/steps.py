"""What every step shares: the case it was opened on, the layout, the way its fields reach the verb."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appeals.models import TEXT_CHARACTERS
from commission import desk
from commission.desk import DeskForm
from commission.models import ElectionCommission
from commission.rich_text import RichTextField, sanitised

MATCHES_SHOWN = 20
RICH_TEXT_CHARACTERS = 200_000


def text_field(label, **options):
    """A plain text of several lines, as long as the texts of a case may be."""
    return desk.text_field(label, **{"max_length": TEXT_CHARACTERS} | options)


def day_field(label, **options):
    """A day, picked in the browser."""
    return forms.DateField(
        label=label, widget=forms.DateInput({"type": "date", "class": "short"}, format="%Y-%m-%d"), **options
    )


class CleanRichTextField(RichTextField):
    """A text with formatting that no verb sanitises again before it is stored."""

    def to_python(self, value):
        return sanitised(super().to_python(value))


def rich_field(label, **options):
    """A text with formatting."""
    return CleanRichTextField(label=label, max_length=RICH_TEXT_CHARACTERS, **options)


class StepForm(DeskForm):
    """The words of a step; `as_of` is the last line of the journal that its reader knew."""

    as_of = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, filing, user, **kwargs):
        self.filing, self.user = filing, user
        super().__init__(*args, **kwargs)

    def subject(self):
        """What the verb is done to."""
        return self.filing

    def others(self):
        """Further filings that the verb moves, to be locked with the first."""
        return []

    def arguments(self):
        """The keywords of the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name != "as_of"}

    @property
    def hindrance(self):
        """Why the step makes no sense now, in words; empty where it does."""
        return ""


class NothingToSay(StepForm):
    """A step that needs no words."""


def in_the_future(instant):
    """Raises ValidationError for an instant that has passed."""
    if instant <= timezone.now():
        raise ValidationError(_("This instant has passed."))


def within_a_year(instant):
    """Raises ValidationError for an instant so far ahead that it was mistyped."""
    if instant > timezone.now() + timedelta(days=366):
        raise ValidationError(_("This instant lies more than a year ahead."))


class ChoosesCommission:
    """For a form with a field in which a commission is typed, and a choice where several fit."""

    def offer_if_several(self, name, *, required=True):
        """Turn what was typed into `name` to its ElectionCommission; offer those that fit where there are several."""
        typed = (self.cleaned_data.get(name) or "").strip()
        if not typed:
            self.cleaned_data[name] = None
            return
        matches = list(ElectionCommission.objects.matching(typed)[: MATCHES_SHOWN + 1])
        chosen = [match for match in matches if match.number == self.data.get(f"{name}_chosen")]
        if len(matches) == 1 or chosen:
            self.cleaned_data[name] = (chosen or matches)[0]
        elif not matches:
            self.add_error(name, _("No commission has this number or name."))
        else:
            self._offer(name, matches[:MATCHES_SHOWN])
            self.add_error(name, _("Several commissions fit. Choose one below, or write more of its name."))

    def _offer(self, name, commissions):
        choices = [(each.number, f"{each.number} · {each}") for each in commissions]
        self.fields[f"{name}_chosen"] = forms.ChoiceField(
            label=_("Which of these commissions?"), choices=choices, widget=forms.RadioSelect, required=False
        )
        order = list(self.fields)
        order.insert(order.index(name) + 1, order.pop())
        self.order_fields(order)
