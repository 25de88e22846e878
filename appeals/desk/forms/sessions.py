"""A session is called."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.desk import DeskForm, instant_field

NUMBER_AT_MOST = 10_000


class SessionForm(DeskForm):
    """Number and instant of a session; the number is the first part of the numbers of its decisions."""

    number = forms.IntegerField(
        label=_("Number"), min_value=1, max_value=NUMBER_AT_MOST, widget=forms.NumberInput({"class": "short"})
    )
    held_at = instant_field(_("Held at"))

    def __init__(self, *args, commission, **kwargs):
        self.commission = commission
        super().__init__(*args, **kwargs)
        last = commission.sessions.filter(year=timezone.localdate().year).order_by("number").last()
        self.initial.setdefault("number", last.number + 1 if last else 1)

    def clean(self):
        cleaned = super().clean()
        number, held_at = cleaned.get("number"), cleaned.get("held_at")
        if number and held_at:
            year = timezone.localtime(held_at).year
            if self.commission.sessions.filter(year=year, number=number).exists():
                self.add_error("number", ValidationError(_("This number is taken in that year.")))
        return cleaned
