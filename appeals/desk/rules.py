"""Rules and non-working days in the admin. Each version of them is kept, and each change recomputes what runs."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
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
    list_display = ["limit", "phase", "days", "wording", "valid_from", "valid_until", "is_provisional", "is_active"]
    list_filter = ["limit", "is_active", "is_provisional"]

    @admin.display(description=gettext_lazy("text"))
    def wording(self, rule):
        return rule.wording


class NonWorkingDayAdmin(RecomputesDeadlines, admin.ModelAdmin):
    list_display = ["day"]
    date_hierarchy = "day"


class VersionAdmin(ReadOnlyAdmin):
    """Every version that a row has had, the newest first, with who made it and when; nothing is changed here."""

    list_display_links = None
    date_hierarchy = "history_date"
    list_per_page = 50
    KINDS = {
        "+": pgettext_lazy("version", "entered"),
        "~": pgettext_lazy("version", "changed"),
        "-": pgettext_lazy("version", "removed"),
    }

    def get_list_display(self, request):
        return ["history_date", "kind", "author", "id", *self.columns]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("history_user").order_by("-history_date", "-history_id")

    @admin.display(description=gettext_lazy("what was done"))
    def kind(self, version):
        return self.KINDS[version.history_type]

    @admin.display(description=gettext_lazy("by"), empty_value="–")
    def author(self, version):
        return version.history_user


class TimeLimitRuleVersionAdmin(VersionAdmin):
    list_filter = ["limit"]
    columns = [
        "limit", "phase", "phase_days", "days", "counts_working_days", "end_rolls", "stops_for_information", "article_",
        "text_", "valid_from", "valid_until", "is_provisional", "is_active",
    ]  # fmt: skip

    @admin.display(description=gettext_lazy("article"))
    def article_(self, version):
        return in_language(version.article)

    @admin.display(description=gettext_lazy("text"))
    def text_(self, version):
        return in_language(version.text)


class NonWorkingDayVersionAdmin(VersionAdmin):
    columns = ["day"]
