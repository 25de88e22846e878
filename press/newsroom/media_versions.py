"""What pictures and files a release had at one of its versions, and what two versions of it differ in."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from press.models import Attachment, ReleasePicture
from press.newsroom.differences import differences

GONE = "-"  # as simple-history marks what was deleted


def _at(version, model):
    """The rows of the history of `model` that held when `version` of a release was saved, in their order."""
    rows = model.history.filter(release=version.id, history_date__lte=version.history_date)
    latest = rows.order_by("id", "-history_date", "-history_id").distinct("id")
    return sorted((row for row in latest if row.history_type != GONE), key=lambda row: row.position)


def _pictures(version):
    lines = []
    for row in _at(version, ReleasePicture):
        words = " – ".join(filter(None, [row.alternative, row.caption]))
        lines.append(_("Picture %(number)d: %(words)s") % {"number": row.picture_id, "words": words})
    return "\n".join(lines)


def _files(version):
    return "\n".join(f"{row.title} ({row.name}, {row.get_language_display()})" for row in _at(version, Attachment))


def changed_media(before, after):
    """Of pictures and files what two versions of a release differ in: name, label and pieces of text, as for words."""
    changed = []
    for model, told in ((ReleasePicture, _pictures), (Attachment, _files)):
        old, new = told(before), told(after)
        if old != new:
            label = capfirst(model._meta.verbose_name_plural)
            changed.append({"name": model._meta.model_name, "label": label, "pieces": differences(old, new)})
    return changed


def instants_of_change(release):
    """When pictures or files of a release were changed, in any order."""
    return [
        *ReleasePicture.history.filter(release=release.pk).values_list("history_date", flat=True),
        *Attachment.history.filter(release=release.pk).values_list("history_date", flat=True),
    ]
