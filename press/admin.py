"""The newsroom: releases in the admin."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commission.rich_text import EditorMixin, RichTextField
from press import verbs, views
from press.models import BODY_CHARACTERS, Release, Topic
from press.newsroom import media_pages
from press.newsroom.attachments import AttachmentInline
from press.newsroom.pictures import PictureInline

BEFORE_PUBLICATION = (Release.State.APPROVED, Release.State.SCHEDULED, Release.State.EMBARGOED)


class ReleaseForm(forms.ModelForm):
    """A release as an editor writes it."""

    body = RichTextField(label=_("text"), required=False, max_length=BODY_CHARACTERS)

    class Meta:
        model = Release
        fields = ["title"]  # the admin's fieldsets say which


class WithdrawalForm(admin.helpers.ActionForm):
    reason = forms.CharField(label=_("Reason of a withdrawal"), max_length=500, required=False)


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["__str__", "slug", "is_featured"]
    list_filter = ["is_featured"]


@admin.register(Release)
class ReleaseAdmin(EditorMixin, admin.ModelAdmin):
    form = ReleaseForm
    inlines = [PictureInline, AttachmentInline]
    action_form = WithdrawalForm
    list_display = ["title", "language", "status", "published_at", "topic", "preview_link"]
    list_filter = ["status", "language", "topic"]
    search_fields = ["title", "document_number"]
    show_full_result_count = False
    list_select_related = ["topic"]
    actions = ["submit", "approve", "publish", "withdraw"]
    readonly_fields = [
        "status", "published_at", "embargoed_until", "preview_link", "withdrawn_at", "withdrawal_reason",
        media_pages.link_to_media,
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["status", "preview_link", "language", "title", "lead", "body"]}),
        (_("Where and when"), {"fields": ["dateline_place", "published_at", "embargoed_until", "topic"]}),
        (_("More"), {"fields": ["press_contact", "document_number", "slug"]}),
        (_("Withdrawal"), {"fields": ["withdrawn_at", "withdrawal_reason"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", view(self.preview), name="press_release_preview"),
            *media_pages.urls(self.admin_site),
            *super().get_urls(),
        ]

    def get_fieldsets(self, request, obj=None):
        return [*media_pages.fieldsets(request, obj), *super().get_fieldsets(request, obj)]

    def _for_staff(self, request, pk):
        release = get_object_or_404(Release.objects.select_related("topic"), pk=pk)
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        return release

    def preview(self, request, pk):
        """The release as the public will see it, its pictures from addresses that are for staff alone."""
        release = self._for_staff(request, pk)
        return views.page_of(request, release, is_preview=True, files_below=media_pages.files_below(release))

    @admin.display(description=_("preview"))
    def preview_link(self, release):
        if not release.pk:
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("admin:press_release_preview", args=[release.pk]), _("Look"))

    def save_model(self, request, obj, form, change):
        verbs.save(obj, by=request.user)

    def delete_model(self, request, obj):
        verbs.remove(obj)

    def has_change_permission(self, request, obj=None):
        """What the public has read is corrected, not edited."""
        is_read = obj is not None and not obj.is_editable and obj.state(timezone.now()) not in BEFORE_PUBLICATION
        return super().has_change_permission(request, obj) and not is_read

    def has_delete_permission(self, request, obj=None):
        """Only a draft may go; what was public is withdrawn."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.status == Release.Status.DRAFT)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        if not request.user.has_perm("press.publish_release"):
            actions.pop("approve", None)
            actions.pop("publish", None)
            actions.pop("withdraw", None)
        return actions

    def _each(self, request, chosen, verb):
        done = 0
        for release in chosen:
            try:
                verb(release)
                done += 1
            except verbs.NotPossible:
                self.message_user(request, _("Not possible in this state: %s") % release, messages.ERROR)
        text = ngettext("%d release done.", "%d releases done.", done) % done
        self.message_user(request, text, messages.SUCCESS if done else messages.WARNING)

    @admin.action(description=_("Hand in for review"))
    def submit(self, request, chosen):
        self._each(request, chosen, lambda release: verbs.submit(release, by=request.user))

    @admin.action(description=_("Approve"))
    def approve(self, request, chosen):
        self._each(request, chosen, lambda release: verbs.approve(release, by=request.user))

    @admin.action(description=_("Publish"))
    def publish(self, request, chosen):
        self._each(request, chosen, lambda release: verbs.publish(release, by=request.user))

    @admin.action(description=_("Withdraw, with the reason given beside"))
    def withdraw(self, request, chosen):
        reason = request.POST.get("reason", "").strip()[:500]
        if not reason:
            self.message_user(request, _("A withdrawal needs a reason: it is shown to the public."), messages.ERROR)
            return
        self._each(request, chosen, lambda release: verbs.withdraw(release, by=request.user, reason=reason))
