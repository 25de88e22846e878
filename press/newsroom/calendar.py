"""The calendar in the admin."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from press import verbs
from press.models import CalendarEvent


@admin.register(CalendarEvent)
class CalendarEventAdmin(admin.ModelAdmin):
    list_display = ["__str__", "starts_at", "ends_at", "is_whole_day", "public_from", "cancelled_at"]
    list_filter = ["starts_at", "topic"]
    search_fields = ["title", "place"]
    raw_id_fields = ["release"]
    readonly_fields = ["cancelled_at"]
    fieldsets = [
        (None, {"fields": ["title", "text", "place"]}),
        (_("When"), {"fields": ["is_whole_day", "starts_at", "ends_at", "public_from", "cancelled_at"]}),
        (_("Belongs to"), {"fields": ["topic", "election", "release"]}),
    ]
    actions = ["cancel"]

    def save_model(self, request, obj, form, change):
        verbs.announce(obj, by=request.user)

    def has_cancel_permission(self, request):
        return request.user.has_perm("press.change_calendarevent")

    @admin.action(description=_("Say that it does not take place"), permissions=["cancel"])
    def cancel(self, request, events):
        for event in events:
            verbs.cancel(event, by=request.user)
        text = ngettext("%(count)d event cancelled.", "%(count)d events cancelled.", len(events))
        self.message_user(request, text % {"count": len(events)}, messages.SUCCESS)
