"""Logs: one JSON line an event on stdout, never a secret."""

import json
import logging
import re
from datetime import UTC, datetime

PLAIN_ATTRIBUTES = {*logging.LogRecord("", 0, "", 0, "", (), None).__dict__, "message", "asctime", "taskName"}
WITHHELD = {"request", "server_time", "status_code", "sql", "params"}

COVER = "…"
SHORTEST_TOKEN = 16  # what is shorter carries no right, and covering it would cover half the text
_LONG_WORD = re.compile(r"[\w-]{32,}", re.ASCII)


def covered(text, request=None):
    """`text` without the token of the request's address, which carries a right by itself.

    That is the argument `token` of its route. Where no route was found (a slash
    too few, a link cut in two), every word long enough to be one is covered.
    """
    match = getattr(request, "resolver_match", None)
    if match is None:
        return _LONG_WORD.sub(COVER, text)
    token = str(match.kwargs.get("token", ""))
    return text.replace(token, COVER) if len(token) >= SHORTEST_TOKEN else text


def cover_arguments(record):
    """A filter for a foreign logger that names addresses: the same cover over the arguments of its messages."""
    if isinstance(record.args, tuple):
        record.args = tuple(covered(value) if isinstance(value, str) else value for value in record.args)
    return True


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON; line breaks in the text cannot forge a second line."""

    def format(self, record):
        request = getattr(record, "request", None)
        text = record.getMessage()
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": covered(text, request) if request else text,  # Django's own lines name the path
        }
        for name, value in record.__dict__.items():
            if name not in PLAIN_ATTRIBUTES and name not in WITHHELD:
                event[name] = value
        if record.exc_info:
            trace = record.exc_text = record.exc_text or self.formatException(record.exc_info)  # for all handlers
            event["traceback"] = covered(trace, request) if request else trace
        return json.dumps(event, ensure_ascii=False, default=str)
