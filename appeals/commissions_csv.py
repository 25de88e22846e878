"""Reading election commissions from CSV, line by line, with a reason for each line that is skipped."""

import csv
import io
import re
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from commission.models import ElectionCommission

Tier = ElectionCommission.Tier
TIERS = [Tier.CENTRAL, Tier.CONSTITUENCY, Tier.PRECINCT]  # from above
LANGUAGES = [code for code, _ in settings.LANGUAGES]
REQUIRED = {"tier", "number", "superior"}
TRANSLATED = ("name", "address")
KNOWN = REQUIRED | {"email", "phone"} | {f"{name}_{code}" for name in TRANSLATED for code in LANGUAGES}
LONGEST = {"email": 254, "phone": 60}
LONGEST_TEXT = 500
BATCH = 1_000
# it becomes a part of register numbers: capital letters, digits, hyphens within
_NUMBER = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,10}[A-Z0-9])?")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Unreadable(Exception):
    """The file as a whole is no list of commissions; the text says why."""


class Skipped(Exception):
    """The line cannot become a commission; the text says why."""


@dataclass
class Incoming:
    """A commission as a line of the file describes it; `columns` holds only what the file has columns for."""

    line: int
    tier: str
    number: str
    superior: str
    columns: dict = field(default_factory=dict)


@dataclass
class Report:
    """What became of the lines: numbers of new, changed and unchanged commissions, line and reason of the skipped."""

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    skipped: list = field(default_factory=list)


def rows(data):
    """The lines of a file (bytes) as mappings, each with its number; raises Unreadable.

    Columns are parted by commas, semicolons or tabs; a byte order mark is
    passed over. Bytes that are no UTF-8 become surrogates, which `read` refuses
    with the line that holds them.
    """
    text = data.decode("utf-8-sig", "surrogateescape")
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if missing := REQUIRED - set(names):
            raise Unreadable(f"no column {', '.join(sorted(missing))}")
        if unknown := [name for name in names if name not in KNOWN] or [n for n in names if names.count(n) > 1]:
            raise Unreadable(f"unknown or repeated column {', '.join(unknown)}"[:200])
        begins = reader.line_num + 1
        for values in reader:
            if any(value.strip() for value in values):
                yield begins, dict(zip(names, values, strict=False)), len(values) == len(names)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(f"line {reader.line_num}: {error}") from error


def read(line, row, *, is_whole=True):
    """The commission that one row describes, judged by itself; raises Skipped with the reason."""
    if any(_UNSTORABLE.search(value) for value in row.values()):
        raise Skipped("holds bytes that are no UTF-8")
    if not is_whole:
        raise Skipped("has more or fewer columns than the first line")
    row = {name: " ".join(value.split()) for name, value in row.items()}
    tier, number, superior = row["tier"].lower(), row["number"].upper(), row["superior"].upper()
    if tier not in TIERS:
        raise Skipped(f"unknown tier: {row['tier'][:20]!r}")
    if not _NUMBER.fullmatch(number):
        raise Skipped(f"no number of a commission: {number[:20]!r}")
    if (tier == Tier.CENTRAL) != (not superior):
        raise Skipped("a central commission has no superior" if superior else "no superior")
    if superior == number:
        raise Skipped("cycle: it is its own superior")
    return Incoming(line, tier, number, superior, _columns(row))


def _columns(row):
    found = {}
    for name in TRANSLATED:
        texts = {code: row[f"{name}_{code}"] for code in LANGUAGES if f"{name}_{code}" in row}
        if any(len(text) > LONGEST_TEXT for text in texts.values()):
            raise Skipped(f"{name} longer than {LONGEST_TEXT} characters")
        if texts:
            found[name] = texts
    for name, longest in LONGEST.items():
        if name in row:
            if len(row[name]) > longest:
                raise Skipped(f"{name} longer than {longest} characters")
            found[name] = row[name]
    if not any(found.get("name", {}).values()):
        raise Skipped("no name")
    try:
        validate_email(found.get("email") or "nobody@portal.example")
    except ValidationError as error:
        raise Skipped(f"no e-mail address: {found['email'][:60]!r}") from error
    return found


