"""The officer desk: filings are read here and moved by verbs, never edited."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals import verbs
from appeals.models import Event, Evidence, Filing, NonWorkingDay, NotAllowedNow, Supplement, TimeLimitRule
from commission.models import ElectionCommission


class NothingToSay(forms.Form):
    """A step that needs no words."""


class ReturnForm(forms.Form):
    reasons = forms.CharField(label=_("Reasons"), widget=forms.Textarea, max_length=10_000)


class ForwardForm(forms.Form):
    to = forms.ModelChoiceField(
        ElectionCommission.objects.all(), label=_("Competent commission"), to_field_name="number",
        widget=forms.TextInput, help_text=_("Its number, for example C033."),
    )  # fmt: skip


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Filing.Outcome)
    reasons = forms.CharField(label=_("Reasons"), widget=forms.Textarea, max_length=50_000)
    remedy_ordered = forms.CharField(
        label=_("Remedy ordered"), widget=forms.Textarea, max_length=10_000, required=False
    )


# step in the address: label, form, verb, permission, status it leads to
STEPS = {
    "registration": (
        pgettext_lazy("verb", "Register"),
        NothingToSay,
        verbs.register,
        "appeals.handle_filing",
        Filing.Status.REGISTERED,
    ),
    "return": (_("Return"), ReturnForm, verbs.return_, "appeals.handle_filing", Filing.Status.RETURNED),
    "forwarding": (_("Forward"), ForwardForm, verbs.forward, "appeals.handle_filing", Filing.Status.FORWARDED),
    "decision": (_("Decide"), DecisionForm, verbs.decide, "appeals.decide_filing", Filing.Status.DECIDED),
}


@admin.register(Filing)
class FilingAdmin(admin.ModelAdmin):
    change_form_template = "admin/appeals/filing/change_form.html"
    list_display = ["number", "status", "commission", "arrived_at", "decision_deadline", "time_left", "is_late"]
    list_filter = ["status", "kind", "contested_kind", "is_late"]
    search_fields = ["number", "applicant_name", "respondent"]
    ordering = ["decision_deadline", "pk"]
    list_select_related = ["commission"]
    show_full_result_count = False
    actions = None
    exclude = ["form_key_digest", "content_digest", "code_digest"]
    readonly_fields = ["evidence_list", "supplements_list", "journal"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("appeals.read_filing")

    has_module_permission = has_view_permission

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/evidence/<uuid:uuid>/", view(self.evidence), name="appeals_filing_evidence"),
            path("<int:pk>/steps/<slug:step>/", view(self.step), name="appeals_filing_step"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["steps"] = [
            (reverse("admin:appeals_filing_step", args=[obj.pk, step]), label)
            for step, (label, _form, _verb, permission, status) in STEPS.items()
            if obj and obj.may_move_to(status) and request.user.has_perm(permission)
        ]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def step(self, request, pk, step):
        """One verb with its form."""
        if step not in STEPS:
            raise Http404
        label, form_class, verb, permission, status = STEPS[step]
        filing = get_object_or_404(Filing, pk=pk)
        if not (self.has_view_permission(request) and request.user.has_perm(permission)):
            raise PermissionDenied
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                verb(filing, by=request.user, **form.cleaned_data)
                self.message_user(request, _("Done: %s") % label, messages.SUCCESS)
            except NotAllowedNow:
                self.message_user(request, _("The state of the filing does not allow this."), messages.ERROR)
            return redirect("admin:appeals_filing_change", filing.pk)
        context = self.admin_site.each_context(request) | {
            "title": label, "filing": filing, "form": form, "opts": self.opts, "allowed": filing.may_move_to(status),
        }  # fmt: skip
        return render(request, "admin/appeals/filing/step.html", context)

    def evidence(self, request, pk, uuid):
        """A file as it was received: only offered for download, never shown in the browser."""
        item = get_object_or_404(Evidence, filing_id=pk, uuid=uuid)
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not item.file:
            raise Http404
        verbs.record(item.filing, Event.Kind.EVIDENCE_READ, by=request.user, at=timezone.now(), subject_id=item.pk)
        response = FileResponse(
            item.file.open("rb"), as_attachment=True, filename=item.name, content_type="application/octet-stream"
        )
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        return response

    @admin.display(description=_("time left"), ordering="decision_deadline")
    def time_left(self, filing):
        now = timezone.now()
        if not filing.decision_deadline or not Filing.TRANSITIONS[Filing.Status(filing.status)]:
            return "–"
        if filing.overdue(now):
            return _("overdue")
        return _("%d h left") % ((filing.decision_deadline - now).total_seconds() // 3600)

    @admin.display(description=_("evidence"))
    def evidence_list(self, filing):
        return format_html(
            "<ul>{}</ul>",
            format_html_join(
                "",
                '<li><a href="{}">{}</a> · {} · {} · SHA-256 {}{}</li>',
                (
                    (
                        reverse("admin:appeals_filing_evidence", args=[filing.pk, item.uuid]),
                        item.name, item.kind, item.size, item.sha256,
                        format_html(" · <strong>{}</strong>", _("content is not what its name says"))
                        if item.is_named_otherwise else "",
                    )
                    for item in filing.evidence.all()
                ),
            ),
        )  # fmt: skip

    @admin.display(description=_("supplements"))
    def supplements_list(self, filing):
        rows = ((timezone.localtime(item.arrived_at), item.text) for item in Supplement.objects.filter(filing=filing))
        return format_html_join("", "<p>{}<br>{}</p>", rows)

    @admin.display(description=_("journal"))
    def journal(self, filing):
        rows = (
            (timezone.localtime(event.happened_at).strftime("%d.%m.%Y %H:%M"), event.get_kind_display(), event.by or "")
            for event in filing.events.select_related("by")
        )
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{} · {} {}</li>", rows))


@admin.register(TimeLimitRule)
class TimeLimitRuleAdmin(admin.ModelAdmin):
    list_display = ["limit", "phase", "days", "wording", "valid_from", "valid_until", "is_provisional", "is_active"]


@admin.register(NonWorkingDay)
class NonWorkingDayAdmin(admin.ModelAdmin):
    list_display = ["day"]
