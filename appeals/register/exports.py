"""Tables as data: CSV and JSON, streamed row by row, safe to open in a spreadsheet."""

import csv
import json

from commission.directions import without_direction_controls

# the wide ones too: spreadsheets of East Asia read them as the others
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class _Line:
    """A file whose writer hands back what it would have written."""

    def write(self, text):
        return text


def safe_cell(value):
    """A cell as text: no formula, no character that turns the direction of what follows; None is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = without_direction_controls("" if value is None else str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(columns, rows):
    """Lines of CSV (RFC 4180, UTF-8): a header row, then `rows` (sequences)."""
    line = csv.writer(_Line())
    yield line.writerow(columns)
    for row in rows:
        yield line.writerow([safe_cell(value) for value in row])


def as_json(columns, rows):
    """The same as pieces of one JSON array of objects."""
    start = "[\n"
    for row in rows:
        yield start + json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
        start = ",\n"
    yield "[]\n" if start == "[\n" else "\n]\n"
