"""What may be asked of the search."""

from dataclasses import fields
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from appeals.models.outcomes import Outcome
from commission.models import SearchEntry
from commission.site_search.narrowing import Narrowing

QUERY_CHARACTERS = 1_000
LAST_PAGE = 100
FIRST_YEAR, LAST_YEAR = 1900, 2200


def _day(label):
    within = [MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 12, 31))]
    return forms.DateField(label=label, required=False, validators=within)


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search the site"), max_length=QUERY_CHARACTERS, required=False)
    kind = forms.ChoiceField(choices=SearchEntry.Kind, required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    topic = forms.SlugField(required=False, max_length=80)
    commission = forms.SlugField(required=False, max_length=12)
    outcome = forms.ChoiceField(choices=Outcome, required=False)
    year = forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    since = _day(_("From"))
    until = _day(_("Until"))
    sort = forms.ChoiceField(choices=[("date", _("Newest first"))], required=False)
    page = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    @property
    def days(self):
        """The fields of the first and the last day."""
        return self["since"], self["until"]

    def clean_page(self):
        return self.cleaned_data["page"] or 1

    def narrowing(self):
        return Narrowing(**{each.name: self.cleaned_data.get(each.name) or each.default for each in fields(Narrowing)})

    def query(self):
        """The query of the address of the same results, whichever page and order; empty for none."""
        kept = [name for name in self.fields if name not in ("page", "sort") and self.data.get(name)]
        return urlencode({name: self.data[name] for name in kept})


def checked(request):
    """The SearchForm of an address, and whether all of it can be asked.

    Raises Http404 where a property or the page is none that the site has: no form sends that.
    """
    form = SearchForm(request.GET)
    if set(form.errors) - {"q", "since", "until"}:
        raise Http404
    return form, form.is_valid()
