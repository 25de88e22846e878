"""Pinned releases in the admin."""

from django.contrib import admin

from press import verbs
from press.models import Pin


@admin.register(Pin)
class PinAdmin(admin.ModelAdmin):
    """What stands on top, and for how long. A pin is set and taken away, not changed."""

    list_display = ["release", "shown_from", "shown_until", "pinned_by"]
    list_select_related = ["release", "pinned_by"]
    list_filter = ["release__language"]
    search_fields = ["release__title"]
    fields = ["release", "shown_from", "shown_until"]
    raw_id_fields = ["release"]
    actions = None  # one at a time: each is a line in the journal

    def has_change_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        made = verbs.pin(obj.release, shown_from=obj.shown_from, shown_until=obj.shown_until, by=request.user)
        obj.pk, obj.pinned_by = made.pk, made.pinned_by

    def delete_model(self, request, obj):
        verbs.unpin(obj, by=request.user)
