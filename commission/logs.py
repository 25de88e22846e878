"""Logs: one JSON line an event on stdout, never a secret."""

import json
import logging
from datetime import UTC, datetime

PLAIN_ATTRIBUTES = {*logging.LogRecord("", 0, "", 0, "", (), None).__dict__, "message", "asctime", "taskName"}
WITHHELD = {"request", "server_time", "status_code", "sql", "params"}


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON; line breaks in the text cannot forge a second line."""

    def format(self, record):
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        for name, value in record.__dict__.items():
            if name not in PLAIN_ATTRIBUTES and name not in WITHHELD:
                event[name] = value
        if record.exc_info:
            event["traceback"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False, default=str)
