"""A commission that is named in a form: by its number, or by a part of its name and a choice of those that fit."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commission.models import ElectionCommission

MATCHES_SHOWN = 20
CHARACTERS = 120
HINT = gettext_lazy("Its number, for example C033, or a part of its name.")


def typed_field(label, *, help_text=HINT):
    """The field in which a commission is named."""
    return forms.CharField(label=label, max_length=CHARACTERS, required=False, help_text=help_text)


def chosen_field():
    """The choice between several that fit; it is shown only when there are several."""
    return forms.CharField(
        label=gettext_lazy("Which of these commissions?"), max_length=12, required=False, widget=forms.RadioSelect
    )


class NamesCommissions:
    """A form with pairs of fields `x` (typed_field) and `x_chosen` (chosen_field); the layout holds only `x`."""

    def named_commission(self, name, *, tier=None):
        """The commission that was named in the field `name`; None if none was, or with an error beside the field.

        With several that fit, and none chosen, they are offered to choose from. `tier` leaves out the others.
        """
        typed = self.cleaned_data.get(name, "").strip()
        if not typed or name in self.errors:
            return None
        commissions = ElectionCommission.objects.select_related("superior")
        of_the_tier = {"tier": tier} if tier else {}
        matches = list(commissions.numbered(typed).filter(**of_the_tier)) or list(
            commissions.matching(typed).filter(**of_the_tier)[: MATCHES_SHOWN + 1]
        )
        if not matches:
            self.add_error(name, _("No commission has this number or name."))
            return None
        chosen = [each for each in matches if each.number == self.cleaned_data.get(f"{name}_chosen")]
        if len(matches) == 1 or chosen:
            return (chosen or matches)[0]
        self._offer(name, matches)
        return None

    def _offer(self, name, matches):
        field = self.fields[f"{name}_chosen"]
        field.widget.choices = [(each.number, f"{each.number} · {each}") for each in matches[:MATCHES_SHOWN]]
        field.required = True
        holder = next(group for group in self._groups() if name in group)
        holder.insert(holder.index(name) + 1, f"{name}_chosen")
        if len(matches) > MATCHES_SHOWN:
            error = _("Many commissions fit. Choose one of the first, or write more of its name above.")
        else:
            error = _("Several commissions fit. Choose one.")
        self.add_error(f"{name}_chosen", error)

    def _groups(self):
        """The lists of the layout in which a field may stand."""
        layout = self.helper.layout
        return [layout.fields, *(each.fields for each in layout.fields if hasattr(each, "fields"))]
