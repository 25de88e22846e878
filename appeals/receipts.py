"""The receipt's cookie: the form key, encrypted, for half an hour, sent only to the receipt's own address."""

from cryptography.fernet import InvalidToken
from django.urls import reverse

from appeals import cookies

COOKIE = "receipt"
SECONDS = 30 * 60


def hand_over(response, form_key):
    """Set the cookie from which the receipt derives number and code again."""
    held = cookies.seal(COOKIE).encrypt(form_key.encode()).decode()
    cookies.give(response, COOKIE, held, path=reverse("appeals:receipt"), seconds=SECONDS)
    return response


def form_key(request):
    """The form key in the visitor's cookie; None where there is none, or it is foreign or expired."""
    try:
        return cookies.seal(COOKIE).decrypt(request.COOKIES.get(COOKIE, "").encode(), ttl=SECONDS).decode()
    except (InvalidToken, UnicodeError):
        return None
