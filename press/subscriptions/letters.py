"""The letters that readers get: what confirms a subscription, and what brings releases. Each in its reader's language.

A letter is a mapping of the names that the outbox takes. All of them hold
links that carry a right, so that their text goes once they are sent.
"""

import textwrap
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commission.translated import in_language
from press.subscriptions import tokens

ABOUT = "subscription"  # by which `forget` knows them
COLUMNS = 72


def _address(name, *arguments):
    return settings.SITE_URL + reverse(f"press:{name}", args=arguments)


def _paragraph(text):
    return "\n".join(textwrap.fill(line, COLUMNS, break_long_words=False) for line in text.splitlines())


def _letter(subscription, *, subject, paragraphs, **more):
    return {
        "to": subscription.email,
        "subject": subject,
        "body": "\n\n".join(paragraphs) + "\n",
        "language": subscription.language,
        "about": ABOUT,
        "holds_link": True,
    } | more


# Before there is a subscription ----------------------------------------------


def confirmation(subscription, token):
    """The letter whose link leads to the button that confirms a subscription."""
    with translation.override(subscription.language):
        name = in_language(settings.COMMISSION_NAME)
        paragraphs = [
            _paragraph(
                _("Somebody, we think you, asked for the press releases of %(commission)s at this address.")
                % {"commission": name}
            ),
            _paragraph(_("If it was you, open this page and press the button there:")),
            _address("subscription-confirmation", token),
            _paragraph(_("If it was not you, do nothing: you get no further letter, and we forget the address.")),
        ]
        headers = {"Auto-Submitted": "auto-generated"}
        subject = _("Confirm that you want our press releases")
        return _letter(subscription, subject=subject, paragraphs=paragraphs, headers=headers)


def already_there(subscription):
    """The letter to somebody who subscribes a second time: where to change the first."""
    with translation.override(subscription.language):
        name = in_language(settings.COMMISSION_NAME)
        paragraphs = [
            _paragraph(
                _("You asked for the press releases of %(commission)s, which you get already.") % {"commission": name}
            ),
            _paragraph(_("Here you change the topics and how often we write, or stop it:")),
            _address("subscription-settings", subscription.token(tokens.SETTINGS)),
            _paragraph(_("If it was not you who asked, do nothing: nothing has changed.")),
        ]
        headers = {"Auto-Submitted": "auto-generated"}
        subject = _("You get our press releases already")
        return _letter(subscription, subject=subject, paragraphs=paragraphs, headers=headers)


# What a subscription brings --------------------------------------------------


def _stop(subscription):
    """The end of each letter: why it came, and how to change or stop it."""
    name = in_language(settings.COMMISSION_NAME)
    return "\n".join(
        [
            "-- ",
            _paragraph(
                _("You get this letter because you asked for the press releases of %(commission)s.")
                % {"commission": name}
            ),
            _("Other topics, or how often:"),
            _address("subscription-settings", subscription.token(tokens.SETTINGS)),
            _("No more letters:"),
            _address("subscription-end", subscription.token(tokens.END)),
        ]
    )


def _to_many(subscription):
    """What marks a letter to many (RFC 2919, RFC 3834), and its way out with one click (RFC 8058)."""
    host = urlsplit(settings.SITE_URL).hostname
    return {
        "List-Id": f"<press-{subscription.language}.{host}>",
        "List-Unsubscribe": f"<{_address('subscription-end', subscription.token(tokens.END))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
        "Auto-Submitted": "auto-generated",
    }


def _entry(release):
    """Title, dateline, lead and address of a release, in paragraphs."""
    day = date_format(timezone.localtime(release.published_at), "j E Y, H:i")
    dateline = f"{release.dateline_place}, {day}" if release.dateline_place else day
    found = [_paragraph(release.title), dateline, _paragraph(release.lead)]
    return [*filter(None, found), settings.SITE_URL + release.get_absolute_url()]


def of_one(release, subscriptions):
    """The letters that bring one release to each of `subscriptions`, which all read its language."""
    with translation.override(release.language):
        entry = _entry(release)
        return [
            _letter(
                subscription, subject=release.title, paragraphs=[*entry, _stop(subscription)], is_bulk=True,
                headers=_to_many(subscription),
            )
            for subscription in subscriptions
        ]  # fmt: skip


def of_a_day(releases, subscription, *, at):
    """The letter that brings what became public since the last one."""
    with translation.override(subscription.language):
        count, day = len(releases), date_format(timezone.localtime(at), "j E Y")
        subject = ngettext("%(count)d press release, %(day)s", "%(count)d press releases, %(day)s", count)
        entries = [part for release in releases for part in ["* * *", *_entry(release)]][1:]
        return _letter(
            subscription, subject=subject % {"count": count, "day": day}, paragraphs=[*entries, _stop(subscription)],
            is_bulk=True, headers=_to_many(subscription),
        )  # fmt: skip
