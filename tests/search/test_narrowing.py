"""Narrowing what was found: each property with its counts, all of it in the address, each removable by a chip."""

from datetime import UTC, datetime
from html import unescape

import pytest

from appeals.models.outcomes import Outcome
from commission.models import ElectionCommission
from commission.searching import finding
from press.models import Topic
from tests.search.texts import asked, enter, found, text

pytestmark = pytest.mark.django_db


def of(year, month=6, day=15):
    at = datetime(year, month, day, 12, tzinfo=UTC)
    return {"published_at": at, "visible_from": at}


@pytest.fixture
def archive():
    central = ElectionCommission.objects.create(number="CEC", tier="central", name={"en": "Central Commission"})
    ElectionCommission.objects.create(number="C033", tier="constituency", superior=central, name={"en": "No. 33"})
    Topic.objects.create(slug="lists", name={"en": "Lists of voters"})
    enter(
        text(1, "Seçki", topic="lists", **of(2024)),
        text(2, "Seçki", **of(2025)),
        text(3, "Seçki", kind="decision", commission="C033", outcome="upheld", **of(2025, 7, 20)),
        text(4, "Seçki", kind="decision", commission="CEC", outcome="dismissed", language="en", **of(2026)),
        text(5, "Seçki", kind="page", language="ru", **of(2026, 10, 31)),
    )


def page(client, **query):
    return unescape(client.get("/en/search/", {"q": "seçki"} | query).content.decode())


@pytest.mark.parametrize(
    ("narrowing", "expected"),
    [
        ({"kind": "decision"}, {3, 4}),
        ({"language": "ru"}, {5}),
        ({"topic": "lists"}, {1}),
        ({"commission": "C033"}, {3}),
        ({"outcome": "dismissed"}, {4}),
        ({"year": "2025"}, {2, 3}),
        ({"since": "2025-07-20"}, {3, 4, 5}),
        ({"until": "2025-07-20"}, {1, 2, 3}),
        ({"since": "2025-06-16", "until": "2025-07-19"}, set()),
        ({"kind": "decision", "year": "2025"}, {3}),
    ],
    ids=str,
)
def test_results_are_those_asked_for_whether_few_or_by_months(client, archive, monkeypatch, narrowing, expected):
    for at_once in (finding.AT_ONCE, 0):
        monkeypatch.setattr(finding, "AT_ONCE", at_once)
        answer = client.get("/en/search/", {"q": "seçki"} | narrowing)
        assert {result.entry.object_id for result in answer.context["results"]} == expected


def test_each_property_says_its_values_and_how_many_they_are(client, archive):
    shown = client.get("/en/search/", {"q": "seçki"}).context["filters"]
    assert {each.name: [(value.label, value.count) for value in each.values] for each in shown} == {
        "kind": [("Decision", 2), ("Press release", 2), ("Page", 1)],
        "year": [(2026, 2), (2025, 2), (2024, 1)],
        "language": [("Azerbaijani", 3), ("English", 1), ("Russian", 1)],
        "topic": [("Lists of voters", 1)],
        "commission": [("No. 33", 1), ("Central Commission", 1)],
        "outcome": [(Outcome.DISMISSED.label, 1), (Outcome.UPHELD.label, 1)],
    }


def test_filter_leads_to_its_results_and_a_chip_back(client, archive):
    shown = client.get("/en/search/", {"q": "seçki", "sort": "date", "page": "1"})
    (kinds,) = [each for each in shown.context["filters"] if each.name == "kind"]
    assert "page=" not in kinds.values[0].address + shown.context["by_relevance"] + shown.context["by_date"]
    narrowed = client.get("/en/search/" + kinds.values[0].address)
    assert len(narrowed.context["results"]) == kinds.values[0].count
    (chip,) = narrowed.context["chips"]
    assert chip.label == "Decision"
    back = client.get("/en/search/" + chip.address)
    assert len(back.context["results"]) == 5
    assert back.context["asked"].by_date


def test_every_property_has_a_chip(client, archive):
    every = {"kind": "decision", "language": "az", "commission": "C033", "outcome": "upheld", "year": "2025"}
    days = {"since": "2025-01-01", "until": "2025-12-31"}
    narrowed = client.get("/en/search/", {"q": "seçki"} | every | days)
    assert [result.entry.object_id for result in narrowed.context["results"]] == [3]
    assert len(narrowed.context["chips"]) == len(every | days)


def test_counts_are_the_least_where_more_match_than_are_weighed(client, monkeypatch):
    monkeypatch.setattr(finding, "WHOLE", 10)
    monkeypatch.setattr("commission.searching.search.CANDIDATES", 20)
    enter(*(text(number, "Seçki", age=number, kind="page" if number % 2 else "release") for number in range(40)))
    shown = page(client)
    assert "More than 20 texts found" in shown
    assert "at least 10" in shown


def test_newest_first_whatever_the_words(archive):
    assert found("seçki", sort="date") == [5, 4, 3, 2, 1]
    assert asked("seçki", sort="date").by_date
