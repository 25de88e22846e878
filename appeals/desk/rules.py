"""Rules and non-working days in the admin. Each version of them is kept, and each change recomputes what runs."""

from datetime import date

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from appeals import verbs
from commission.admin import ReadOnlyAdmin
from commission.translated import in_language


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
        obj._history_user = request.user
        super().save_model(request, obj, form, change)
        if form.has_changed() or not change:
            self._ask(request)

    def delete_model(self, request, obj):
        obj._history_user = request.user
        super().delete_model(request, obj)
        self._ask(request)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            obj._history_user = request.user
            obj.delete()
        self._ask(request)

    def history_view(self, request, object_id, extra_context=None):
        """Every version of one row, in the list of all versions."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404
        versions = self.model.history.model._meta.model_name
        return redirect(reverse(f"admin:appeals_{versions}_changelist") + f"?id={unquote(object_id)}")


class TimeLimitRuleAdmin(RecomputesDeadlines, admin.ModelAdmin):
    list_display = ["limit", "wording", "phase", "days", "in_force", "is_provisional", "is_active"]
    list_filter = ["limit", "is_active", "is_provisional"]

    @admin.display(description=gettext_lazy("text"))
    def wording(self, rule):
        return rule.wording

    @admin.display(description=gettext_lazy("valid"), ordering="valid_from")
    def in_force(self, rule):
        until = date_format(rule.valid_until, "SHORT_DATE_FORMAT") if rule.valid_until else ""
        return f"{date_format(rule.valid_from, 'SHORT_DATE_FORMAT')} – {until}"


class NonWorkingDayAdmin(RecomputesDeadlines, admin.ModelAdmin):
    list_display = ["day"]
    date_hierarchy = "day"


class VersionAdmin(ReadOnlyAdmin):
    """Every version that a row has had, the newest first, with who made it and when; nothing is changed here."""

    list_display = ["made", "held"]
    list_display_links = None
    date_hierarchy = "history_date"
    list_per_page = 50
    KINDS = {
        "+": pgettext_lazy("version", "entered"),
        "~": pgettext_lazy("version", "changed"),
        "-": pgettext_lazy("version", "removed"),
    }

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("history_user").order_by("-history_date", "-history_id")

    @admin.display(description=gettext_lazy("what was done"), ordering="history_date")
    def made(self, version):
        at = date_format(timezone.localtime(version.history_date), "DATETIME_FORMAT")
        return format_html("{} · {} · {}", self.KINDS[version.history_type], at, version.history_user or "–")

    @admin.display(description=gettext_lazy("what it said"))
    def held(self, version):
        """Everything that the version held, on a line each: one cell, so that no screen is too narrow for it."""
        held = [(capfirst(version._meta.get_field(name).verbose_name), _in_words(version, name)) for name in self.holds]
        return format_html_join("", '<div class="held">{}: <b>{}</b></div>', (pair for pair in held if pair[1]))


def _in_words(version, name):
    """A value of a version as people read it; empty where there is none."""
    value = getattr(version, name)
    if isinstance(value, dict):
        return in_language(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    shown = getattr(version, f"get_{name}_display", None)
    return shown() if shown else "" if value is None else str(value)


class TimeLimitRuleVersionAdmin(VersionAdmin):
    list_filter = ["limit"]
    holds = [
        "limit", "phase", "phase_days", "days", "counts_working_days", "end_rolls", "stops_for_information", "article",
        "text", "valid_from", "valid_until", "is_provisional", "is_active",
    ]  # fmt: skip


class NonWorkingDayVersionAdmin(VersionAdmin):
    holds = ["day"]
