"""Narrowing what was found: by kind, language, topic, commission, outcome and time; all of it in the address."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import IntegerField
from django.db.models.functions import Cast, ExtractYear
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from appeals.models.outcomes import Outcome
from commission.models import ElectionCommission, SearchEntry
from commission.search_index import facet
from commission.searching.finding import ALWAYS
from commission.translated import in_language
from press.models import Topic

FACETS = ["kind", "language", "topic", "commission", "outcome"]
COUNTED = [*FACETS, "year"]
SHOWN_VALUES = 12


@dataclass(frozen=True)
class Narrowing:
    """What of the results is wanted; the empty case is all of them, best first."""

    kind: str = ""
    language: str = ""
    topic: str = ""
    commission: str = ""
    outcome: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None
    sort: str = ""

    def facets(self):
        """The lexemes that each result has."""
        found = [facet(name, getattr(self, name)) for name in FACETS if getattr(self, name)]
        return [*found, f"~{self.year}"] if self.year else found

    def among(self, entries):
        """Those of `entries` (a queryset) that are of the wanted days, each with its year."""
        entries = entries.annotate(year=Cast(ExtractYear("published_at"), IntegerField()))
        if self.since:
            entries = entries.filter(published_at__gte=_midnight(self.since))
        if self.until:
            entries = entries.filter(published_at__lt=_midnight(self.until + timedelta(days=1)))
        return entries

    def between(self):
        """The first and the last month in which a result may lie."""
        first, last = (f"{self.year}-01", f"{self.year}-12") if self.year else ALWAYS
        since = f"{self.since:%Y-%m}" if self.since else first
        until = f"{self.until:%Y-%m}" if self.until else last
        return max(first, since), min(last, until)


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


@dataclass(frozen=True)
class Value:
    """One value by which may be narrowed: how it is called, how many results it has, and the address."""

    label: str
    count: int
    address: str


@dataclass(frozen=True)
class Filter:
    """All values of one property that the results have."""

    name: str
    label: str
    values: list


@dataclass(frozen=True)
class Chip:
    """A property by which is narrowed, and the address without it."""

    label: str
    address: str


def changed(query, **values):
    """The address of the same search with other values (None removes one), on its first page."""
    kept = [(name, value) for name in query if name != "page" and name not in values for value in query.getlist(name)]
    kept += [(name, value) for name, value in values.items() if value is not None]
    return f"?{urlencode(kept)}"


def filters(search, query):
    """The Filters of what `search` found, without those that are set and those that leave everything as it is.

    `query` is the QueryDict of its address.
    """
    labels = {
        "kind": _("Kind"), "year": _("Year"), "language": _("Language"), "topic": _("Topic"),
        "commission": _("Commission"), "outcome": _("Outcome"),
    }  # fmt: skip
    tally, among, found = search.tally, len(search.whole or search.partial), []
    for name, label in labels.items():
        if getattr(search.narrowing, name) or not tally[name]:
            continue
        by_count = sorted(tally[name].items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN_VALUES]
        if name == "year":
            by_count.sort(reverse=True)
        names = named(name, [value for value, _count in by_count])
        address = changed(query, **{name: None})
        values = [
            Value(names[value], count, f"{address}&{urlencode({name: value})}")
            for value, count in by_count
            if value in names
        ]
        if values and values[0].count < among:
            found.append(Filter(name, label, values))
    return found


def chips(narrowing, query):
    """A Chip for each property by which is narrowed."""
    found = []
    for name in COUNTED:
        if value := getattr(narrowing, name):
            found.append(Chip(named(name, [value]).get(value, value), changed(query, **{name: None})))
    if narrowing.since:
        label = _("from %(day)s") % {"day": formats.date_format(narrowing.since)}
        found.append(Chip(label, changed(query, since=None)))
    if narrowing.until:
        label = _("until %(day)s") % {"day": formats.date_format(narrowing.until)}
        found.append(Chip(label, changed(query, until=None)))
    return found


def named(name, values):
    """How the `values` of a property are called; without those that have no name any more."""
    if name == "topic":
        return {topic.slug: str(topic) for topic in Topic.objects.filter(slug__in=values)}
    if name == "commission":
        found = ElectionCommission.objects.filter(number__in=values)
        return {commission.number: in_language(commission.name) or commission.number for commission in found}
    known = {"kind": SearchEntry.Kind.choices, "language": settings.LANGUAGES, "outcome": Outcome.choices}
    if name in known:
        labels = dict(known[name])
        return {value: str(labels[value]) for value in values if value in labels}
    return {value: value for value in values}
