"""Typed readers of environment variables.

Each reader names the variable in the error it raises, so that an operator
learns at the start, and not at the first request, what is missing or wrong.
"""

import os
from datetime import time
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_REQUIRED = object()


def text(name, default=_REQUIRED, *, at_least=0):
    """The variable as text; raises ImproperlyConfigured if required and unset or shorter than `at_least`."""
    value = os.environ.get(name)
    if value is None or value == "":
        if default is _REQUIRED:
            raise ImproperlyConfigured(f"{name} must be set")
        return default
    if len(value) < at_least:
        raise ImproperlyConfigured(f"{name} must have at least {at_least} characters")
    return value


def flag(name, default):
    """The variable as a boolean: 1, true, yes, on or 0, false, no, off."""
    value = text(name, "").lower()
    if value == "":
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")


def number(name, default, *, lowest=0):
    """The variable as a whole number of at least `lowest`."""
    value = text(name, "")
    if value == "":
        return default
    try:
        parsed = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from error
    if parsed < lowest:
        raise ImproperlyConfigured(f"{name} must be at least {lowest}")
    return parsed


def time_of_day(name, default):
    """The variable as a local time at which a day ends; 24:00 is the midnight after it, as `time.min`."""
    value = text(name, default)
    try:
        return time.min if value == "24:00" else time.fromisoformat(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must look like 18:00 or 24:00, not {value!r}") from error


def words(name, default=_REQUIRED):
    """The variable as a list, parted by commas."""
    value = text(name, None if default is _REQUIRED else "")
    if value is None:
        raise ImproperlyConfigured(f"{name} must be set")
    return [word.strip() for word in value.split(",") if word.strip()] or ([] if default is _REQUIRED else default)


def database(name="DATABASE_URL"):
    """Django's database settings from a libpq address.

    ``postgresql://user:password@host:port/name?option=value``; several hosts
    and ports are parted by commas, a socket folder goes into ``?host=``.
    Other options (``sslmode``, ``target_session_attrs``) are passed to libpq.
    """
    url = text(name)
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must look like postgresql://user:password@host:port/name")
    user_info, _, hosts = parts.netloc.rpartition("@")
    user, _, password = user_info.partition(":")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    pairs = [host.rpartition(":") if ":" in host else (host, "", "") for host in hosts.split(",")]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(user) or options.pop("user", ""),
        "PASSWORD": unquote(password) or options.pop("password", ""),
        "HOST": options.pop("host", "") or ",".join(unquote(host) for host, _, _ in pairs),
        "PORT": options.pop("port", "") or ",".join(port for _, _, port in pairs if port),
        "OPTIONS": options,
    }
