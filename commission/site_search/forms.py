"""What may be asked of the search."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commission.models import SearchEntry

QUERY_CHARACTERS = 200
LAST_PAGE = 100


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search the site"), max_length=QUERY_CHARACTERS, required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    kind = forms.ChoiceField(choices=SearchEntry.Kind, required=False)
    page = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    def asks_for_what_is_not_there(self):
        """Whether language, kind or page are none that the site has: no form sends that."""
        return bool({"language", "kind", "page"} & set(self.errors))

    def clean_page(self):
        return self.cleaned_data["page"] or 1
