"""Two officers press the same button at the same instant: one does it, the other is told."""

import threading

from django.db import connections
from django.test import Client

from tests.appeals.desk_cast import filed_now, step
from tests.factories_appeals import make_staff


def signed_in(name):
    client = Client()
    client.force_login(make_staff(name))
    return client


def test_two_officers_at_once_register_once(committed):
    filing = filed_now()
    clients = [signed_in("first"), signed_in("second")]
    barrier, answers = threading.Barrier(2), []

    def press(client):
        barrier.wait()
        answers.append(client.post(step(filing, "registration")).status_code)
        connections.close_all()

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409]
    assert list(filing.events.exclude(kind="file_read").values_list("kind", flat=True)) == ["filed", "registered"]
