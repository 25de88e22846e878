"""Pages in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from commission.pages import writing
from commission.pages.models import Page


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "language", "changed_at"]
    list_filter = ["language"]
    fieldsets = [
        (None, {"fields": ["slug", "language", "title", "body"], "description": _("The text may hold simple HTML.")})
    ]

    def save_model(self, request, obj, form, change):
        writing.save(obj)

    def delete_model(self, request, obj):
        writing.remove(obj)

    def delete_queryset(self, request, queryset):
        for page in queryset:
            writing.remove(page)
