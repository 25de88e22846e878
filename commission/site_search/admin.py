"""Past questions in the admin: what people look for in vain, and what is suggested to others."""

from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission.admin import ReadOnlyAdmin
from commission.site_search.models import SuggestedQuestion, UnansweredQuestion


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
