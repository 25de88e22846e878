"""A real SMTP server on loopback, and letters that other processes can see."""

import os
import socket
import subprocess
import sys
import threading
import time
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as portal_settings
from django.db import connection

from commission.models import Letter


class Postbox:
    """Keeps what arrives; `hold` set makes the server wait before it acknowledges."""

    def __init__(self):
        self.letters, self.arrivals = [], threading.Semaphore(0)
        self.hold_seconds = 0
        self.refuses = None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  the library's name
        import asyncio

        if self.refuses:
            return self.refuses
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.arrivals.release()
        await asyncio.sleep(self.hold_seconds)
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp(settings):
    """A running SMTP server; the portal's mail settings point to it."""
    postbox = Postbox()
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", controller.port, False
    postbox.port, postbox.stop = controller.port, controller.stop
    yield postbox
    if controller.loop.is_running():
        controller.stop()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Letters written here are committed and taken away afterwards; nothing else is flushed."""
    with django_db_blocker.unblock():
        Letter.objects.all().delete()  # what a run that was broken off may have left
        try:
            yield Letter.objects
        finally:
            Letter.objects.all().delete()
            connection.close()


@pytest.fixture
def worker(smtp):
    """Starts `manage.py work` on the test's database and SMTP server; ends those that still run."""
    started = []

    def start(*arguments):
        data = connection.settings_dict
        parts = {"host": data["HOST"], "port": data["PORT"], "user": data["USER"], "password": data["PASSWORD"]}
        options = "&".join(f"{name}={value}" for name, value in parts.items() if value)
        environment = os.environ | {
            "DATABASE_URL": f"postgresql:///{data['NAME']}?{options}",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(smtp.port),
            "EMAIL_USE_SSL": "0",
        }
        command = [sys.executable, "manage.py", "work", "--only", "letters", *arguments]
        process = subprocess.Popen(command, cwd=portal_settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_until(is_so, seconds=15):
    """Ask again and again; raises if it does not come true in time."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "did not come true in time"
        time.sleep(0.05)
