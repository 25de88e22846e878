"""The pages that say what went wrong, and keep what was typed."""

import errno
import logging
import sys

import psycopg2
from django.db import DatabaseError, Error, InterfaceError, OperationalError
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

log = logging.getLogger("portal.errors")

RETRY_AFTER_SECONDS, RETRY_AT_ONCE_SECONDS, DISK_RETRY_AFTER_SECONDS = 10, 1, 120
IN_BETWEEN = {"40P01", "40001", "55P03"}
NEVER_REPEATED = {"csrfmiddlewaretoken", "end"}


def _page(request, status, title, text, *, keep=False, **headers):
    """The error page; `keep` repeats the typed fields in a form that can be sent again."""
    typed = []
    if keep and request.method == "POST":
        try:
            typed = [(name, value) for name, values in request.POST.lists() for value in values]
        except Exception:  # the body itself may be what is broken
            typed = []
    context = {
        "title": title,
        "text": text,
        "status": status,
        "typed": [(name, value) for name, value in typed if name not in NEVER_REPEATED],
        "had_files": bool(typed and request.FILES),
    }
    response = render(request, "error.html", context, status=status)
    add_never_cache_headers(response)
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def bad_request(request, exception=None):
    """400: the request holds something that no browser sends by itself."""
    return _page(
        request,
        400,
        _("We could not read this request"),
        _(
            "Something in the address or in the form is not readable text, or the form is too large. "
            "Nothing was changed."
        ),
    )


def cut_body(request):
    """400: the connection broke while the form was on its way."""
    return _page(
        request,
        400,
        _("The form did not arrive whole"),
        _("The connection broke while it was being sent, so nothing was saved. Go back and send it again."),
    )


def forbidden(request, exception=None):
    """403: may be seen, may not be done."""
    return _page(request, 403, _("This is not open to you"), _("Your account may not do this."))


def not_found(request, exception=None):
    """404: nothing that the visitor may see stands here."""
    return _page(
        request,
        404,
        _("There is no page at this address"),
        _("It may have moved. The search and the list of press releases find everything that is public."),
    )


def length_required(request):
    """411: a body of unknown length, which Django would read as empty."""
    return _page(
        request,
        411,
        _("We could not read this request"),
        _("The length of the form is missing. Nothing was changed."),
    )


def too_large(request):
    """413: more than any form of the site takes."""
    return _page(
        request,
        413,
        _("This is too large to be sent"),
        _("All files of one form together may have 200 MB. Nothing was saved."),
    )


def too_many(request, *, seconds):
    """429: a limit of tries is used up; `seconds` until the next one."""
    return _page(
        request,
        429,
        _("Too many tries"),
        _("Wait a minute and try again. What you typed is kept below."),
        keep=True,
        Retry_After=str(seconds),
    )


def csrf_failure(request, reason=""):
    """403 with everything typed and a fresh token: the usual cause is a form left open for long."""
    return _page(
        request,
        403,
        _("The form was open for too long"),
        _("For your safety the form must be confirmed again. Nothing is lost: look below and send it once more."),
        keep=True,
    )


def database_is_away(error):
    """Whether `error` says that the database cannot be reached or has no room, and not that the question was wrong.

    SQLSTATE classes 08 (connection), 53 (resources) and 57P (shutdown), 55P03
    (a lock was not free in time: too many at once, as when all file with one
    commission), or an error of the client library without a state (PostgreSQL,
    appendix A). One
    that is nothing but a DatabaseError is psycopg2's for a server that went
    away in the middle of a statement.
    """
    lost = (OperationalError, InterfaceError, psycopg2.OperationalError, psycopg2.InterfaceError)
    while error is not None:
        if isinstance(error, lost) or type(error) in (DatabaseError, psycopg2.DatabaseError):
            cause = error.__cause__ if isinstance(error, Error) else error
            state = getattr(cause, "pgcode", None)
            return state is None or state[:2] in {"08", "53"} or state[:3] == "57P" or state == "55P03"
        error = error.__cause__
    return False


DISK_IS_AWAY = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE}


def disk_is_away(error):
    """Whether `error` says that files cannot be written now, for want of room or because the disk is read-only."""
    return isinstance(error, OSError) and error.errno in DISK_IS_AWAY


def came_in_between(error):
    """Whether the database gave up because of another who changed the same at the same time, so nothing was changed.

    SQLSTATE 40P01 (two waited for each other), 40001 (serialisation) and 55P03
    (waited for too long): the same, sent again, is done (PostgreSQL, appendix A).
    """
    while error is not None:
        if getattr(error, "pgcode", None) in IN_BETWEEN:
            return True
        error = error.__cause__
    return False


def _passing(error):
    """What passes by itself: a word for the log, title, text, seconds until a new try; None for anything else."""
    if disk_is_away(error):
        return (
            "disk away",
            _("Files cannot be taken for a moment"),
            _("The files were not stored. Try again in a few minutes, or send the text without the files."),
            DISK_RETRY_AFTER_SECONDS,
        )
    if came_in_between(error):
        return (
            "another was changing the same",
            _("Somebody else was changing the same at this moment"),
            _("Nothing was changed. What you typed is kept below: send it again."),
            RETRY_AT_ONCE_SECONDS,
        )
    if database_is_away(error):
        return (
            "database away",
            _("The service is away for a moment"),
            _("Nothing was saved yet. What you typed is kept below: send it again in a few seconds."),
            RETRY_AFTER_SECONDS,
        )
    return None


def server_error(request):
    """503 with `Retry-After` and what was typed for what passes by itself, else 500."""
    error = sys.exc_info()[1]
    if passing := _passing(error):
        what, title, text, seconds = passing
        log.error(what, extra={"request_id": getattr(request, "id", ""), "error": type(error).__name__})
        return _page(request, 503, title, text, keep=True, Retry_After=str(seconds))
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("It was recorded and will be mended. Nothing was changed."),
    )
