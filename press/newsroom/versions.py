"""Every version of a release: who saved it and what was done; any two compared; earlier words brought back."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, Window
from django.db.models.functions import MD5, Lag
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from commission.desk import page
from press.models import Release, Step
from press.newsroom import rights
from press.newsroom.changed_words import changed_words
from press.newsroom.media_versions import changed_media, instants_of_change

PER_PAGE = 50
Status = Release.Status
# what a change of these columns means, the first that applies
STEPS = {
    (Status.DRAFT, Status.REVIEW): "submitted",
    (Status.REVIEW, Status.DRAFT): "sent_back",
    (Status.REVIEW, Status.APPROVED): "approved",
    (Status.APPROVED, Status.DRAFT): "called_back",
    (Status.APPROVED, Status.WITHDRAWN): "withdrawn",
}
FIELDS = [*Release.WORDS, "slug", "topic_id"]


def _compared(name):
    """What of a column is compared: of the long text a digest, so that a page of versions stays light."""
    return MD5("body") if name == "body" else F(name)


def versions_of(release):
    """The history of a release, the newest first, each row with what the one before it had."""
    watched = [*FIELDS, "status", "published_at", "embargoed_until", "superseded_by_id", "version", "history_date"]
    before = {
        f"{name}_before": Window(Lag(_compared(name)), order_by=F("history_id").asc())
        for name in [*watched, "history_id"]
    }
    rows = release.history.select_related("history_user").annotate(body_digest=MD5("body"), **before)
    return rows.defer("body").order_by("-history_id")


def what_was_done(row, media_changed_at=()):
    """What a version was saved for, in words; `media_changed_at` are the instants of changes of pictures and files."""
    if row.history_id_before is None:
        return _("written")
    kinds = dict(Step.Kind.choices)
    said = [str(kinds[STEPS[moved]])] if (moved := (row.status_before, row.status)) in STEPS else []
    if row.superseded_by_id_before != row.superseded_by_id:
        said.append(_("superseded by a newer one"))
    if (row.published_at_before, row.embargoed_until_before) != (row.published_at, row.embargoed_until):
        said.append(
            _("given an instant of publication") if row.published_at else _("instant of publication taken back")
        )
    changed = [str(_label(name)) for name in FIELDS if _differs(row, name)]
    if changed:
        said.append(_("changed: %s") % ", ".join(changed))
    if any(row.history_date_before < at <= row.history_date for at in media_changed_at):
        said.append(_("pictures or files changed"))
    return "; ".join(said) or _("saved without other words")


def _differs(row, name):
    return getattr(row, f"{name}_before") != (row.body_digest if name == "body" else getattr(row, name))


def _label(name):
    return Release._meta.get_field(name.removesuffix("_id")).verbose_name


def _chosen(release, request, name):
    """The version that the address names; None where it names none, 404 where it is not this release's."""
    named = request.GET.get(name, "")
    if not named:
        return None
    found = release.history.filter(history_id=named if named.isdecimal() else 0).select_related("history_user").first()
    if found is None:
        raise Http404
    return found


class VersionsMixin:
    """For the ModelAdmin of releases: its history is a page of versions."""

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        release = get_object_or_404(Release, pk=object_id if str(object_id).isdecimal() else 0)
        older, newer = _chosen(release, request, "from"), _chosen(release, request, "to")
        if older and newer and older.history_id > newer.history_id:
            older, newer = newer, older
        media_changed_at = instants_of_change(release)
        words = changed_words(older, newer, [*Release.WORDS, "slug"]) if older and newer else []
        rows = Paginator(versions_of(release), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "release": release,
            "rows": [{"version": row, "done": capfirst(what_was_done(row, media_changed_at))} for row in rows],
            "pages": rows,
            "older": older,
            "newer": newer,
            "fields": words + changed_media(older, newer) if older and newer else None,
            "words_differ": bool(words),
            "may_restore": rights.may(request.user, release, "restore"),
        }
        return page(request, "admin/press/release/versions.html", context, title=_("Versions"))
