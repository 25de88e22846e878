"""Letters of the newsroom. None names an unpublished release: who keeps the outbox need not know what it says."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commission.translated import in_language


def _instant(at):
    zone = timezone.get_current_timezone_name()
    return f"{date_format(timezone.localtime(at), 'j E Y, H:i')} ({zone})"


def early_link(link, token):
    """A journalist is given a release under embargo: a link of their own, and until when to keep it to themselves."""
    with translation.override(link.reader.language):
        lines = [
            _("%s, you are given a press release before it is published.") % link.reader.name,
            "",
            _("Do not publish before: %s") % _instant(link.release.visible_from),
            _("Your link works until: %s") % _instant(link.expires_at),
            "",
            settings.SITE_URL + reverse("press:early-release", args=[token]),
            "",
            _("The link is yours alone. Each time it is opened is written down; please do not pass it on."),
            _("Once the release is public, the link leads to its public page."),
            "",
            in_language(settings.COMMISSION_NAME),
        ]
        return {"subject": _("A press release under embargo, for you alone"), "body": "\n".join(lines)}
