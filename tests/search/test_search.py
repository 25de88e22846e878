"""One search over everything public: folded, stemmed, phrase, minus, or; hits marked, no table scan."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from commission import search_index
from commission.models import SearchEntry
from commission.searching import counts
from commission.site_search import rebuilding
from commission.site_search.suggesting import suggestions
from tests.search.texts import NOW, asked, enter, found, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "title", "question"),
    [
        pytest.param("az", "Parlament seçkisi", "seckisi", id="without diacritics"),
        pytest.param("az", "Şəhər ılıq İSPARTA", "şeher ilıq isparta", id="mixed letters and capitals"),
        pytest.param("az", "MÜŞAHİDƏÇİ", "müşahidəçi", id="small finds capital"),
        pytest.param("en", "Observers were accredited", "observer accrediting", id="English stemmed"),
        pytest.param("ru", "Избирательные участки", "избирательных участков", id="Russian stemmed"),
        pytest.param("ru", "Приём жалоб", "прием", id="Russian ё"),
        pytest.param("az", "Seçkilərimizdə iştirak", "seçkinin iştirakı", id="Azerbaijani inflected"),
        pytest.param("az", "Parlament seçkiləri", "парламент сечкиси", id="Azerbaijani in Cyrillic"),
        pytest.param("az", "MSK-nın qərarı", "msk", id="abbreviation with an ending"),
        pytest.param("az", "Qərar 26/148", "26 / 148", id="number"),
        pytest.param("az", "112-1.4-cü maddə", "112", id="article of which a paragraph is named"),
        pytest.param("az", "15 fevral 2026-cı il", "15.02.2026", id="date in another spelling"),
        pytest.param("ru", "Выборы 15 февраля 2026 года", "fevral 2026", id="month in another language"),
        pytest.param("en", "Komis\u00adsiya\u202e", "komissiya", id="invisible signs within words"),
    ],
)
def test_search_finds(language, title, question):
    search_index.put([text(1, title, language=language), text(2, "Something else", language=language)])
    assert found(question) == [1]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("secki gunu", [1, 2]),
        ('"secki gunu"', [1]),
        ("secki -gunu", [3]),
        ("rey or budce", [4, 5]),
        ("rey OR budce", [4, 5]),
    ],
)
def test_search_understands_phrase_minus_and_or(question, expected):
    titles = ["Seçki günü", "Günü dəyişən seçki", "Seçki", "Rəy", "Büdcə"]
    search_index.put(text(number, title) for number, title in enumerate(titles, start=1))
    assert sorted(found(question)) == expected


@pytest.mark.parametrize("question", ["-secki", "", "   ", '"', "-", "&|!():*<>'\\", "or or or"])
def test_question_without_a_word_to_look_for_is_not_asked(question, django_assert_num_queries):
    search_index.put([text(1, "Seçki"), text(2, "the of x", language="en")])
    with django_assert_num_queries(0):
        search = asked(question)
        assert not search.can_be_answered
        assert search.matches == []


def test_raised_figures_are_part_of_a_number_and_of_no_word():
    enter(text(1, "Maddə 112¹.4"), text(2, "Maddə 1121.4"), text(3, "Bülleten¹ sayı"))
    assert found("112-1.4") == found("112¹.4") == [1]
    assert found("bülleten") == [3]
    (shown,) = asked("bülleten").page(1)
    assert shown.title == "<mark>Bülleten</mark>¹ sayı"


def test_phrase_of_the_title_stands_in_the_title():
    enter(text(1, "Seçki günü"), text(2, "Günü dəyişən seçki", body="seçki günü"), text(3, "Seçki", body="Seçki günü"))
    assert found('title:"seçki günü"') == [1]
    assert sorted(found('"seçki günü"')) == [1, 2, 3]
    assert sorted(found("seçki title:günü")) == [1, 2]
    assert sorted(found("günü title:günü")) == [1, 2]


def test_small_words_are_not_asked_for_but_count_in_a_phrase():
    search_index.put([text(1, "The right to vote", language="en"), text(2, "A vote on the right", language="en")])
    assert sorted(found("the right of a vote")) == [1, 2]
    assert found('"right to vote"') == [1]


def test_word_that_is_small_in_one_language_alone_is_found_in_others():
    search_index.put([text(1, "On namizəd"), text(2, "Report on candidates", language="en")])
    assert found("on") == [1]


@pytest.mark.parametrize("kind", SearchEntry.Kind)
def test_a_result_says_what_it_is(client, kind):
    search_index.put([text(1, "Seçki günü", kind=kind)])
    with translation.override("ru"):
        assert f"<p>{kind.label}</p>" in client.get("/ru/search/?q=secki").content.decode()


@pytest.mark.parametrize("title", ["title", "Title", "başlıq", "basliq", "заголовок"])
def test_title_is_asked_for_alone(title):
    search_index.put([text(1, "Seçki günü"), text(2, "Xəbər", body="seçki günü")])
    assert sorted(found("seçki günü")) == [1, 2]
    assert found(f"{title}:seçki günü") == [1]
    assert found(f'{title}:"seçki günü"') == [1]


@pytest.mark.parametrize("either", ["or", "OR", "yaxud", "или", "Или"])
def test_one_of_two_words_is_enough_where_it_is_said(either):
    search_index.put([text(1, "Seçki"), text(2, "Müşahidəçi"), text(3, "Xəbər")])
    assert sorted(found(f"seçki {either} müşahidəçi")) == [1, 2]


def test_search_shows_what_is_visible_now_and_nothing_else():
    search_index.put(
        [
            text(1, "Seçki"),
            text(2, "Seçki", visible_from=NOW + timedelta(seconds=1)),
            text(3, "Seçki", visible_until=NOW),
        ]
    )
    assert found("seçki") == [1]
    counts.add_up(NOW)
    assert [entry.title for entry in suggestions("seç", at=NOW, language="az")] == ["Seçki"]


def test_search_is_narrowed_by_language_and_kind():
    search_index.put([text(1, "Baku"), text(2, "Baku", language="en"), text(3, "Baku", language="en", kind="page")])
    assert sorted(found("baku")) == [1, 2, 3]
    assert sorted(found("baku", language="en")) == [2, 3]
    assert found("baku", language="en", kind="page") == [3]


def test_search_puts_the_title_before_the_body_and_the_own_language_first():
    search_index.put([text(1, "Other", body="baku"), text(2, "Baku", age=50), text(3, "Baku", language="en", age=90)])
    assert found("baku") == [2, 3, 1]
    assert found("baku", own_language="en")[0] == 3


def test_hit_is_marked_in_the_original_and_everything_else_escaped(client):
    search_index.put(
        [text(1, "İlk <b>SEÇKİ</b> & ə", body="x " * 300 + "<script>alert(1)</script> seçki günü " + "y " * 300)]
    )
    page = client.get("/az/search/?q=secki").content.decode()
    assert "İlk &lt;b&gt;<mark>SEÇKİ</mark>&lt;/b&gt; &amp; ə" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>seçki</mark> günü" in page
    assert "<script>alert" not in page


def test_many_results_page_and_the_count_is_capped(client, monkeypatch):
    monkeypatch.setattr("commission.searching.search.CANDIDATES", 30)
    monkeypatch.setattr("commission.searching.finding.WHOLE", 10)
    enter(*(text(number, f"Seçki {number}", age=number) for number in range(45)))
    search = asked("secki")
    first, second = search.page(1), search.page(2)
    assert search.is_more_than_counted
    assert (len(first), len(second), search.pages) == (20, 10, 2)
    assert {result.entry.object_id for result in [*first, *second]} == set(range(30))
    assert client.get("/az/search/?q=secki&page=2").status_code == 200
    assert client.get("/az/search/?q=secki&page=3").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=1000000000", "page=x", "language=xx", "kind=zz", "year=9", "outcome=x"]
)
def test_search_address_that_does_not_exist_is_not_found(client, query):
    assert client.get(f"/az/search/?q=secki&{query}").status_code == 404


def test_question_too_long_is_said_and_kept(client):
    page = client.get("/en/search/?q=" + "a" * 1_001)
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()
    assert "a" * 1_001 in page.content.decode()


def test_search_pages_set_no_cookie_and_may_be_cached(client):
    search_index.put([text(1, "Seçki")])
    for address in ("/az/search/", "/az/search/?q=secki", "/az/search/?q=nothing", "/az/search/suggest/?q=se"):
        page = client.get(address)
        assert not page.cookies
        assert "Cookie" not in page.headers.get("Vary", "")
        assert page.headers["Cache-Control"].startswith("public")
        assert page.headers["ETag"]


def test_no_result_says_what_to_try_and_a_lone_negation_why(client):
    assert "Nothing found for “zzz”" in client.get("/en/search/?q=zzz").content.decode()
    assert "leaves nothing to look for" in client.get("/en/search/?q=-zzz").content.decode()


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [("az", "şəh", ["Şəhər seçkisi"]), ("az", "seckisi seh", ["Şəhər seçkisi"]), ("en", "observers", ["Observers"])],
)
def test_suggestions_begin_words_of_titles(client, language, typed, expected):
    enter(
        text(1, "Şəhər seçkisi" if language == "az" else "Observers", language=language, body="şəhər"),
        text(2, "Başqa", language=language, body="şəhər observers"),
    )
    answer = client.get(f"/{language}/search/suggest/", {"q": typed}).json()
    assert [suggestion["title"] for suggestion in answer["suggestions"]] == expected


@pytest.mark.parametrize("typed", ["", "s", "'", "a:*", "!!", "& |", "_", "__", "a\\'b"])
def test_suggestions_of_nonsense_are_none_and_no_error(client, typed):
    enter(text(1, "Seçki a b s"))
    assert client.get("/az/search/suggest/", {"q": typed}).json() == {"suggestions": []}


def test_search_asks_few_questions_whatever_it_finds(client, django_assert_max_num_queries):
    search_index.put(text(number, f"Seçki {number}") for number in range(40))
    with django_assert_max_num_queries(
        8
    ):  # of them three count the question, one ends what the tests' transaction keeps
        client.get("/az/search/?q=secki")


@pytest.mark.parametrize(
    ("question", "those"),
    [("nadir", [9_999]), (" ".join(f"heçkimin{n}söz" for n in range(40)), [])],
    ids=["rare", "none"],
)
def test_search_reads_no_whole_table(question, those):
    search_index.put(text(number, f"Seçki {number}", body="söz " * 40) for number in range(2_000))
    search_index.put([text(9_999, "Nadir")])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE commission_searchentry")
        with CaptureQueriesContext(connection) as asked_of_database:
            assert found(question) == those
        statements = [query["sql"] for query in asked_of_database if "@@" in query["sql"]]
        assert statements
        for statement in statements:
            cursor.execute(statement.replace("; SELECT", "; EXPLAIN SELECT"))
            plan = str(cursor.fetchall())
            assert "search_entry_vector" in plan
            assert "Seq Scan" not in plan


def test_no_search_has_to_read_a_list_of_what_waits_to_be_indexed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'search_entry_vector'")
        assert cursor.fetchone() == (["fastupdate=off"],)


def test_rebuilding_makes_the_index_equal_to_its_sources():
    search_index.put([text(1, "Old title"), text(2, "Gone")])
    sources = [text(1, "New title"), text(3, "New")]
    assert rebuilding.rebuild(sources) == (2, 1)
    stored = SearchEntry.objects.order_by("object_id").values_list("object_id", "title")
    assert list(stored) == [(1, "New title"), (3, "New")]


def test_search_takes_no_post(client):
    assert client.post("/az/search/", {"end": "1"}).status_code == 405
    assert client.post("/az/search/suggest/", {"end": "1"}).status_code == 405


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "q=a%00b"])
def test_unreadable_question_is_refused(client, query):
    assert client.get(f"/az/search/?{query}").status_code == 400
    assert client.get(f"/az/search/suggest/?{query}").status_code == 400
