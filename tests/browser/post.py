"""What the portal writes: the outbox as the database holds it, and what a real mail server got from the real worker."""

import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass

from aiosmtpd.controller import Controller
from django.conf import settings

from tests.databases import connected
from tests.mail.conftest import Postbox, free_port, wait_until

LETTERS = 'SELECT "to", subject, body, language, message_id FROM commission_letter WHERE about = ANY(%s) ORDER BY id'
WAITING = "SELECT count(*) FROM commission_letter WHERE sent_at IS NULL"
DELIVERED_WITHIN = 60  # seconds: other tests may have left letters, too


@dataclass(frozen=True)
class Letter:
    """A letter of the outbox."""

    to: str
    subject: str
    body: str
    language: str


def _as_letter(message):
    """A message of the mail server; a long subject begins on a line of its own, with a space."""
    return Letter(message["To"], message["Subject"].strip(), message.get_content(), message["Content-Language"])


class Post:
    """The letters about some cases, each of which is read once and in order."""

    def __init__(self, link, arrived):
        self.link, self.arrived = link, arrived
        self.numbers, self.read = [], []

    def about(self, number):
        """Watch a case from now on."""
        self.numbers.append(number)

    def new(self):
        """The letters about the watched cases that were not read yet."""
        with self.link.cursor() as cursor:
            cursor.execute(LETTERS, [self.numbers])
            letters = [self._letter(*row) for row in cursor.fetchall()]
        fresh = letters[len(self.read) :]
        self.read = letters
        return fresh

    def _letter(self, to, subject, body, language, message_id):
        # a letter with a link that carries a right loses its text once it is sent
        return Letter(to, subject, body or self._as_delivered(message_id), language)

    def _as_delivered(self, message_id):
        [message] = [message for message in self.arrived if message["Message-ID"] == message_id]
        return message.get_content()

    def only(self):
        """The one letter that was not read yet."""
        [letter] = self.new()
        return letter

    def delivered(self):
        """What the mail server got about the watched cases, once nothing waits any more."""
        wait_until(self._nothing_waits, seconds=DELIVERED_WITHIN)
        letters = [_as_letter(message) for message in self.arrived]
        return [letter for letter in letters if letter.subject.partition(":")[0] in self.numbers]

    def _nothing_waits(self):
        with self.link.cursor() as cursor:
            cursor.execute(WAITING)
            return cursor.fetchone() == (0,)


@contextmanager
def running_post(portal):
    """The Post of a portal while its worker runs and a mail server on loopback takes what it sends."""
    postbox = Postbox()
    server = Controller(postbox, hostname="127.0.0.1", port=free_port())
    server.start()
    mail = {"LETTERS_FOLDER": "", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(server.port), "EMAIL_USE_SSL": "0"}
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=settings.BASE_DIR,
        env=portal.environment | mail,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with closing(connected(portal.database)) as link:
            yield Post(link, postbox.letters)
            assert worker.poll() is None, "the worker has ended"
    finally:
        worker.kill()
        worker.wait()
        server.stop()
