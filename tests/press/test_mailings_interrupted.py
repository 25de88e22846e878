"""A worker that is killed in the middle of its portion: nobody is written to twice, and nobody is missed."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

from commission.models import Letter
from press.models import Delivery, Mailing
from press.subscriptions import mailings
from tests.factories_readers import make_news, make_readers

KILLED = """
import os
import django
django.setup()
from press.subscriptions import mailings
mailings.PORTION = 3
mailings.write_some()
mailings._write = lambda *a, write=mailings._write: (write(*a), print("inside", flush=True), os.kill(os.getpid(), 9))
mailings.write_some()
"""


def test_worker_killed_within_a_portion_leaves_whole_portions_and_the_next_goes_on(committed, monkeypatch):
    monkeypatch.setattr(mailings, "PORTION", 3)
    make_readers(8)
    make_news()
    data = connection.settings_dict
    parts = {"host": data["HOST"], "port": data["PORT"], "user": data["USER"], "password": data["PASSWORD"]}
    options = "&".join(f"{name}={value}" for name, value in parts.items() if value)
    environment = os.environ | {"DATABASE_URL": f"postgresql:///{data['NAME']}?{options}"}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert (killed.returncode, killed.stdout) == (-9, "inside\n"), killed.stderr
    assert (Letter.objects.count(), Delivery.objects.count(), Mailing.objects.get().written) == (3, 3, 3)
    while mailings.write_some():
        pass
    addressees = sorted(Letter.objects.values_list("to", flat=True))
    assert addressees == [f"reader{number}@example.org" for number in range(8)]
