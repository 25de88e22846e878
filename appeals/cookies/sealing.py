"""What the cookies of the complaints side share: how they are sealed, for which language, how they are given."""

from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256

from cryptography.fernet import Fernet
from django.conf import settings
from django.urls import reverse
from django.utils import translation


def seal(purpose):
    """What encrypts and opens the content of the cookies of one purpose, and of no other: a Fernet."""
    return Fernet(urlsafe_b64encode(sha256(f"{purpose} {settings.SECRET_KEY}".encode()).digest()))


@cache
def in_each_language(name, address):
    """Name and path of a cookie in each language of the site; `address` names the page below which it is sent."""
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append((f"{name}-{code}", reverse(address)))
    return found


def give_to(cookies, response, value, *, seconds):
    """Set each of these cookies, pairs of name and path, to the same value."""
    for name, path in cookies:
        give(response, name, value, path=path, seconds=seconds)
    return response


def take_back(cookies, response):
    """Remove each of these cookies, pairs of name and path."""
    for name, path in cookies:
        response.delete_cookie(name, path=path, samesite="Lax")
    return response


def give(response, name, value, *, path, seconds):
    """Set a cookie that no script reads and no other site's request brings along."""
    response.set_cookie(name, value, max_age=seconds, path=path, secure=settings.HTTPS, httponly=True, samesite="Lax")
