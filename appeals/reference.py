"""Rules and non-working days in the admin.

Each change recomputes what runs, and is kept in the admin's own history with
what stood there before; `manage.py forget` passes that history by.
"""

from django.contrib import admin, messages
from django.utils.translation import gettext as _

from appeals import verbs


class RecomputesDeadlines:
    """A ModelAdmin whose changes move time limits: the worker recomputes what runs, in the name of who changed it.

    The request is a row of the same transaction as the change, so that none is
    without the other; the admin wraps each of its changes in one.
    """

    def _ask(self, request):
        verbs.ask_to_recompute(by=request.user)
        text = _("The time limits of running filings are being worked out anew.")
        messages.info(request, text, fail_silently=True)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.has_changed() or not change:
            self._ask(request)

    def construct_change_message(self, request, form, formsets, add=False):
        """For the history: of a change, what each field said before and says now."""
        if add:
            return super().construct_change_message(request, form, formsets, add)
        changed = [f"{name}: {form.initial.get(name)} → {form.cleaned_data.get(name)}" for name in form.changed_data]
        return [{"changed": {"fields": changed}}] if changed else []

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self._ask(request)

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        self._ask(request)


class TimeLimitRuleAdmin(RecomputesDeadlines, admin.ModelAdmin):
    list_display = ["limit", "phase", "days", "wording", "valid_from", "valid_until", "is_provisional", "is_active"]
    list_filter = ["limit", "is_active", "is_provisional"]


class NonWorkingDayAdmin(RecomputesDeadlines, admin.ModelAdmin):
    list_display = ["day"]
    date_hierarchy = "day"
