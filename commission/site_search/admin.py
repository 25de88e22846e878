"""What the press office tells the search, in the admin."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commission.site_search import synonyms
from commission.site_search.models import MOST_TEXTS, TEXT_CHARACTERS, SynonymSet


class SynonymSetForm(forms.ModelForm):
    """The texts of a set as lines."""

    texts = forms.CharField(
        label=_("Texts that mean the same"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=2 * MOST_TEXTS * TEXT_CHARACTERS,
        help_text=_(
            "One a line, at least two, of up to six words. Who searches for one of them finds what has another, in every language and inflected."  # noqa: E501
        ),
    )

    class Meta:
        model = SynonymSet
        fields = ["texts"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["texts"] = "\n".join(self.instance.texts)

    def clean_texts(self):
        return synonyms.checked(self.cleaned_data["texts"].splitlines())


@admin.register(SynonymSet)
class SynonymSetAdmin(admin.ModelAdmin):
    form = SynonymSetForm
    list_display = ["__str__", "changed_at", "changed_by"]
    list_select_related = ["changed_by"]
    search_fields = ["texts"]
    readonly_fields = ["changed_at", "changed_by"]

    def save_model(self, request, obj, form, change):
        synonyms.keep(obj, texts=form.cleaned_data["texts"], by=request.user)
