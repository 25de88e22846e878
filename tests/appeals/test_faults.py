"""What was answered "received" is stored, once, with its file: whatever is killed meanwhile (F1, F2, F5, F6).

A PostgreSQL of its own that keeps what it has committed, the real gunicorn,
the real worker, and citizens who go through all the pages from the first step
to the receipt and send again what was not answered; a ledger of what they were
told is the judge.
"""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from appeals import codes
from commission.embedded_postgres import Server
from tests.databases import address
from tests.http.test_server import TOKEN, ask, end, free_port
from tests.load.citizen import Citizen, Line
from tests.load.driver import PARTS, Ledger, Load, asked, judged

pytestmark = pytest.mark.long

SEED = int(os.environ.get("FAULTS_SEED", time.time()))
CLIENTS, SIZE = 6, 20_000
NEXT_TRY_NOW = "from commission import outbox, models; outbox.try_again(models.Letter.objects.all())"


class Postbox:
    """Counts sessions, and what arrives, by Message-ID; takes `holds` seconds to acknowledge it."""

    def __init__(self):
        self.arrived, self.sessions, self.holds = {}, 0, 0.01

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802  the library's name
        session.host_name = hostname
        self.sessions += 1
        return responses

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  the library's name
        import asyncio

        head = envelope.content.partition(b"\r\n\r\n")[0].decode("latin-1")
        message_id = next(line for line in head.splitlines() if line.lower().startswith("message-id:"))
        self.arrived[message_id] = self.arrived.get(message_id, 0) + 1
        await asyncio.sleep(self.holds)
        return "250 OK"


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL that survives a crash; in a folder that its own user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir="/var/tmp"))
    folder.chmod(0o711)
    made = Server(folder / "pg", durable=True)
    made.start()
    yield made
    made.stop()
    shutil.rmtree(made.folder, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def copy_database(name, server):
    """Copy a database of the tests' server into the empty one of `server`, in a tenth of what its migrations take."""
    programs, output = server.pginstall / "bin", {"capture_output": True, "check": True}
    dump = subprocess.run([programs / "pg_dump", "--no-owner", address(name)], **output).stdout
    strict = ["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1"]
    subprocess.run([programs / "psql", *strict, server.url("faults")], input=dump, **output)


@pytest.fixture(scope="module")
def portal(server, migrated, static_root, tmp_path_factory):
    """The portal on a database of its own: a way to run its commands, and gunicorn with two workers."""
    server.create_database("faults")
    copy_database(migrated, server)
    url, folder = server.url("faults"), tmp_path_factory.mktemp("portal")
    postbox = Postbox()
    smtp = Controller(postbox, hostname="127.0.0.1", port=free_port())
    smtp.start()
    port, log = free_port(), folder / "web.log"
    environment = os.environ | {
        "DATABASE_URL": url,
        "FILES_ROOT": str(folder / "files"),
        "STATIC_ROOT": str(static_root),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(smtp.port),
        "EMAIL_USE_SSL": "0",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_WORKERS": "2",
        "LOG_LEVEL": "ERROR",
    }

    def started(*command, output=subprocess.DEVNULL, **more):
        return subprocess.Popen(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=environment | more, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip

    def run(*command):
        assert started("manage.py", *command).wait() == 0, command

    (folder / "list.csv").write_text("tier,number,superior,name_en\ncentral,CEC,,C\nconstituency,C033,CEC,S\n")
    run("import_commissions", str(folder / "list.csv"))
    with open(log, "wb") as output:
        web = started("-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "commission.wsgi", output=output)
    try:
        wait_until(lambda: is_ready(port, web, log), seconds=40)
        yield SimpleNamespace(
            url=url, port=port, web=web, run=run, started=started, postbox=postbox, log=log,
            evidence=folder / "files" / "evidence",
        )  # fmt: skip
    finally:
        end(web)
        smtp.stop()


def is_ready(port, web, log):
    assert web.poll() is None, log.read_text()
    try:
        return ask(port, "GET", "/readyz").status == 200
    except OSError:
        return False


def wait_until(is_so, seconds, rest=0.1):
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "did not come true in time"
        time.sleep(rest)


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def under_load(portal, *, seed, fault, times, pause):
    """The ledger of some seconds of load, in which `fault(chance)` happens so many times, `pause` seconds apart.

    It waits for somebody who is filing in that moment, or sending a file, and then a little.
    """
    print(f"FAULTS_SEED={SEED}")  # noqa: T201  to run the same again
    chance = random.Random(seed)
    with Load(portal.port, clients=CLIENTS, size=SIZE, seed=seed) as ledger:
        for number in range(times):
            time.sleep(pause * (0.5 + chance.random()))
            aim = "upload" if number % 3 == 2 else "send"
            wait_until(lambda aim=aim: aim in ledger.under_way.values(), seconds=60, rest=0.001)
            time.sleep(chance.random() / 20)
            fault(chance)
        wait_until(lambda: is_ready(portal.port, portal.web, portal.log), seconds=60)
        calm = len(ledger.codes)
        wait_until(lambda: len(ledger.codes) > calm + CLIENTS, seconds=60)  # it is well again
    return ledger


def nothing_is_wrong(portal, ledger):
    portal.run("sweep_files", "--older-than", "0")
    assert judged(ledger, url=portal.url, files=portal.evidence) == []
    assert ledger.refused == []
    assert len(ledger.received) == len(ledger.statements)  # whoever tried again was told in the end
    for form_key, code in ledger.codes.items():
        assert code == codes.access_code(form_key, secret=settings.CODE_KEY)


def test_killed_web_workers_lose_nothing_that_was_answered(portal):
    killed = []

    def kill(chance):
        workers = children(portal.web.pid)
        if workers:
            killed.append(chance.choice(workers))
            os.kill(killed[-1], signal.SIGKILL)

    ledger = under_load(portal, seed=SEED, fault=kill, times=6, pause=0.8)
    assert len(killed) >= 4
    assert ledger.broken > 0
    nothing_is_wrong(portal, ledger)
    assert "Traceback" not in portal.log.read_text()


def test_crashed_database_loses_nothing_that_was_answered(portal, server):
    def crash(chance):
        data = server.folder / "data"
        assert server._pg("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop") == 0
        time.sleep(chance.random() / 2)
        server.start()

    ledger = under_load(portal, seed=SEED + 1, fault=crash, times=3, pause=0.8)
    assert set(ledger.statuses) <= {200, 303, 503}, portal.log.read_text()[-3000:]
    assert ledger.statuses.get(503, 0) + ledger.broken > 0
    nothing_is_wrong(portal, ledger)


def test_killed_mail_worker_sends_every_letter_and_none_under_two_names(portal):
    workers = [portal.started("manage.py", "work") for _ in range(2)]
    waiting, kills = "SELECT count(*) FROM commission_letter WHERE sent_at IS NULL", 4

    def kill(chance):
        at = chance.randrange(2)
        workers[at].kill()
        workers[at].wait()
        workers[at] = portal.started("manage.py", "work")

    try:
        ledger = under_load(portal, seed=SEED + 2, fault=kill, times=kills, pause=1.2)
        nothing_is_wrong(portal, ledger)
        wait_until(lambda: asked(portal.url, waiting) == [(0,)], seconds=60)
    finally:
        for worker in workers:
            end(worker)
    ((letters, names),) = asked(portal.url, "SELECT count(*), count(DISTINCT message_id) FROM commission_letter")
    assert len(portal.postbox.arrived) == letters == names
    # only a send that was cut off is repeated, with the name that it had
    assert sum(portal.postbox.arrived.values()) - letters <= kills


def write_to_the_commission(portal):
    """Send the contact form, as a visitor without JavaScript does; the status of the answer."""
    page = ask(portal.port, "GET", "/en/contact/").text
    key = re.search(r'name="form_key" value="([^"]*)"', page)[1]
    fields = {"topic": "voter-list", "name": "Ayan Sample", "email": "ayan@people.example", "text": "Where do I vote?"}
    sent = fields | {"form_key": key, "website": "", "csrfmiddlewaretoken": TOKEN, "end": "1"}
    return ask(portal.port, "POST", "/en/contact/", sent).status


def test_mail_server_that_hangs_holds_up_the_worker_alone(portal):
    """F6: nobody who files or writes waits for it; the worker gives up after EMAIL_TIMEOUT and tries again later."""
    postbox, tried = portal.postbox, "SELECT attempts, last_error FROM commission_letter WHERE sent_at IS NULL"
    before, names = postbox.sessions, set(postbox.arrived)
    line, first, second = Line(portal.port, Ledger()), a_citizen("with no worker"), a_citizen("while it hangs")
    go(first, line, *PARTS)
    go(second, line, "type", "upload", "check")
    assert postbox.sessions == before  # no request talks SMTP itself
    postbox.holds = 3 * settings.EMAIL_TIMEOUT
    worker = portal.started("manage.py", "work")
    try:
        wait_until(lambda: set(postbox.arrived) > names, seconds=60, rest=0.01)
        go(second, line, "send", "read_receipt")
        assert write_to_the_commission(portal) == 303
        assert postbox.sessions == before + 1
        assert {tries for tries, _error in asked(portal.url, tried)} == {0}  # the first send still hangs
        postbox.holds = 0
        wait_until(lambda: len(asked(portal.url, tried)) == 1, seconds=60)
        ((tries, error),) = asked(portal.url, tried)
        assert (tries, "timed out" in error) == (1, True)
        portal.run("shell", "-v", "0", "-c", NEXT_TRY_NOW)
        wait_until(lambda: asked(portal.url, tried) == [], seconds=60)
    finally:
        end(worker)
    times = [number for name, number in postbox.arrived.items() if name not in names]
    assert sorted(times) == [1] * (len(times) - 1) + [2]  # with the same name again


def a_citizen(statement):
    return Citizen(statement=statement, file=b"x", commission="C033")


def go(citizen, line, *parts):
    for part in parts:
        getattr(citizen, part)(line)
    line.close()
