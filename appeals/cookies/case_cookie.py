"""The case's cookie: which filing, opened by which code, encrypted; it ends half an hour after its last use.

There is one for each language of the site, sent only to the addresses of the
case in that language, so that the language can be changed in the middle of a
case and no other page ever receives it. It holds the digest of the code by
which the case was opened: a replaced code ends it at once.
"""

import hmac

from cryptography.fernet import InvalidToken
from django.utils import translation

from appeals.cookies import sealing
from appeals.models import Filing

SECONDS = 30 * 60


def _cookies():
    return sealing.in_each_language("case", "appeals:follow")


def hand_over(response, filing):
    """Set the cookie, or set it anew for another half an hour."""
    held = sealing.seal("case").encrypt(f"{filing.pk} {filing.code_digest}".encode()).decode()
    return sealing.give_to(_cookies(), response, held, seconds=SECONDS)


def take_back(response):
    """Remove the cookie."""
    return sealing.take_back(_cookies(), response)


def filing(request):
    """The visitor's own filing, the only way to one; None without a cookie, with a foreign, expired or void one."""
    held = request.COOKIES.get(f"case-{translation.get_language()}", "")
    try:
        pk, _space, digest = sealing.seal("case").decrypt(held.encode(), ttl=SECONDS).decode().partition(" ")
    except (InvalidToken, UnicodeError):
        return None
    return filing_of(pk, digest)


def filing_of(pk, digest):
    """A filing with its commission, if `digest` is still the one of its code; else None."""
    # what few filings have is read where there is one: to plan all those joins took longer than to answer them
    found = Filing.objects.select_related("commission__superior").filter(pk=pk).first()
    return found if found and hmac.compare_digest(found.code_digest, digest) else None
