"""Real questions with the texts that answer them (relevance.tsv), and the real texts as plain dicts.

A question counts as answered when any of its `wanted` texts is among the
first three that the search finds.
"""

import csv
import gzip
import json
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from commission.rich_text import plain_text

TABLE = Path(__file__).with_name("relevance.tsv")
LANGUAGES = ("az", "en", "ru")
KINDS = (
    *("words", "inflected", "no-diacritics", "cyrillic", "number"),
    *("date", "typo", "phrase", "other-language"),
)


class Question(NamedTuple):
    language: str  # of the visitor
    asked: str
    wanted: frozenset[str]  # identities of texts, any of which is a good answer
    kind: str
    why: str


def questions():
    """All rows of the table, in its order."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
    return [
        Question(language, asked, frozenset(wanted.split()), kind, why) for language, asked, wanted, kind, why in rows
    ]


def texts(folder, *, limit=None):
    """The smaller archive whole, then the larger, lazily: `identity`, `language`, `title`, `body`, `date` (or None).

    With a `limit`, the larger gives what the questions want and the first
    `limit` others, in its own order: the same texts every time.
    """
    yield from smaller_archive(folder)
    wanted = frozenset().union(*(question.wanted for question in questions()))
    others = 0
    for old in larger_archive(folder):
        if old["href"] not in wanted:
            if limit is not None and others >= limit:
                continue
            others += 1
        yield {
            "identity": old["href"],
            "language": "en",
            "title": (old["title"] or "").strip(),
            "body": plain_text(old["html"] or ""),
            "date": datetime.strptime(old["date"], "%m/%d/%Y").date(),
        }


def smaller_archive(folder):
    for line in lines_of(folder / "releases.jsonl"):
        on = line["published"] or line["event_date"]
        yield {
            "identity": line["source_url"],
            "language": line["language"],
            "title": line["title"],
            "body": line["body"],
            "date": on and date.fromisoformat(on),
        }


def larger_archive(folder):
    """Its lines as they are: `href`, `title`, `html`, `date` as mm/dd/yyyy."""
    return lines_of(folder / "fec-press-releases.jsonl.gz")


def lines_of(file):
    with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def folded(text):
    """Small letters without marks, for comparing: ə as e, ı as i, ё as е, й as и."""
    if text.isascii():
        return text.lower()
    plain = text.casefold().replace("ə", "e").replace("ı", "i")
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
