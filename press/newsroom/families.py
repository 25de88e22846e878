"""A release in its languages, side by side: what there is, what is out of date, what is missing."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commission.desk import page
from commission.rich_text import for_page
from press.models import Release
from press.newsroom import rights
from press.newsroom.changed_words import changed_words


def members(release, at):
    """One entry for each language of the site: the release in it or None, its state, whether it is out of date."""
    family = Release.objects.filter(translation_key=release.translation_key).select_related("translated_from")
    there = {each.language: each for each in family}
    return [
        {
            "language": code,
            "name": _(name),
            "release": (each := there.get(code)),
            "state": each and each.state(at),
            "is_original": each is not None and each.translated_from_id is None,
            "is_out_of_date": each is not None and each.is_out_of_date,
        }
        for code, name in settings.LANGUAGES
    ]


def changes_of_original(release):
    """What has changed in the original since it was translated; empty where the translation says it all."""
    if not release.is_out_of_date:
        return []
    original = release.translated_from
    known = original.history.filter(version=release.translated_version).order_by("-history_id").first()
    return changed_words(known, original, ["title", "lead", "body"]) if known else []


@require_safe
def languages(request, pk):
    """The release in all languages beside each other."""
    release = get_object_or_404(Release, pk=pk)
    if not request.user.has_perms(["press.view_release"]):
        raise PermissionDenied
    columns = members(release, timezone.now())
    for column in columns:
        if column["release"] is not None:
            column["body"] = for_page(column["release"].body, notes=f"note-{column['language']}")
            column["changes"] = changes_of_original(column["release"])
            column["may_edit"] = rights.may_edit(column["release"]) and request.user.has_perm(rights.WRITE)
    context = {"release": release, "columns": columns, "may_translate": rights.may(request.user, release, "translate")}
    return page(request, "admin/press/release/languages.html", context, title=_("Languages"))
