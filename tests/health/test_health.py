"""Alive needs no database; ready and well say what is missing."""

import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from commission import health, outbox
from commission.models import Bucket, Letter
from commission.throttle import take


def away():
    raise DatabaseError


def post():
    return outbox.post(to="clerk@commission.example", subject="A subject", body="A text.", language="az")


def test_alive_asks_no_database(client):
    assert client.get("/healthz").content == b"alive\n"


@pytest.mark.django_db
def test_ready_when_reachable_and_migrated(client):
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_not_ready_where_migrations_are_missing(client, monkeypatch):
    monkeypatch.setattr(health._Migrated, "seen", False)
    monkeypatch.setattr(health, "missing_migrations", lambda: ["press.0009_new"])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations missing\n")


@pytest.mark.django_db
def test_not_ready_where_the_database_is_away(client, monkeypatch):
    monkeypatch.setattr(health, "database_answers", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database away\n")
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_health_ends_well_when_all_is_well():
    out = StringIO()
    call_command("health", "--free-megabytes", "0", stdout=out)
    assert "BAD" not in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arrange", "arguments", "said"),
    [
        pytest.param(lambda: None, ["--free-megabytes", "999999999"], "BAD disk", id="disk"),
        pytest.param(
            lambda: (post(), Letter.objects.update(created_at=timezone.now() - timedelta(minutes=16))),
            [],
            "BAD letters: oldest unsent is 16 minutes old",
            id="letters",
        ),
    ],
)
def test_health_alarms(arrange, arguments, said):
    arrange()
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("health", *arguments, stdout=out)
    assert end.value.code == 1
    assert said in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "is_well"), [(5, True), (7, False)])
def test_letters_to_readers_may_wait_longer_than_the_others(hours, is_well):
    post()
    Letter.objects.update(is_bulk=True, created_at=timezone.now() - timedelta(hours=hours))
    found = {finding.name: finding.is_well for finding in health.findings(free_bytes=0)}
    assert (found["letters"], found["letters to readers"]) == (True, is_well)


@pytest.mark.django_db
def test_health_alarms_when_the_database_is_away(monkeypatch):
    monkeypatch.setattr(health, "database_answers", away)
    assert not list(health.findings())[-1].is_well


@pytest.mark.django_db
def test_forget_removes_what_is_past_its_time_and_no_letter_that_waits():
    now = timezone.now()
    waiting, old, new = post(), post(), post()
    Letter.objects.filter(pk=old.pk).update(sent_at=now - timedelta(days=settings.LETTERS_KEPT_DAYS + 1))
    Letter.objects.filter(pk=waiting.pk).update(created_at=now - timedelta(days=9_999))
    Letter.objects.filter(pk=new.pk).update(sent_at=now)
    take("old", limit=1, seconds=1, at=now - timedelta(days=1))
    take("new", limit=1, seconds=60)
    call_command("forget", stdout=StringIO())
    assert set(Letter.objects.values_list("pk", flat=True)) == {waiting.pk, new.pk}
    assert Bucket.objects.count() == 1


@pytest.mark.django_db
def test_forget_removes_the_old_history_of_the_admin_alone():
    by, now = User.objects.create_user("clerk"), timezone.now()
    for days in (settings.ADMIN_LOG_KEPT_DAYS + 1, settings.ADMIN_LOG_KEPT_DAYS - 1):
        LogEntry.objects.create(user=by, action_flag=1, object_repr=str(days), action_time=now - timedelta(days=days))
    out = StringIO()
    call_command("forget", stdout=out)
    assert [entry.object_repr for entry in LogEntry.objects.all()] == [str(settings.ADMIN_LOG_KEPT_DAYS - 1)]
    assert "1 entries of the admin's history removed" in out.getvalue()


@pytest.mark.django_db
def test_stuck_letters_are_shown_and_tried_again_from_the_admin(client):
    client.force_login(User.objects.create_superuser("root", password="x"))
    stuck, fresh = post(), post()
    later = timezone.now() + timedelta(hours=6)
    Letter.objects.filter(pk=stuck.pk).update(attempts=3, next_try_at=later, about="M-STUCK", last_error="refused")
    Letter.objects.filter(pk=fresh.pk).update(about="M-FRESH")
    page = client.get("/admin/commission/letter/?state=stuck").content.decode()
    assert "M-STUCK" in page
    assert "M-FRESH" not in page
    client.post("/admin/commission/letter/", {"action": "try_again_now", "_selected_action": [stuck.pk]})
    stuck.refresh_from_db()
    assert stuck.next_try_at < later


def test_health_command_ends_with_1_where_no_database_answers():
    environment = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    command = [sys.executable, "manage.py", "health"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "BAD database" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_addresses_take_no_post(client, address):
    assert client.post(address, {"end": "1"}).status_code == 405


@pytest.mark.django_db
def test_missing_time_outs_of_the_role_are_named():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '5s'")
        cursor.execute("SET LOCAL lock_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    with connection.cursor() as cursor:
        assert health.time_outs_missing_in(cursor) == ["idle_in_transaction_session_timeout", "lock_timeout"]
