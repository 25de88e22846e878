"""Pages in the admin."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commission.pages import writing
from commission.pages.models import BODY_CHARACTERS, Page
from commission.rich_text import EditorMixin, RichTextField


class PageForm(forms.ModelForm):
    """A page as an editor writes it."""

    body = RichTextField(label=_("text"), max_length=BODY_CHARACTERS)

    class Meta:
        model = Page
        fields = ["slug", "language", "title", "body"]


@admin.register(Page)
class PageAdmin(EditorMixin, admin.ModelAdmin):
    form = PageForm
    list_display = ["title", "slug", "language", "changed_at"]
    list_filter = ["language"]

    def save_model(self, request, obj, form, change):
        writing.save(obj)

    def delete_model(self, request, obj):
        writing.remove(obj)

    def delete_queryset(self, request, queryset):
        for page in queryset:
            writing.remove(page)
