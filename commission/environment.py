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


def number(name, default, *, lowest=0, highest=None):
    """The variable as a whole number of at least `lowest` and at most `highest`."""
    value = text(name, "")
    if value == "":
        return default
    try:
        parsed = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from error
    if parsed < lowest:
        raise ImproperlyConfigured(f"{name} must be at least {lowest}")
    if highest is not None and parsed > highest:
        raise ImproperlyConfigured(f"{name} must be at most {highest}")
    return parsed


def time_of_day(name, default):
    """The variable as a local time at which a day ends; 24:00 is the midnight after it, as `time.min`."""
    value = text(name, default)
    try:
        return time.min if value == "24:00" else time.fromisoformat(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must look like 18:00 or 24:00, not {value!r}") from error


def percentages(name, default):
    """The variable, fractions above 0 and up to 1 parted by commas, as whole percentages in ascending order."""
    try:
        parsed = {round(float(part) * 100) for part in text(name, default).split(",")}
    except (ValueError, OverflowError):
        parsed = {0}
    if not all(0 < percentage <= 100 for percentage in parsed):
        raise ImproperlyConfigured(f"{name} must look like 0.5,0.8,1.0, each above 0 and at most 1")
    return sorted(parsed)


def endpoint(name, default=""):
    """The variable as `host:port` or the absolute path of a socket; an empty text where there is none."""
    value = text(name, default)
    host, _, port = value.rpartition(":")
    if value and not value.startswith("/") and not (host and port.isdecimal() and 0 < int(port) < 65_536):
        raise ImproperlyConfigured(f"{name} must look like host:port or /path/of/socket, not {value!r}")
    return value


def web_address(name, default=""):
    """The variable as an http or https address; an empty text where there is none."""
    value = text(name, default)
    parts = urlsplit(value)
    if value and not (parts.scheme in {"http", "https"} and parts.hostname):
        raise ImproperlyConfigured(f"{name} must look like https://host/path, not {value!r}")
    return value


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
