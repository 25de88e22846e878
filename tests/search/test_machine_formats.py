"""Programs ask the search as people do: a description, Atom of what is new, JSON of all; nothing else, nothing less."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils.dateparse import parse_datetime

from tests.search.texts import NOW, enter, text

pytestmark = pytest.mark.django_db
SITE = "https://portal.example"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
FORMATS = ["description", "feed", "json"]


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def read(client, query, language="az"):
    answer = client.get(f"/{language}/search/feed/?{query}")
    assert answer.status_code == 200
    feed = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
    assert not feed.bozo
    return feed


def asked_as_json(client, query, language="az"):
    answer = client.get(f"/{language}/search/json/?{query}")
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_description_leads_to_each_form_of_the_search_in_the_language_of_the_page(client, language):
    answer = client.get(f"/{language}/search/description/")
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    root = ElementTree.fromstring(answer.content)
    told = {child.tag.removeprefix(OPENSEARCH): child.text for child in root}
    assert 0 < len(told["ShortName"]) <= 16
    assert 0 < len(told["LongName"]) <= 48
    assert told["Language"] == language
    urls = {url.get("type"): url for url in root.iter(f"{OPENSEARCH}Url")}
    enter(text(1, "Seçki", language=language))
    for kind, url in urls.items():
        address = url.get("template").replace("{searchTerms}", "secki").replace("{startPage?}", "")
        assert address.startswith(f"{SITE}/{language}/search/")
        found = client.get(address.removeprefix(SITE))
        assert found.status_code == 200
        assert found["Content-Type"].partition(";")[0] == kind
    assert urls["application/x-suggestions+json"].get("rel") == "suggestions"
    assert len(urls) == 5


@pytest.mark.parametrize("path", ["", "search/", "search/?q=secki"])
def test_every_page_names_the_description_of_its_language(client, path):
    for language in ("az", "en"):
        link = '<link rel="search" type="application/opensearchdescription+xml" title="'
        page = client.get(f"/{language}/{path}").content.decode()
        assert link in page
        assert f'href="/{language}/search/description/"' in page


def test_suggestions_have_the_form_that_browsers_read(client):
    enter(text(1, "Seçki günü"))
    answer = client.get("/az/search/suggest/?q=seç&form=opensearch")
    assert answer["Content-Type"] == "application/x-suggestions+json"
    assert json.loads(answer.content) == ["seç", ["Seçki günü"], [""], [f"{SITE}/az/press/2026/1/"]]
    assert client.get("/az/search/suggest/?q=seç&form=other").status_code == 404


def test_feed_has_the_newest_first_and_says_what_it_is(client):
    enter(
        text(1, "Seçki", body="x", age=30),
        text(2, "Xəbər & <b>", body="seçki", age=10),
        text(3, "Seçki", language="en", kind="page", age=20),
        text(4, "Büdcə"),
    )
    feed = read(client, "q=secki")
    assert [entry.title for entry in feed.entries] == ["Xəbər & <b>", "Seçki", "Seçki"]
    assert [entry.link for entry in feed.entries][:2] == [f"{SITE}/az/press/2026/2/", f"{SITE}/en/press/2026/3/"]
    assert [entry.id for entry in feed.entries] == [f"{SITE}/release/2/az", f"{SITE}/page/3/en", f"{SITE}/release/1/az"]
    assert feed.entries[0].summary == "seçki"  # the reader leaves the mark out
    assert parse_datetime(feed.entries[0].updated) == NOW - timedelta(days=11)
    assert parse_datetime(feed.feed.updated) == parse_datetime(feed.entries[0].updated)
    assert feed.feed.language == "az"
    assert feed.entries[1].title_detail.language == "en"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {"self": f"{SITE}/az/search/feed/?q=secki", "alternate": f"{SITE}/az/search/?q=secki"}
    assert feed.feed.id == links["self"]
    assert feed.feed.author


def test_feed_is_narrowed_and_its_own_address_says_by_what(client):
    enter(text(1, "Seçki"), text(2, "Seçki", kind="page"), text(3, "Seçki", language="en"), text(4, "Seçki", age=900))
    since = f"{NOW - timedelta(days=100):%Y-%m-%d}"
    feed = read(client, f"q=secki&kind=release&language=az&since={since}&sort=date&page=2&utm=x")
    assert [entry.link for entry in feed.entries] == [f"{SITE}/az/press/2026/1/"]
    own = parse_qs(urlsplit(feed.feed.id).query)
    assert own == {"q": ["secki"], "kind": ["release"], "language": ["az"], "since": [since]}


def test_feed_has_twenty_texts_with_all_words_and_none_with_some(client):
    enter(*(text(number, "Seçki günü", age=number) for number in range(25)), text(99, "Seçki", age=-1))
    assert [int(entry.link.split("/")[-2]) for entry in read(client, "q=secki+gunu").entries] == list(range(20))
    assert read(client, "q=secki+yoxdur").entries == []


@pytest.mark.parametrize("query", ["", "q=", "q=-secki", "q=yoxdur", "q=yox%EF%BF%BEdur%EF%BF%BF"])
def test_feed_of_nothing_is_valid_and_always_the_same(client, query):
    feed = read(client, query)
    assert feed.entries == []
    assert feed.feed.id
    assert feed.feed.updated == "2000-01-01T00:00:00+00:00"


def test_signs_that_xml_refuses_reach_no_feed(client):
    enter(text(1, "Seçki\ufffe günü", body="seçki\uffff günü\x0b"))
    assert [entry.title for entry in read(client, "q=secki").entries] == ["Seçki günü"]


def test_page_of_results_leads_to_its_feed(client):
    enter(text(1, "Seçki"))
    page = client.get("/en/search/?q=secki&kind=release&page=1").content.decode()
    address = "/en/search/feed/?q=secki&amp;kind=release"
    assert (
        f'<link rel="alternate" type="application/atom+xml" title="New results for “secki”" href="{address}">' in page
    )
    assert f'<a href="{address}">' in page
    assert "application/atom+xml" not in client.get("/en/search/").content.decode()


def test_json_says_what_the_page_says(client):
    enter(
        text(1, "Seçki <b>", body="a & b seçki <i>günü</i>", topic="results"),
        text(2, "Report", language="en", kind="page", body="seçki", age=2),
        text(3, "Büdcə"),
    )
    told = asked_as_json(client, "q=secki")
    first, second = told.pop("results")
    year = f"{NOW - timedelta(days=1):%Y}"
    assert told == {
        "question": "secki", "instead_of": "", "did_you_mean": "", "count": 2, "is_more_than_counted": False,
        "page": 1, "pages": 1,
        "narrowing": {
            "kind": {"release": 1, "page": 1}, "language": {"az": 1, "en": 1}, "topic": {"results": 1},
            "commission": {}, "outcome": {}, "year": {year: 2},
        },
    }  # fmt: skip
    assert first == {
        "title": "Seçki <b>", "address": f"{SITE}/az/press/2026/1/", "kind": "release", "language": "az",
        "published_at": (NOW - timedelta(days=1)).isoformat(), "excerpt": "a & b seçki <i>günü</i>", "is_whole": True,
    }  # fmt: skip
    assert second["kind"] == "page"


def test_json_is_narrowed_sorted_and_paged_as_the_page_is(client, monkeypatch):
    monkeypatch.setattr("commission.searching.search.CANDIDATES", 30)
    monkeypatch.setattr("commission.searching.finding.WHOLE", 10)
    enter(*(text(number, "Seçki", age=number) for number in range(45)), text(99, "Seçki", kind="page"))
    query = "q=secki&kind=release&sort=date"
    told = asked_as_json(client, f"{query}&page=2")
    assert (told["count"], told["is_more_than_counted"], told["page"], told["pages"]) == (30, True, 2, 2)
    assert [each["address"].split("/")[-2] for each in told["results"]] == [str(n) for n in range(20, 30)]
    assert client.get(f"/az/search/json/?{query}&page=3").status_code == 404


def test_json_marks_texts_without_some_words_and_typing_errors(client):
    enter(text(1, "Seçki günü"), text(2, "Seçki kandidatı", age=3))
    told = asked_as_json(client, "q=secki+gunu")
    assert [(each["address"][-2], each["is_whole"]) for each in told["results"]] == [("1", True), ("2", False)]
    told = asked_as_json(client, "q=kandydat")
    assert (told["question"], told["instead_of"], told["count"]) == ("kandidatı", "kandydat", 1)


def test_json_counts_all_where_all_are_found(client, monkeypatch):
    monkeypatch.setattr("commission.searching.search.CANDIDATES", 30)
    monkeypatch.setattr("commission.searching.finding.WHOLE", 40)
    enter(*(text(number, "Seçki", age=number) for number in range(35)))
    told = asked_as_json(client, "q=secki")
    assert (told["count"], told["is_more_than_counted"], told["pages"]) == (35, False, 2)


@pytest.mark.parametrize("query", ["", "q=", "q=-secki", "q=yoxdur"])
def test_json_of_nothing_is_empty(client, query):
    told = asked_as_json(client, query)
    assert (told["count"], told["results"], told["narrowing"]) == (0, [], {})


@pytest.mark.parametrize("name", ["feed", "json"])
@pytest.mark.parametrize("query", ["page=0", "page=x", "language=xx", "kind=zz", "year=9", "outcome=x"])
def test_address_that_the_page_does_not_have_is_not_found(client, name, query):
    assert client.get(f"/az/search/{name}/?q=secki&{query}").status_code == 404


@pytest.mark.parametrize(("query", "field"), [("q=" + "a" * 1_001, "q"), ("q=a&since=2026-02-30", "since")])
def test_question_that_the_form_refuses_is_refused_with_the_reason(client, query, field):
    answer = client.get(f"/en/search/json/?{query}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert answer.json()["errors"][field][0]
    assert client.get(f"/en/search/feed/?{query}").status_code == 400


@pytest.mark.parametrize("name", FORMATS)
def test_program_gets_no_cookie_may_keep_the_answer_and_may_not_post(client, name):
    enter(text(1, "Seçki"))
    address = f"/az/search/{name}/?q=secki"
    answer = client.get(address)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"].startswith("public")
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.post(address, {"end": "1"}).status_code == 405
    assert client.get(f"/az/search/{name}/?q=%00").status_code == 400


def test_programs_ask_no_more_of_the_database_than_people(client, django_assert_max_num_queries):
    enter(*(text(number, f"Seçki {number}") for number in range(40)))
    for name in ("feed", "json"):
        with django_assert_max_num_queries(5):
            client.get(f"/az/search/{name}/?q=secki")
