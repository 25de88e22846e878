"""Suggestions: topics, past questions that reveal nobody, titles; few queries, and nothing that is not public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commission.site_search import past_questions
from commission.site_search.models import SuggestedQuestion
from commission.site_search.suggesting import suggestions
from press.models import Topic
from tests.factories_press import make_release
from tests.search.test_asked import asked
from tests.search.texts import NOW, enter, text

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def suggested(typed, language="az"):
    return [(each.kind, each.title) for each in suggestions(typed, at=NOW, language=language)]


def asked_often(question, *, days=5, times=4, language="az", has_result=True):
    for ago in range(days):
        day = TODAY - timedelta(days=ago)
        asked(question, day=day, times=times, language=language, has_result=has_result)


def enter_texts(title="Seçki günü", number=5):
    enter(*(text(each, f"{title} {each}", age=each) for each in range(number)))


def test_past_question_is_suggested_before_titles_with_the_usual_spelling():
    enter_texts()
    asked_often("seçki günü")
    asked("Secki Gunu", day=TODAY - timedelta(days=20), has_result=True)
    past_questions.add_up(NOW)
    found = suggestions("SECKI g", at=NOW, language="az")
    assert [each.kind for each in found] == ["question", *["title"] * 5]
    assert (found[0].title, found[0].address) == ("seçki günü", "/az/search/?q=se%C3%A7ki+g%C3%BCn%C3%BC")


@pytest.mark.parametrize(
    "asked_so",
    [
        pytest.param({"days": 4, "times": 10}, id="on four days"),
        pytest.param({"times": 3}, id="fifteen times"),
        pytest.param({"has_result": False}, id="without result"),
        pytest.param({"language": "ru"}, id="in another language"),
    ],
)
def test_past_question_of_few_is_not_suggested(asked_so):
    enter_texts()
    asked_often("seçki günü", **asked_so)
    past_questions.add_up(NOW)
    assert "question" not in {kind for kind, _ in suggested("seçki")}


def test_past_question_is_not_suggested_where_a_word_stands_in_few_public_texts():
    asked_often("seçki günü")
    asked_often("seçki nadirsöz")
    asked_often("seçki və günü")
    past_questions.add_up(NOW)
    enter_texts(number=4)
    assert "question" not in {kind for kind, _ in suggested("seçki")}
    enter(
        *(text(each, "Seçki günü") for each in range(10, 12)),
        *(text(each, "Nadirsöz", visible_from=NOW + timedelta(hours=1)) for each in range(20, 26)),
    )
    questions = [title for kind, title in suggested("seçki") if kind == "question"]
    assert sorted(questions) == ["seçki günü", "seçki və günü"]


def test_past_question_is_not_suggested_where_it_is_hidden_or_typed_already():
    enter_texts()
    asked_often("seçki günü")
    past_questions.add_up(NOW)
    assert ("question", "seçki günü") not in suggested("seçki günü")
    SuggestedQuestion.objects.update(is_hidden=True)
    past_questions.add_up(NOW)
    assert ("question", "seçki günü") not in suggested("seçki")


def test_past_question_goes_when_it_is_asked_no_more():
    asked_often("seçki günü")
    past_questions.add_up(NOW)
    assert SuggestedQuestion.objects.count() == 1
    past_questions.add_up(NOW + timedelta(days=90))
    assert not SuggestedQuestion.objects.exists()


def test_public_topics_come_first_by_the_beginnings_of_their_words():
    enter_texts("Nəticələr")
    names = {
        "results": {"az": "Seçki nəticələri", "ru": "Итоги"}, "secret": {"az": "Nəticələr gizli"},
        "other": {"az": "Müşahidə"},
    }  # fmt: skip
    topics = {slug: Topic.objects.create(slug=slug, name=name) for slug, name in names.items()}
    make_release(topic=topics["results"])
    make_release(topic=topics["other"])
    assert suggested("netice")[0] == ("topic", "Seçki nəticələri")
    assert suggested("neticeleri secki") == [("topic", "Seçki nəticələri")]
    assert "topic" not in {kind for kind, _ in suggested("ticeleri")}
    assert "topic" not in {kind for kind, _ in suggested("netice", "ru")}
    assert suggestions("ито", at=NOW, language="ru")[0].address == "/ru/press/topics/results/"


def test_suggestions_are_at_most_eight_with_two_topics_and_three_questions():
    enter_texts(number=10)
    for number in range(3):
        topic = Topic.objects.create(slug=f"secki-{number}", name={"az": f"Seçki {number}"})
        make_release(topic=topic)
    for words in ("günü", "1", "2", "3"):
        asked_often(f"seçki {words}")
    enter(*(text(each, f"Seçki {each % 5}") for each in range(100, 130)))
    past_questions.add_up(NOW)
    assert [kind for kind, _ in suggested("se")] == ["topic"] * 2 + ["question"] * 3 + ["title"] * 3


def test_suggestions_cost_few_queries_however_much_there_is(django_assert_num_queries):
    enter_texts(number=30)
    for number in range(10):
        asked_often(f"seçki {number}")
    past_questions.add_up(NOW)
    with django_assert_num_queries(7):  # one ends what the tests' transaction would keep
        suggested("secki gu")
    with django_assert_num_queries(0):
        assert suggested("s") == suggested("") == []


@pytest.mark.parametrize("typed", ["%", "se%", "__", "\\", "se\\", '"se', "seçki " * 200])
def test_what_is_typed_is_taken_literally(typed):
    enter_texts()
    asked_often("seçki günü")
    past_questions.add_up(NOW)
    assert "question" not in {kind for kind, _ in suggested(typed)}


def test_suggestions_as_json_keep_their_shape_and_say_what_they_are(client):
    enter_texts(number=1)
    answer = client.get("/az/search/suggest/?q=secki").json()
    assert answer == {"suggestions": [{"title": "Seçki günü 0", "address": "/az/press/2026/0/", "kind": "title"}]}
