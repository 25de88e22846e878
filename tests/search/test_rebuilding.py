"""Rebuilding the index while others write to it: what is newer stays, what was taken out stays away."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from commission import search_index
from commission.models import SearchEntry
from commission.site_search import rebuilding
from commission.words.vectors import MOST_BYTES, analysed
from tests.search.texts import NOW, enter, found, text


def titles():
    return dict(SearchEntry.objects.exclude(address="").values_list("object_id", "title"))


@pytest.mark.django_db
def test_what_is_saved_or_taken_out_meanwhile_is_not_undone(monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    enter(text(1, "Old"), text(2, "Old"), text(3, "Orphan"))

    def sources():
        yield text(1, "Read before it was saved")
        # the rebuild has this text in its hands, and an editor is faster
        search_index.put([text(2, "Saved meanwhile")])
        yield text(2, "Read before it was saved")
        search_index.put([text(5, "New meanwhile")])

    rebuilding.rebuild(sources())
    assert titles() == {1: "Read before it was saved", 2: "Saved meanwhile", 5: "New meanwhile"}


@pytest.mark.django_db
def test_what_was_taken_out_meanwhile_is_not_entered_again():
    enter(text(1, "Withdrawn"))

    def sources():
        search_index.take_out(kind="release", object_id=1)
        yield text(1, "Withdrawn")

    rebuilding.rebuild(sources())
    assert titles() == {}
    assert found("withdrawn") == []


@pytest.mark.django_db
def test_clock_of_a_host_that_is_late_brings_nothing_back(monkeypatch):
    enter(text(1, "Withdrawn"))

    def sources():
        monkeypatch.setattr(timezone, "now", lambda: NOW - timedelta(hours=1))
        search_index.take_out(kind="release", object_id=1)
        monkeypatch.undo()
        yield text(1, "Withdrawn")

    rebuilding.rebuild(sources())
    assert titles() == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [{"title": "Seckilər"}, {"visible_until": NOW + timedelta(days=9)}, {"lead": "Söz"}, {"address": "/az/b/"}],
    ids=["title", "end", "lead", "address"],
)
def test_what_is_as_it_should_be_is_not_written_again(changed):
    enter(text(1, "Seçkilər"), text(2, "Seçkilər"))
    before = dict(SearchEntry.objects.values_list("object_id", "entered_at"))
    rebuilding.rebuild([text(1, "Seçkilər"), replace(text(2, "Seçkilər"), **changed)])
    after = dict(SearchEntry.objects.values_list("object_id", "entered_at"))
    assert after[1] == before[1]
    assert after[2] > before[2]
    ((name, value),) = changed.items()
    assert getattr(SearchEntry.objects.get(object_id=2), name) == value


@pytest.mark.django_db
def test_progress_is_told(monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    told = []
    assert rebuilding.rebuild((text(n, "Seçki") for n in range(5)), progress=told.append) == (5, 0)
    assert told == [2, 4, 5]


def test_several_processes_enter_all_and_leave_the_index_as_it_was(committed):
    data = connection.settings_dict
    address = f"postgresql:///{data['NAME']}?host={data['HOST']}&user={data['USER']}"
    code = (
        "import django; django.setup()\n"
        "from commission.site_search import rebuilding\n"
        "from tests.search.texts import text\n"
        "rebuilding.BATCH = 10\n"
        "if __name__ == '__main__':\n"
        "    print(rebuilding.rebuild((text(n, f'Seçki {n}') for n in range(95)), processes=1))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=os.environ | {"DATABASE_URL": address},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "(95, 0)" in done.stdout, done.stderr
    assert len(found("title:seçki")) == 20
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'search_entry_vector'")
        assert cursor.fetchone() == (["fastupdate=off"],)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(" ".join(f"söz{number}ə" for number in range(60_000)), id="different-words"),
        pytest.param("ə" * 300_000, id="one-word"),
        pytest.param("26/148 " * 40_000, id="numbers"),
        pytest.param("\ue000' \\ & | ! : * ( ) <b> " * 5_000, id="signs"),
    ],
)
def test_text_of_any_kind_is_entered(body):
    enter(text(1, "Seçki", body=body))
    assert found("seçki") == [1]


def test_more_words_than_a_vector_holds_are_left_out_neighbours_first():
    words = " ".join(f"{number}söz{number}" for number in range(80_000))
    vector = analysed(language="az", title="Seçki günü", body=words, facets=["=kind:release"]).vector
    assert len(vector.encode()) < 3 * MOST_BYTES
    assert vector.startswith("'=kind:release':1 'az:secki':1A")
    assert "^" not in vector