def _cycle(number, above):
    """The way from a commission up to where it comes round again; empty where it does not."""
    way = [number]
    while (number := above.get(number)) and number not in way:
        way.append(number)
    return [*way[way.index(number) :], number] if number else []


def _together(incoming, known):
    """Those of the lines that fit each other and the commissions that are here, from above; a reason for the others."""
    first, reasons = {}, []
    for item in incoming:
        here = known.get(item.number)
        if item.number in first:
            reasons.append((item.line, f"number {item.number} stands in line {first[item.number].line} already"))
        elif here and here.tier != item.tier:
            reasons.append((item.line, f"{item.number} is a {here.tier} commission here"))
        else:
            first[item.number] = item
    above, fitting = {item.number: item.superior for item in first.values()}, []
    tiers = {number: here.tier for number, here in known.items()}
    for item in sorted(first.values(), key=lambda item: (TIERS.index(item.tier), item.line)):
        if reason := _why_not(item, above, tiers, first):
            reasons.append((item.line, reason))
        else:
            tiers[item.number] = item.tier
            fitting.append(item)
    return fitting, reasons


def _why_not(item, above, tiers, first):
    if not item.superior:
        return ""
    if cycle := _cycle(item.number, above):
        return "cycle: " + " → ".join(cycle)
    if item.superior not in tiers and item.superior in first and first[item.superior].tier != item.tier:
        return f"its superior {item.superior} was skipped"
    if item.superior not in tiers and item.superior not in first:
        return f"missing superior: {item.superior}"
    tier = tiers.get(item.superior) or first[item.superior].tier
    if TIERS.index(tier) >= TIERS.index(item.tier):
        return f"its superior {item.superior} is no higher commission"
    return ""


@transaction.atomic
def take_in(data, *, is_check=False):
    """Enter the commissions of a CSV file (bytes); a Report. Nothing changes with `is_check`; raises Unreadable."""
    report, incoming = Report(), []
    for line, row, is_whole in rows(data):
        try:
            incoming.append(read(line, row, is_whole=is_whole))
        except Skipped as reason:
            report.skipped.append((line, str(reason)))
    known = {here.number: here for here in ElectionCommission.objects.all()}
    fitting, reasons = _together(incoming, known)
    report.skipped = sorted(report.skipped + reasons)
    for tier in TIERS:
        _enter([item for item in fitting if item.tier == tier], known, report, is_check=is_check)
    return report


def _enter(incoming, known, report, *, is_check):
    """Enter the commissions of one tier, whose superiors are `known` by then."""
    to_write = []
    for item in incoming:
        here = known.get(item.number)
        wanted = _merged(item, here, known)
        if here is None:
            report.new.append(item.number)
        elif all(getattr(here, name) == value for name, value in wanted.items()):
            report.unchanged.append(item.number)
            continue
        else:
            report.changed.append(item.number)
        to_write.append(ElectionCommission(number=item.number, tier=item.tier, **wanted))
    if not is_check:
        ElectionCommission.objects.bulk_create(
            to_write,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["number"],
            update_fields=["superior", "name", "address", "email", "phone"],
        )
    known.update({row.number: row for row in to_write})


def _merged(item, here, known):
    """The columns of a commission: of the file where it has them, else what is here."""
    superior = known[item.superior] if item.superior else None
    values = {"superior_id": superior.pk if superior else None}
    for name in TRANSLATED:
        texts = dict(getattr(here, name)) if here else {}
        texts |= item.columns.get(name, {})
        values[name] = {code: text for code, text in texts.items() if text}
    for name in LONGEST:
        values[name] = item.columns.get(name, getattr(here, name) if here else "")
    return values
