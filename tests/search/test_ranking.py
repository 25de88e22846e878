"""What stands before what: rare words above common, title above lead above text, short above long, new above old."""

import pytest

from tests.search.texts import asked, enter, found, text

pytestmark = pytest.mark.django_db
FILLING = "xəbər məlumat iclas rəy büdcə tədbir "


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        pytest.param("seçki", {"title": "Seçki"}, {"lead": "Seçki"}, id="title-above-lead"),
        pytest.param("seçki", {"lead": "Seçki"}, {"body": "Seçki"}, id="lead-above-text"),
        pytest.param("seçki", {"body": "seçki " * 4}, {"attached": "seçki " * 4}, id="text-above-file"),
        pytest.param("seçki", {"body": "seçki " + FILLING}, {"body": "seçki " + FILLING * 20}, id="short-above-long"),
        pytest.param("seçki", {"body": "seçki " * 3 + FILLING}, {"body": "seçki " + FILLING}, id="often-above-once"),
        pytest.param(
            "seçki günü", {"body": "seçki günü " + FILLING}, {"body": "günü " + FILLING + "seçki"}, id="neighbours"
        ),
        pytest.param("seçki", {"body": "Seçki", "age": 10}, {"body": "Seçki", "age": 900}, id="new-above-old"),
    ],
)
def test_better_text_stands_first(question, better, worse):
    enter(text(1, **{"title": "Başlıq", "age": 5} | worse), text(2, **{"title": "Başlıq", "age": 5} | better))
    assert found(question) == [2, 1]


def test_texts_with_some_words_follow_the_rarer_word_first_and_are_marked(client):
    enter(
        text(1, "Seçki şikayəti nadir"),
        text(2, "Nadir hadisə"),
        text(3, "Şikayət"),
        *(text(number, "Seçki xəbəri") for number in range(4, 40)),
    )
    shown = asked("seçki şikayəti nadir").page(1)
    assert (shown[0].entry.object_id, shown[0].is_whole) == (1, True)
    assert {result.entry.object_id for result in shown[1:3]} == {2, 3}
    assert not any(result.is_whole for result in shown[1:])
    page = client.get("/en/search/", {"q": "seçki şikayəti nadir"}).content.decode()
    assert page.count("without some of the words") == len(shown) - 1


def test_texts_with_most_words_are_found_even_if_they_lack_the_rarest():
    enter(
        text(1, "Nadir"),
        text(2, "Seçki günü xəbər"),
        *(text(number, "Seçki") for number in range(3, 9)),
        *(text(number, "Günü") for number in range(10, 19)),
        *(text(number, "Xəbər") for number in range(20, 29)),
    )
    assert 2 in [result.entry.object_id for result in asked("nadir seçki günü xəbər").page(1)[:2]]


def test_word_that_is_said_twice_is_one_word():
    enter(text(1, "Seçki"))
    assert len(asked("seçki " * 80).asked.groups) == 1
    assert found("seçki " * 80) == [1]


def test_or_of_two_words_weighs_each_as_it_is():
    enter(text(1, "Seçki rəy"), text(2, "Seçki", body=FILLING), text(3, "Başlıq", body="rəy " + FILLING * 9))
    assert found("seçki or rəy") == [1, 2, 3]
