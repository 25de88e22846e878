"""The draft's cookie: a random token of 256 bits, sent only to the addresses of the form.

The database holds its SHA-256 alone. There is one cookie for each language of
the site, so that a visitor who changes the language in the middle of the form
goes on with the same draft.
"""

import hashlib
import re
import secrets

from django.conf import settings
from django.utils import timezone, translation

from appeals.cookies import sealing
from appeals.models import Draft

DAY = 24 * 3600
_TOKEN = re.compile(r"[0-9a-f]{64}")


def new_token():
    """A random token of 256 bits, 64 hexadecimal characters."""
    return secrets.token_hex(32)


def digest_of(token):
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _cookies():
    return sealing.in_each_language("draft", "appeals:filing-new")


def hand_over(response, token):
    """Set the cookie, or set it anew for the whole time that a draft is kept."""
    return sealing.give_to(_cookies(), response, token, seconds=settings.BEGUN_FILINGS_KEPT_DAYS * DAY)


def take_back(response):
    """Remove the cookie: its draft has been filed or discarded."""
    return sealing.take_back(_cookies(), response)


def token(request):
    """The token in the visitor's cookie; empty where there is none, or nothing that the site ever gave."""
    found = request.COOKIES.get(f"draft-{translation.get_language()}", "")
    return found if _TOKEN.fullmatch(found) else ""


def draft(request):
    """The visitor's own draft if it is open; None without one, and where it expired or was filed."""
    found = token(request)
    at = timezone.now()
    return Draft.objects.open(token_digest=digest_of(found), at=at).first() if found else None


def filed_draft(request):
    """What is left of the visitor's draft after it was filed; None where it was not."""
    found = token(request)
    return Draft.objects.filter(token_digest=digest_of(found), filed_at__isnull=False).first() if found else None
