"""Tokens of the links that letters to readers carry. Pure functions.

The one that confirms a subscription is random. Those that stand in each
letter are derived from a nonce of the subscription, so that every letter can
carry them and the database holds none: it knows their digests alone. Another
nonce revokes them.
"""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

SETTINGS, END = "settings", "end"  # what a derived token is for


def new_token():
    """A random token or nonce of 256 bits, 43 characters that fit an address."""
    return secrets.token_urlsafe(32)


def derived(purpose, nonce):
    """The token of a subscription for one purpose: HMAC-SHA-256 (RFC 2104) of its nonce, 43 characters."""
    text = f"subscription {purpose} {nonce}"
    mac = hmac.new(settings.CODE_KEY.encode(), text.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")


def digest_of(token):
    """What is stored in place of a token: SHA-256, in hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()
