"""Counts of words say what is public at an instant, whoever was faster, and know how its words are written."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from commission import search_index
from commission.models import SearchEntry, SearchWord, SearchWordChange
from commission.searching import counts
from tests.search.texts import NOW, enter, text

LATER = NOW + timedelta(hours=1)


def counted():
    """The counts of all lexemes but of those that no text has any more."""
    rows = SearchWord.objects.filter(documents__gt=0).exclude(lexeme=counts.LENGTHS)
    return dict(rows.values_list("lexeme", "documents"))


@pytest.mark.django_db
def test_word_counts_from_the_instant_on_at_which_its_text_is_public():
    search_index.put([text(1, "Seçki"), text(2, "Seçki gizli", visible_from=LATER)])
    counts.add_up(NOW)
    assert counted()["az:secki"] == 1
    assert not SearchWord.objects.filter(lexeme="az:gizli").exists()
    counts.add_up(LATER)
    assert counted()["az:secki"] == 2
    assert SearchWord.objects.get(lexeme="az:gizli").word == "gizli"


@pytest.mark.django_db
def test_word_counts_no_more_after_its_text_ended_was_replaced_or_taken_out():
    search_index.put([text(1, "Birinci", visible_until=LATER), text(2, "İkinci"), text(3, "Üçüncü")])
    counts.add_up(NOW)
    search_index.put([text(2, "Dəyişdi")])
    search_index.take_out(kind="release", object_id=3)
    counts.add_up(LATER)
    words = {lexeme for lexeme in counted() if lexeme.startswith("az:")}
    assert words == {"az:deyisdi"} or words == {key for key in words if key.startswith("az:deyis")} != set()
    assert counts.of([]).texts == 1


@pytest.mark.django_db
def test_counting_anew_gives_what_was_added_up():
    search_index.put(
        [text(1, "Seçki günü", body="seçki bülleten"), text(2, "Rəy", language="ru"), text(3, "x", visible_from=LATER)]
    )
    search_index.put([text(1, "Seçki", body="namizəd")])
    search_index.take_out(kind="release", object_id=2)
    counts.add_up(NOW)
    added, average = counted(), counts.of([]).average_length
    counts.recount({})
    assert counted() == added
    assert counts.of([]).average_length == average
    counts.add_up(LATER)
    assert counted()["=kind:release"] == 2
    assert not SearchWordChange.objects.exists()


@pytest.mark.django_db
def test_what_is_kept_a_day_for_a_rebuild_is_forgotten_then():
    enter(text(1, "Seçki"))
    search_index.take_out(kind="release", object_id=1)
    counts.add_up()
    for _name, rows in counts.forgotten(NOW - timedelta(days=1)):
        rows.delete()
    assert SearchEntry.objects.count() == 1
    assert not SearchWord.objects.filter(lexeme="az:secki").exists()
    for _name, rows in counts.forgotten(NOW + timedelta(days=1)):
        rows.delete()
    assert not SearchEntry.objects.exists()


def test_counting_anew_and_adding_up_at_once_lose_nothing(committed):
    search_index.put(text(number, f"Seçki {number}", body="günü xəbər") for number in range(30))
    failed = []

    def again_and_again():
        try:
            for number in range(10):
                search_index.put([text(number, "Seçki")])
                counts.add_up()
        except Exception as error:  # of another thread: told to this one
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=again_and_again)
    other.start()
    for _ in range(5):
        counts.recount({})
    other.join()
    while counts.add_up():
        pass
    assert not failed
    assert counted()["az:secki"] == 30
    assert counted()["az:xeber"] == 20


@pytest.mark.django_db
def test_months_are_told_with_the_newest_first_and_without_those_of_which_nothing_is_left():
    days = {
        1: datetime(2025, 12, 9, tzinfo=UTC),
        2: datetime(2026, 2, 9, tzinfo=UTC),
        3: datetime(2026, 1, 9, tzinfo=UTC),
    }
    enter(
        *(text(number, "Seçki", published_at=day) for number, day in days.items()), text(4, "Rəy", published_at=days[1])
    )
    search_index.take_out(kind="release", object_id=3)
    counts.add_up(LATER)
    assert counts.months() == [("2026-02", 1), ("2025-12", 2)]
