"""The receipt's cookie: the form key, encrypted, for half an hour, sent only to the receipt's own address."""

from cryptography.fernet import InvalidToken
from django.urls import reverse

from appeals.cookies import sealing

COOKIE = "receipt"
SECONDS = 30 * 60


def hand_over(response, form_key):
    """Set the cookie from which the receipt derives number and code again."""
    held = sealing.seal(COOKIE).encrypt(form_key.encode()).decode()
    sealing.give(response, COOKIE, held, path=reverse("appeals:receipt"), seconds=SECONDS)
    return response


def form_key(request):
    """The form key in the visitor's cookie; None where there is none, or it is foreign or expired."""
    try:
        return sealing.seal(COOKIE).decrypt(request.COOKIES.get(COOKIE, "").encode(), ttl=SECONDS).decode()
    except (InvalidToken, UnicodeError):
        return None
