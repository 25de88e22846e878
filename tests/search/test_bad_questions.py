"""Whatever is typed gets an answer or a clear message, never an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commission.searching.questions import MOST_TERMS, QUOTES, parsed
from commission.searching.search import MOST_GROUPS
from tests.search.texts import enter, text

BAD = {
    "operators": "&|!():*<>'\\\"" * 60,
    "open-quotes": '"' * 500,
    "many-words": " ".join(f"a{number}" for number in range(200)),
    "one-letter-words": " ".join("ab" * 250),
    "minuses": "-a " * 300,
    "ors": "or " * 300,
    "titles": "title:" * 150,
    "overrides": "\u202eseçki\u202d " * 90,
    "emoji": "🗳️" * 300,
    "injection": "'); DROP TABLE commission_searchentry; --",
    "patterns": "%\\_" * 300,
    "one-long-word": "ə" * 1_000,
    "numbers": "1/2-3.4 " * 120,
    "dates": "15.02.2026 " * 90,
    "markers": "\ue000\ue001<mark>",
}
CUT = "some of them are left out"
PLACES = ["", "suggest/", "feed/", "json/"]


@pytest.mark.django_db
@pytest.mark.parametrize("question", BAD.values(), ids=BAD)
def test_bad_question_is_answered_everywhere(client, question):
    enter(text(1, "Seçki 1/2 15.02.2026"))
    for place in PLACES:
        assert client.get(f"/az/search/{place}", {"q": question[:1_000]}).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("letters", [1_001, 7_900])
def test_question_that_is_too_long_gets_a_message_as_long_as_the_server_takes_it(client, letters):
    answer = client.get("/en/search/", {"q": "a" * letters})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert client.get("/en/search/json/", {"q": "a" * letters}).status_code == 400


@pytest.mark.django_db
def test_more_words_than_can_be_searched_for_are_said(client):
    enter(text(1, "Seçki"))
    shown = client.get("/en/search/", {"q": " ".join(f"söz{number}" for number in range(MOST_TERMS + 1))})
    assert CUT in shown.content.decode()
    assert CUT not in client.get("/en/search/", {"q": "seçki"}).content.decode()


@pytest.mark.django_db
def test_words_that_are_left_out_because_rarer_ones_are_more_telling_are_said(client):
    enter(text(1, "Seçki"))
    for words, is_cut in ((MOST_GROUPS, False), (MOST_GROUPS + 1, True)):
        shown = client.get("/en/search/", {"q": " ".join(f"söz{number}" for number in range(words))})
        assert shown.context["asked"].understood == [f"söz{number}" for number in range(MOST_GROUPS)]
        assert (CUT in shown.content.decode()) == is_cut


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2201-01-01", "x", "2025-02-30"])
def test_day_that_no_text_can_have_is_refused_with_what_was_typed(client, name, day):
    enter(text(1, "Seçki"))
    query = {"q": "seçki", "kind": "release", name: day}
    for place, status in (("", 200), ("feed/", 400), ("json/", 400)):
        assert client.get(f"/en/search/{place}", query).status_code == status
    shown = client.get("/en/search/", query).content.decode()
    assert f'name="{name}" type="date" value="{day}" aria-invalid="true" aria-describedby="{name}_error"' in shown
    assert f'id="{name}_error"' in shown
    assert '<input type="hidden" name="kind" value="release">' in shown
    for place in ("", "feed/", "json/"):
        assert client.get(f"/en/search/{place}", query | {name: "2200-12-31"}).status_code == 200


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*"ab3 -–/.:\\|&!", *QUOTES, " or ", "title:", "ə", "İ"]), max_size=40).map("".join))
def test_every_word_of_a_question_is_wanted_or_excluded_at_its_place(typed):
    question = parsed(typed)
    terms = [term for group in question.wanted for term in group] + list(question.excluded)
    assert all(0 <= term.start < term.end <= len(question.text) for term in terms)
    assert terms or not any(map(str.isalnum, typed.replace(" or ", "").replace("title:", "")))
