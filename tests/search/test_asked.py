"""What is asked is counted by the day, without anything personal, bounded, and never at the cost of a search."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.utils import timezone

from commission.management.commands.forget import forgotten
from commission.site_search import asking, past_questions
from commission.site_search.models import CountedQuestion, SuggestedQuestion, UnansweredQuestion
from tests.search.texts import NOW, enter, text

TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)


def asked(question, *, day=TODAY, language="az", times=1, has_result=False):
    """A row of a day, as many visitors made it."""
    normal = asking.normal(question)
    return CountedQuestion.objects.create(
        day=day, language=language, question=normal, spelling=question, times=times, has_result=has_result
    )


def counted():
    return list(CountedQuestion.objects.order_by("pk").values_list("question", "times", "has_result"))


@pytest.mark.django_db
def test_search_counts_a_question_folded_and_joined_with_whether_it_found_something(client):
    enter(text(1, "Seçki günü"))
    for question in ("Seçki  GÜNÜ", "secki gunu", "seçki nadirsöz"):
        client.get("/az/search/", {"q": question})
    client.get("/en/search/", {"q": "secki gunu"})
    assert counted() == [("secki gunu", 2, True), ("secki nadirsoz", 1, False), ("secki gunu", 1, True)]
    first = CountedQuestion.objects.earliest("pk")
    assert (first.day, first.language, first.spelling) == (TODAY, "az", "Seçki GÜNÜ")
    assert {field.name for field in CountedQuestion._meta.fields} == {
        "id", "day", "language", "question", "spelling", "times", "has_result",
    }  # fmt: skip


@pytest.mark.django_db
def test_typing_error_that_was_mended_counts_as_what_was_answered(client):
    enter(*(text(number, "Müşahidəçilər") for number in range(3)))
    for question in ("musahideciler", "musahidexiler"):
        assert "Müşahidəçilər" in client.get(f"/az/search/?q={question}").content.decode()
    assert counted() == [("musahideciler", 2, True)]


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["the", "və", "the and"])
def test_small_words_alone_are_said_to_leave_nothing_and_not_counted(client, question):
    enter(text(1, "Seçki və müşahidəçi"), text(2, "The election and its observer", language="en"))
    assert "This leaves nothing to look for" in client.get("/en/search/", {"q": question}).content.decode()
    assert counted() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=-secki", "q=secki&kind=page", "q=secki&sort=date", "q=secki&page=2", "q=" + "secki+" * 17 + "s"],
    ids=["no question", "empty", "nothing to look for", "narrowed", "sorted", "second page", "longer than is kept"],
)
def test_search_that_asks_nothing_new_is_not_counted(client, query):
    enter(*(text(number, "Seçki") for number in range(21)))
    assert client.get(f"/az/search/?{query}").status_code == 200
    assert counted() == []


@pytest.mark.django_db
def test_head_and_suggestions_are_not_counted(client):
    client.head("/az/search/?q=secki")
    client.get("/az/search/suggest/?q=secki")
    assert counted() == []


@pytest.mark.parametrize(
    "question",
    [
        "kamran@example.org",
        "C033-M2026-123",
        "с033 m2026 123",
        "CEC-M2026-000131",
        "cec m2026 7",
        "+994 50 123-45-67",
        "(012) 493 00 00",
        "050.123.45.67 seçki",
        "zəng 1234567",
        "AZE1234567",
        "5ZJX2Q1",
        "7K2M-9QXA-00TR-1ABC-DEF2-3GHJ",
        "kod 7k2m 9qxa",
        "7k2m9qxa00tr1abcdef23ghj",
        "ABCD-EFGH-JKMN-PQRS-TVWX-YZ12",
    ],
)
def test_question_that_may_point_at_a_person_is_not_kept(question):
    assert asking.looks_personal(asking.normal(question))


@pytest.mark.parametrize(
    "question",
    [
        "seçki günü", "qərar 26/148 2025", "112-1.4-cü maddə", "15.02.2026", "15 fevral 2026-cı il", "461-IIQ",
        "C033", "constituency 33", "covid 2020", "M2026", "№ 33 dairə", "P00302", "rəyi necə olar kimə deyə onda",
    ],
)  # fmt: skip
def test_question_about_elections_is_kept(question):
    assert not asking.looks_personal(asking.normal(question))


@pytest.mark.django_db
def test_personal_question_is_answered_and_not_counted(client):
    enter(text(1, "Seçki"))
    assert client.get("/az/search/?q=a@b.example").status_code == 200
    assert counted() == []


@pytest.mark.django_db
def test_a_day_has_so_many_questions_and_each_so_many_times(monkeypatch):
    monkeypatch.setattr(asking, "MOST_NEW_A_DAY", 3)
    monkeypatch.setattr(asking, "MOST_TIMES_A_DAY", 2)
    for question in ("bir", "iki", "üç", "dörd", "bir", "bir", "bir"):
        asking.count(question, language="az", has_result=True, at=NOW)
    assert counted() == [("bir", 2, True), ("iki", 1, True), ("uc", 1, True)]
    asking.count("dörd", language="az", has_result=True, at=NOW + DAY)
    assert counted()[-1] == ("dord", 1, True)


@pytest.mark.django_db
def test_counting_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(3):  # with the savepoint that is its transaction elsewhere
        asking.count("seçki", language="az", has_result=True, at=NOW)


@pytest.mark.django_db
def test_search_answers_where_nothing_can_be_written_and_it_is_told_once(client, monkeypatch, caplog):
    monkeypatch.setattr(asking._Failed, "told", set())
    enter(text(1, "Seçki"))
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    for _ in range(2):
        page = client.get("/az/search/?q=secki")
        assert "<mark>Seçki</mark>" in page.content.decode()
        assert not page.cookies
    [told] = [record for record in caplog.records if record.name == "portal.search"]
    assert (told.message, told.error) == ("questions are not counted", "ReadOnlySqlTransaction")


@pytest.mark.django_db
def test_questions_without_result_are_summed_over_ninety_days_most_asked_first():
    asked("az soruşulan", times=2)
    asked("çox soruşulan", times=3, day=TODAY - DAY)
    asked("çox soruşulan", times=4, day=TODAY - 89 * DAY)
    asked("çox soruşulan", times=5, day=TODAY - 90 * DAY)
    asked("artıq tapılan", times=9, day=TODAY - DAY)
    asked("artıq tapılan", has_result=True)
    asked("daha tapılmayan", times=8, day=TODAY - DAY, has_result=True)
    asked("daha tapılmayan")
    past_questions.add_up(NOW)
    shown = [(each.spelling, each.times) for each in UnansweredQuestion.objects.all()]
    assert shown == [("çox soruşulan", 7), ("az soruşulan", 2), ("daha tapılmayan", 1)]
    past_questions.add_up(NOW + 100 * DAY)
    assert not UnansweredQuestion.objects.exists()


@pytest.mark.django_db
def test_adding_up_reads_the_days_once_each_and_bounds_what_is_shown(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(past_questions, "MOST_UNANSWERED", 2)
    for number in range(5):
        asked(f"söz {number}", times=number + 1)
    with django_assert_num_queries(5):
        assert past_questions.add_up(NOW) is False
    assert [each.times for each in UnansweredQuestion.objects.all()] == [5, 4]


@pytest.mark.django_db
def test_questions_are_forgotten_after_400_days():
    asked("köhnə", day=TODAY - 401 * DAY)
    asked("yeni", day=TODAY - 400 * DAY)
    for question, age in (("köhnə", 401), ("yeni", 400)):
        SuggestedQuestion.objects.create(
            language="az", question=question, spelling=question, times=20, last_on=TODAY - age * DAY, is_hidden=True
        )
    for _name, rows in forgotten(NOW):
        rows.delete()
    assert [each.spelling for each in CountedQuestion.objects.all()] == ["yeni"]
    assert [each.spelling for each in SuggestedQuestion.objects.all()] == ["yeni"]


def staff(group):
    user = User.objects.create_user(group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.mark.django_db
def test_press_office_sees_what_was_sought_in_vain_in_few_queries(client, django_assert_max_num_queries):
    for number in range(150):
        asked(f"söz {number}", times=number + 1, language="az" if number else "ru")
    past_questions.add_up(NOW)
    client.force_login(staff("editors"))
    with django_assert_max_num_queries(8):
        page = client.get("/admin/site_search/unansweredquestion/").content.decode()
    assert page.index("söz 149") < page.index("söz 148")
    assert '<a href="/az/search/?q=s%C3%B6z+149">' in page


@pytest.mark.django_db
def test_publisher_hides_a_question_and_an_editor_may_not(client):
    question = SuggestedQuestion.objects.create(
        language="az", question="secki", spelling="seçki", times=20, last_on=TODAY
    )
    form = {
        "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": question.pk, "form-0-is_hidden": "on",
        "_save": "Save",
    }  # fmt: skip
    client.force_login(staff("editors"))
    client.post("/admin/site_search/suggestedquestion/", form)
    question.refresh_from_db()
    assert not question.is_hidden
    client.force_login(staff("publishers"))
    client.post("/admin/site_search/suggestedquestion/", form)
    question.refresh_from_db()
    assert question.is_hidden
    past_questions.add_up(NOW)
    assert SuggestedQuestion.objects.get().is_hidden
