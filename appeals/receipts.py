"""The receipt's cookie: the form key, encrypted, for half an hour, sent only to the receipt's own address."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.urls import reverse

COOKIE = "receipt"
SECONDS = 30 * 60


def _fernet():
    return Fernet(urlsafe_b64encode(sha256(b"receipt " + settings.SECRET_KEY.encode()).digest()))


def hand_over(response, form_key):
    """Set the cookie from which the receipt derives number and code again."""
    response.set_cookie(
        COOKIE,
        _fernet().encrypt(form_key.encode()).decode(),
        max_age=SECONDS,
        path=reverse("appeals:receipt"),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def form_key(request):
    """The form key in the visitor's cookie; None where there is none, or it is foreign or expired."""
    try:
        return _fernet().decrypt(request.COOKIES.get(COOKIE, "").encode(), ttl=SECONDS).decode()
    except (InvalidToken, UnicodeError):
        return None
