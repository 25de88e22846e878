"""The worker does a piece of every job in turn; one that fails holds up no other."""

import io

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from appeals import reminders
from appeals.models import Evidence, Recomputation
from commission.management.commands import work
from commission.management.commands.work import Command, Job
from commission.models import Letter
from tests.appeals.files_made_by_hand import picture
from tests.factories_appeals import evidence, make_filing, make_staff


@pytest.fixture(autouse=True)
def own_connection(monkeypatch):
    """The test's own connection, with its transaction, must stay."""
    monkeypatch.setattr(work, "close_old_connections", lambda: None)


def steps(*results):
    """A step that gives these results, one a call; an exception is raised."""
    left = list(results)

    def step():
        result = left.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    step.left = left
    return step


def test_job_is_asked_again_at_once_while_there_is_work_and_later_when_there_is_none():
    job = Job("x", steps(True, False, True), every=60)
    assert [job.run(0), job.run(0), job.run(59), job.run(60)] == [True, False, False, True]


def test_job_that_fails_pauses_longer_each_time_up_to_a_minute():
    job, now, pauses = Job("x", steps(*[ValueError("x")] * 8, True)), 0, []
    for _ in range(8):
        assert job.run(now) is False
        pauses.append(job.next_at - now)
        now = job.next_at
    assert pauses == [4, 8, 16, 32, 60, 60, 60, 60]
    assert job.run(now) is True
    assert job.failures == 0


@pytest.mark.django_db
def test_job_that_fails_in_the_database_holds_up_no_other():
    connection.ensure_connection()
    second = steps(True)
    command = Command()
    command.jobs = [Job("first", steps(OperationalError("statement timeout"))), Job("second", second)]
    assert command.next_rest() == 0
    assert second.left == []


def test_every_job_has_its_turn_in_a_rush_of_the_first():
    command = Command()
    rush, other = steps(*[True] * 3), steps(*[True] * 3)
    command.jobs = [Job("rush", rush), Job("other", other)]
    assert [command.next_rest() for _ in range(3)] == [0, 0, 0]
    assert rush.left == other.left == []


@pytest.mark.django_db
def test_one_run_does_all_there_is(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(work.signal, "pthread_sigmask", lambda *_: None)
    settings.EMAIL_BACKEND, settings.DIGEST_HOUR = "django.core.mail.backends.locmem.EmailBackend", 0
    make_staff()
    make_filing(uploads=[evidence("photo.jpg", picture())])
    call_command("work", "--once", stdout=io.StringIO())
    assert Evidence.objects.get().preview
    assert Recomputation.objects.filter(done_at__isnull=False).count() == 1
    assert Letter.objects.filter(to="clerk@commission.example").exists()  # long overdue by now
    assert reminders.remind() is False
    call_command("work", "--once", "--only", "letters", stdout=io.StringIO())
    assert not Letter.objects.waiting().exists()
