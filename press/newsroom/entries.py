"""The newsroom's entries in the admin: the list of releases, and the page on which one is written."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from commission.rich_text import EditorMixin, for_page
from press import verbs, views
from press.models import Change, EarlyLink, Opening, Release
from press.newsroom import families, media_pages, rights, steps
from press.newsroom.attachments import AttachmentInline
from press.newsroom.pictures import PictureInline
from press.newsroom.versions import VersionsMixin
from press.newsroom.writing import WritingForm, WritingMixin
from press.subscriptions import mailings

WORDS = ["language", "title", "lead", "body", "dateline_place", "topic", "press_contact", "document_number", "slug"]
OPENINGS_SHOWN = 20  # of one link


class TopicAdmin(admin.ModelAdmin):
    list_display = ["__str__", "slug", "is_featured"]
    list_filter = ["is_featured"]


class StateFilter(admin.SimpleListFilter):
    """What a release is now, which no column says."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            *Release.State.choices,
            ("change", _("correction waits")),
            ("out-of-date", _("translation out of date")),
        ]

    def queryset(self, request, releases):
        return releases.in_state(self.value(), timezone.now()) if self.value() else releases


class MineFilter(admin.SimpleListFilter):
    """Whose words they are."""

    title = _("author")
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("1", _("mine"))]

    def queryset(self, request, releases):
        return releases.filter(author=request.user) if self.value() else releases


class ReleaseAdmin(WritingMixin, VersionsMixin, EditorMixin, admin.ModelAdmin):
    """Releases: what is written here is a draft; every further step has a page of its own."""

    form = WritingForm
    inlines = [PictureInline, AttachmentInline]
    actions = None
    change_list_template = "admin/press/release/list.html"
    change_form_template = "admin/press/release/page.html"
    list_display = ["title", "state", "language", "published_at", "author", "topic"]
    list_filter = [StateFilter, "language", MineFilter, "topic"]
    search_fields = ["title", "document_number"]
    show_full_result_count = False
    list_select_related = ["topic", "author"]
    fieldsets = [
        (None, {"fields": ["language", "title", "lead", "body"]}),
        (_("Where and about what"), {"fields": ["dateline_place", "topic"]}),
        (_("More"), {"fields": ["press_contact", "document_number", "slug"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", view(self.preview), name="press_release_preview"),
            *media_pages.urls(self.admin_site),
            path("<int:pk>/languages/", view(families.languages), name="press_release_languages"),
            path("<int:pk>/steps/<slug:noun>/", view(steps.step), name="press_release_step"),
            *super().get_urls(),
        ]

    def _for_staff(self, request, pk):
        release = get_object_or_404(Release.objects.select_related("topic", "superseded_by"), pk=pk)
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        return release

    def preview(self, request, pk):
        """The release as the public will see it, its pictures from addresses that are for staff alone."""
        release = self._for_staff(request, pk)
        return views.page_of(request, release, is_preview=True, files_below=media_pages.files_below(release))

    @admin.display(description=_("state"))
    def state(self, release):
        state = release.state(timezone.now())
        return format_html('<span class="badge badge--{}">{}</span>', state.value, state.label)

    def changelist_view(self, request, extra_context=None):
        """The list, with what waits for somebody above it."""
        context = {"waiting": waiting(timezone.now()), "title": _("Press releases")} | (extra_context or {})
        return super().changelist_view(request, context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The page of a release: what it is now, what may be done with it, and how it came here."""
        if obj is not None:
            context |= situation(request.user, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return ["language"] if obj is not None else []

    def delete_model(self, request, obj):
        verbs.remove(obj)

    def has_change_permission(self, request, obj=None):
        """What the public has read is corrected, not edited; its pictures and files have a page of their own."""
        return super().has_change_permission(request, obj) and (obj is None or rights.may_edit(obj))

    def has_delete_permission(self, request, obj=None):
        """Only a draft may go; what was public is withdrawn."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.status == Release.Status.DRAFT)


def waiting(at):
    """What waits for somebody: how many releases, under which filter of the list, in words."""
    releases = Release.objects
    soon = releases.embargo_ends_between(at, at + rights.SOON)
    found = [
        (releases.in_state("review", at), "review", _("in review")),
        (Change.objects.waiting(), "change", _("corrections proposed")),
        (releases.in_state("scheduled", at), "scheduled", _("scheduled")),
        (soon, "embargoed", _("embargo ends within the hour")),
    ]
    return [{"count": rows.count(), "state": state, "words": words} for rows, state, words in found]


def ending_soon(user, at):
    """The releases whose embargo ends within the hour, for who may still take them back; none for anybody else."""
    releases = Release.objects.embargo_ends_between(at, at + rights.SOON).order_by("embargoed_until")
    return releases if rights.has_right(user, "call_back") else releases.none()


def links_shown(release, at):
    """The links that early readers were given: each with its state, how often it was opened and from where."""
    openings = Prefetch("openings", Opening.objects.order_by("-id")[:OPENINGS_SHOWN], to_attr="last_openings")
    links = release.early_links.select_related("reader").with_openings().prefetch_related(openings)
    shown = []
    for link in links:
        link.release = release
        state = link.state(at)
        shown.append(
            {
                "link": link,
                "state": state,
                "may_revoke": state == EarlyLink.State.STANDING,
                "networks": link.last_openings,
            }
        )
    return shown


def situation(user, release):
    """What the page of a release tells beside its words."""
    at = timezone.now()
    ends_soon = release.embargoed_until and at < release.embargoed_until <= at + rights.SOON
    return {
        "release": release,
        "is_editable": rights.may_edit(release, at),
        "may_change_media": release.is_published(at) and rights.may_change_media(user, release),
        "body": for_page(release.body),
        "state_now": release.state(at),
        "steps": steps.offered(user, release),
        "family": families.members(release, at),
        "change_waiting": release.changes.waiting().select_related("proposed_by").first(),
        "journal": release.steps.select_related("by"),
        "early_links": links_shown(release, at) if rights.has_right(user, "give_early") else [],
        "mailing": mailings.progress(release),
        "embargo_ends_soon": ends_soon and release.visible_from == release.embargoed_until,
    }
