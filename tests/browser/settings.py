"""The settings of the portal that the browser visits: production's, but a password costs no second of a processor."""

from commission.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
