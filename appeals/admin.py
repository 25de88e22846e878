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

from appeals import access, reference, verbs
from appeals.models import Evidence, Filing, NonWorkingDay, NotAllowedNow, TimeLimitRule
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
    reasons = forms.CharField(label=_("Reasons"), widget=forms.Textarea, max_length=10_000)


# step in the address: label, form, name of the verb
STEPS = {
    "registration": (pgettext_lazy("verb", "Register"), NothingToSay, "register"),
    "return": (_("Return"), ReturnForm, "return_"),
    "forwarding": (_("Forward"), ForwardForm, "forward"),
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
        return request.user.has_perm(access.READ)

    has_module_permission = has_view_permission

    def get_queryset(self, request):
        return access.visible_to(request.user).select_related("commission", "decision")

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
            for step, (label, _form, verb) in STEPS.items()
            if obj and access.may(request.user, obj, verb)
        ]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def step(self, request, pk, step):
        """One verb with its form."""
        if step not in STEPS:
            raise Http404
        label, form_class, verb = STEPS[step]
        filing = access.filing_or_404(request.user, pk)
        if not request.user.has_perm(access.VERBS[verb][0]):
            raise PermissionDenied
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                getattr(verbs, verb)(filing, by=request.user, **form.cleaned_data)
                self.message_user(request, _("Done: %s") % label, messages.SUCCESS)
            except NotAllowedNow:
                self.message_user(request, _("The state of the filing does not allow this."), messages.ERROR)
            return redirect("admin:appeals_filing_change", filing.pk)
        context = self.admin_site.each_context(request) | {
            "title": label,
            "filing": filing,
            "form": form,
            "opts": self.opts,
            "allowed": access.may(request.user, filing, verb),
        }
        return render(request, "admin/appeals/filing/step.html", context)

    def evidence(self, request, pk, uuid):
        """A file as it was received: only offered for download, never shown in the browser."""
        filing = access.filing_or_404(request.user, pk)
        item = get_object_or_404(Evidence, filing=filing, uuid=uuid)
        try:
            verbs.open_evidence(item, by=request.user)
        except NotAllowedNow as error:
            raise Http404 from error
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
        if not filing.decision_deadline or not filing.is_open:
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
        rows = ((timezone.localtime(item.sent_at), item.text) for item in filing.messages.all())
        return format_html_join("", "<p>{}<br>{}</p>", rows)

    @admin.display(description=_("journal"))
    def journal(self, filing):
        rows = (
            (timezone.localtime(event.happened_at).strftime("%d.%m.%Y %H:%M"), event.get_kind_display(), event.by or "")
            for event in filing.events.select_related("by")
        )
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{} · {} {}</li>", rows))


admin.site.register(TimeLimitRule, reference.TimeLimitRuleAdmin)
admin.site.register(NonWorkingDay, reference.NonWorkingDayAdmin)
