"""The worker survives a dead mail server and its own kill -9, and stops when told (finding 7)."""

import signal
import time

import pytest
from django.db import connection
from django.utils import timezone

from commission import outbox
from commission.models import Letter

from .conftest import wait_until


def post(subject="A subject"):
    return outbox.post(to="clerk@commission.example", subject=subject, body="A text.", language="az")


def nothing_waits():
    return not Letter.objects.waiting().exists()


def test_worker_sends_what_waits_and_stops_on_sigterm(committed, worker, smtp):
    letters = [post(f"letter {number}") for number in range(3)]
    process = worker()
    wait_until(nothing_waits)
    assert [received["Message-ID"] for received in smtp.letters] == [letter.message_id for letter in letters]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0


def test_worker_killed_in_mid_send_leaves_the_letter_to_the_next_with_the_same_message_id(committed, worker, smtp):
    letter = post()
    smtp.hold_seconds = 30
    process = worker()
    assert smtp.arrivals.acquire(timeout=15), "the letter did not reach the server"
    process.kill()
    process.wait()
    letter.refresh_from_db()
    assert letter.sent_at is None
    smtp.hold_seconds = 0
    worker()
    wait_until(nothing_waits)
    assert [received["Message-ID"] for received in smtp.letters] == [letter.message_id] * 2


def test_two_workers_send_a_letter_once(committed, worker, smtp):
    for number in range(6):
        post(f"letter {number}")
    smtp.hold_seconds = 0.3
    worker(), worker()
    wait_until(nothing_waits)
    assert sorted(received["Subject"] for received in smtp.letters) == [f"letter {number}" for number in range(6)]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_worker_told_to_stop_finishes_the_send_under_way(committed, worker, smtp, stop):
    letter = post()
    smtp.hold_seconds = 1.5
    process = worker()
    assert smtp.arrivals.acquire(timeout=15), "the letter did not reach the server"
    process.send_signal(stop)
    assert process.wait(timeout=10) == 0
    letter.refresh_from_db()
    assert letter.sent_at <= timezone.now()


def test_worker_waits_for_a_database_that_is_away(committed, worker, monkeypatch):
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(connection.settings_dict, "HOST", "/nowhere")
        process = worker()
    time.sleep(3)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
