"""Pages of the newsroom for pictures and files: those of a public release are changed here, any are looked at here."""

from django.contrib import messages
from django.contrib.admin.helpers import InlineAdminFormSet
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from press import verbs
from press.media import serving
from press.models import Release
from press.newsroom.attachments import AttachmentInline
from press.newsroom.pictures import PictureInline
from press.newsroom.refusals import refusal
from press.newsroom.rights import may_change_media, may_see


class PublicPictureInline(PictureInline):
    is_page_of_public = True


class PublicAttachmentInline(AttachmentInline):
    is_page_of_public = True


def files_below(release):
    """The address below which staff finds the files of a release in any state."""
    return reverse("admin:press_release_preview", args=[release.pk]).replace("/preview/", "/media/")


@never_cache
@require_safe
def media_file(request, pk, uuid, name):
    """A picture or file of a release in any state, for staff who may see releases; stored by nobody."""
    release = get_object_or_404(Release, pk=pk)
    if not may_see(request.user):
        raise PermissionDenied
    return serving.file_of(release, uuid, name)


def _formsets(request, site, release):
    """The inlines of a public release, each with its formset."""
    for kind in (PublicPictureInline, PublicAttachmentInline):
        inline = kind(Release, site)
        made = inline.get_formset(request, release)
        yield inline, made(
            request.POST or None, request.FILES or None, instance=release, prefix=made.get_default_prefix(),
            queryset=inline.get_queryset(request),
        )  # fmt: skip


def _shown(request, release, inline, formset):
    return InlineAdminFormSet(
        inline, formset, inline.get_fieldsets(request, release), {}, inline.get_readonly_fields(request, release),
        model_admin=inline, has_add_permission=True, has_change_permission=True, has_delete_permission=True,
        has_view_permission=True,
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def media_of_public(request, pk, *, site):
    """Pictures and files of a release that the public can read, to be changed by who may publish."""
    release = get_object_or_404(Release, pk=pk)
    if not (release.is_published(timezone.now()) and may_change_media(request.user, release)):
        raise PermissionDenied
    pairs = list(_formsets(request, site, release))
    valid = [formset.is_valid() for _inline, formset in pairs]  # each of them, so that all errors are shown at once
    if all(valid):
        try:
            with transaction.atomic():
                for _inline, formset in pairs:
                    formset.save()
        except verbs.NotPossible as error:  # withdrawn, or a file taken away, in this very moment
            messages.error(request, refusal(error))
        else:
            messages.success(request, _("Pictures and files are changed: the public sees them now."))
        return redirect("admin:press_release_change", pk)
    shown = [_shown(request, release, inline, formset) for inline, formset in pairs]
    context = site.each_context(request) | {
        "title": _("Pictures and files"), "subtitle": release.title, "release": release, "opts": Release._meta,
        "inline_admin_formsets": shown, "media": sum((each.media for each in shown), start=shown[0].media),
        "errors": request.method == "POST",
    }  # fmt: skip
    return render(request, "admin/press/media.html", context)


def urls(site):
    """The addresses of these pages, to stand before the admin's own of a release."""

    def of_public(request, pk):
        return media_of_public(request, pk, site=site)

    return [
        path("<int:pk>/media/", site.admin_view(of_public), name="press_release_media"),
        path("<int:pk>/media/<uuid:uuid>/<name>", site.admin_view(media_file), name="press_release_media_file"),
    ]
