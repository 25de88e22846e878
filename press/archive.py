"""How many public releases there are of each month and topic, in one language.

All of it is one question, which an index answers alone (`release_archive`),
kept in the process for half a minute: a publication counts within that time,
and what the lists themselves hold is always asked anew.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, F
from django.db.models.functions import TruncMonth
from django.utils import timezone

from press.models import Release, Topic

KEPT_SECONDS = 30


@dataclass(frozen=True)
class Counts:
    """The counts of one language: by (year, month), the newest first, and by topic in the order of the topics."""

    months: dict
    topics: list

    @property
    def years(self):
        """{year: how many}, the newest first."""
        found = {}
        for (year, _), count in self.months.items():
            found[year] = found.get(year, 0) + count
        return found

    def months_of(self, year):
        """(The month's first instant, how many) for each month of `year` that has any, the newest first."""
        zone = timezone.get_current_timezone()
        return [
            (datetime(year, month, 1, tzinfo=zone), count) for (of, month), count in self.months.items() if of == year
        ]

    @property
    def total(self):
        return sum(self.months.values())


def grouped(language, at):
    """The one question: how many are public, by month and topic.

    By a narrow key, so that PostgreSQL counts in memory and sorts nothing.
    """
    return (
        Release.objects.public(at).in_language(language).order_by()
        .values(of=TruncMonth("published_at"), about=F("topic_id"))
        .annotate(count=Count("*"))
    )  # fmt: skip


def _asked(language, at):
    months, topics = {}, {}
    for row in grouped(language, at):
        key = row["of"].year, row["of"].month
        months[key] = months.get(key, 0) + row["count"]
        topics[row["about"]] = topics.get(row["about"], 0) + row["count"]
    named = Topic.objects.filter(pk__in=[pk for pk in topics if pk])
    return Counts(dict(sorted(months.items(), reverse=True)), [(topic, topics[topic.pk]) for topic in named])


def counts(language):
    """The Counts of the public releases in `language`, at most half a minute old."""
    key = f"archive-{language}"
    found = cache.get(key)
    if found is None:
        found = _asked(language, timezone.now())
        cache.set(key, found, KEPT_SECONDS)
    return found
