"""A release as agencies take it over: plain text, title and dateline first, its address last."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commission.rich_text import sanitised
from commission.translated import in_language
from press.plain_text import from_html, underlined, wrapped


def _instant(at):
    return date_format(timezone.localtime(at), "j E Y, H:i")


def agency_text(release, *, notes, newer=None):
    """The whole release in its own language; `notes` are the changes that were told, `newer` what superseded it."""
    place = f"{release.dateline_place}, " if release.dateline_place else ""
    dateline = f"{place}{_instant(release.published_at)}"
    parts = [
        wrapped(" · ".join(filter(None, [in_language(settings.COMMISSION_NAME), release.document_number]))),
        wrapped(f"{_('This press release is superseded by a newer one:')} {_absolute(newer)}") if newer else "",
        underlined(release.title),
        wrapped(f"{dateline} – {release.lead}" if release.lead else dateline),
        from_html(sanitised(release.body)),
        underlined(_("Corrections"), "-") if notes else "",
        *(wrapped(f"{_instant(change.made_at)}: {change.note}") for change in notes),
        wrapped(f"{_('Press contact')}: {release.press_contact}") if release.press_contact else "",
        _absolute(release),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _absolute(release):
    return settings.SITE_URL + release.get_absolute_url()
