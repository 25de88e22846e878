"""What the press office tells the search, and what it learns from it: synonyms and past questions, in the admin."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission.admin import ReadOnlyAdmin
from commission.site_search import synonyms
from commission.site_search.models import (
    MOST_TEXTS,
    TEXT_CHARACTERS,
    SuggestedQuestion,
    SynonymSet,
    UnansweredQuestion,
)


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


def search_address(question):
    """The address of the search page with the question, in its language."""
    with translation.override(question.language):
        return f"{reverse('site_search:search')}?{urlencode({'q': question.spelling})}"


class QuestionAdmin(ReadOnlyAdmin):
    fields = ["spelling", "language", "times", "last_on"]
    list_display = ["spelling", "language", "times", "last_on", "search"]
    list_filter = ["language"]
    search_fields = ["question", "spelling"]
    show_full_result_count = False

    @admin.display(description=_("search"))
    def search(self, question):
        return format_html('<a href="{}">{}</a>', search_address(question), _("Search for it"))


@admin.register(UnansweredQuestion)
class UnansweredQuestionAdmin(QuestionAdmin):
    pass


@admin.register(SuggestedQuestion)
class SuggestedQuestionAdmin(QuestionAdmin):
    fields = [*QuestionAdmin.fields, "is_hidden"]
    readonly_fields = QuestionAdmin.fields
    list_display = [*QuestionAdmin.list_display, "is_hidden"]
    list_editable = ["is_hidden"]
    list_filter = ["language", "is_hidden"]

    def has_change_permission(self, request, obj=None):
        return admin.ModelAdmin.has_change_permission(self, request, obj)
