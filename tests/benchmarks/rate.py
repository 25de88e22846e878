"""How many whole filings with a file the portal takes in a second, against what the disk takes of files and rows."""

import contextlib
import os
import resource
import shutil
import statistics
import sys
import threading
import time
import urllib.parse
from datetime import timedelta
from pathlib import Path

import psycopg2

from commission.demo import VAR
from tests.benchmarks import pages
from tests.load import rush
from tests.load.citizen import TYPED
from tests.load.driver import Ledger, asked, judged

COMMISSION = "P00001"  # one to which nobody has filed before: all wait for the same register number
CLIENTS, FILE_BYTES = 8, 200_000
READY_A_SECOND = 120  # drafts that are made ready: more than can be filed
WARM_SECONDS = 3
FLOOR_SECONDS = 5
BEGUN_AT_ONCE = 500
TICKS = os.sysconf("SC_CLK_TCK")


def floor(url, folder, seconds):
    """How many files of the same size, each with a row, the same disk takes in a second from as many clients."""
    done, until = [], time.monotonic() + seconds
    folder.mkdir(exist_ok=True)
    body = os.urandom(FILE_BYTES)

    def client(number):
        with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            while time.monotonic() < until:
                path = folder / f"{number}-{len(done)}-{time.monotonic_ns()}"
                with open(path, "wb") as file:
                    file.write(body)
                    file.flush()
                    os.fsync(file.fileno())
                cursor.execute("INSERT INTO floor_of_filing (name) VALUES (%s)", [path.name])
                connection.commit()
                done.append(1)

    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS floor_of_filing (id bigserial PRIMARY KEY, name text)")
        connection.commit()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shutil.rmtree(folder)
    return len(done) / seconds


def _answers():
    """What a draft holds when every step up to the files was sent, as the forms themselves keep it."""
    from appeals.forms.filing_steps import STEPS

    answers = {}
    for step, fields in TYPED.items():
        more = {"act": {"commission": COMMISSION}, "statement": {"statement": "A statement."}}
        form = STEPS[step][0](fields | more.get(step, {}) | {"seen": f"{'0' * 32}-{'0' * 16}"}, answers=answers)
        if not form.is_valid():
            sys.exit(f"the step {step} of the benchmark is wrong: {form.errors.as_text()}")
        answers = answers | form.saved()
    return answers


def drafts(number):
    """So many drafts, typed up to the files, begun in the database; as the load files them."""
    from django.utils import timezone

    from appeals.cookies import draft_cookie
    from appeals.models import Draft

    answers, at, ready = _answers(), timezone.now(), []
    for _ in range(number):
        unlike = os.urandom(rush.UNLIKE_BYTES)
        statement = f"A copy of the protocol was refused. {unlike.hex()}"
        ready.append(rush.Ready(draft_cookie.new_token(), statement, unlike))
    Draft.objects.bulk_create(
        [
            Draft(
                token_digest=draft_cookie.digest_of(each.token),
                language="az",
                answers=answers | {"statement": each.statement},
                created_at=at,
                expires_at=at + timedelta(days=1),
            )
            for each in ready
        ],
        batch_size=BEGUN_AT_ONCE,
    )
    return ready


def _machine():
    """Seconds for which the processors worked, for whomever, since the machine started."""
    fields = [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return (sum(fields[:8]) - fields[3] - fields[4]) / TICKS


def _spent(app):
    """Seconds of the processors: gunicorn `app`, PostgreSQL, this process, everybody."""
    database = int((VAR / "bench-postgres" / "data" / "postmaster.pid").read_text().split()[0])
    own = resource.getrusage(resource.RUSAGE_SELF)
    return (
        pages.processor_seconds(app), pages.processor_seconds(database), own.ru_utime + own.ru_stime, _machine(),
    )  # fmt: skip


def measure(url, folder, seconds):
    """File for so many seconds through gunicorn with two workers, compare with the floor, judge what is stored."""
    before = floor(url, folder / "floor", FLOOR_SECONDS)
    ledger, ready = Ledger(), drafts(READY_A_SECOND * (seconds + WARM_SECONDS))
    warm, body = ready[: READY_A_SECOND * WARM_SECONDS], os.urandom(FILE_BYTES - rush.UNLIKE_BYTES)
    taken = asked(url, "SELECT count(*) FROM appeals_filing")[0][0]
    with pages.served(*pages.PORTAL, "-w", "2") as (address, app):
        port = urllib.parse.urlsplit(address).port
        rush.Rush(port, ledger, body=body, clients=CLIENTS, seconds=WARM_SECONDS).run(warm)
        warmed, load = len(ledger.received), rush.Rush(port, ledger, body=body, clients=CLIENTS, seconds=seconds)
        start = _spent(app)
        took = load.run(ready[len(warm) :])
        spent = [now - then for now, then in zip(_spent(app), start, strict=True)]
    filed = len(ledger.received) - warmed
    after = floor(url, folder / "floor", FLOOR_SECONDS)
    _print_rate(filed, took, spent, load, (before, after))
    return _judge(ledger, url, folder, taken)


def _print_rate(filed, took, spent, load, floors):
    app, database, driver, machine = (each * 1000 / filed for each in spent)
    total = app + database + driver
    ceiling, cores = sum(floors) / 2, os.cpu_count()
    print(f"\nwhole filings with a file of {FILE_BYTES // 1000} kB: {CLIENTS} clients, 2 workers, {took:.0f} s")
    print(f"  filed              {filed / took:8.1f} a second ({filed}), of the floor {filed / took / ceiling:.3f}")
    for step, seconds in load.took.items():
        p50, p95 = statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[-1] * 1000
        print(f"  {step:18} p50 {p50:6.0f} ms, p95 {p95:6.0f} ms")
    print(f"  processors         {total:8.1f} ms each: portal {app:.1f}, PostgreSQL {database:.1f}, load {driver:.1f}")
    print(f"  with no others     {cores * 1000 / total:8.1f} a second; they took {machine - total:.1f} ms beside each")
    print(
        f"  floor              {ceiling:8.1f} a second: file, fsync, INSERT, COMMIT ({floors[0]:.0f}, {floors[1]:.0f})"
    )


def _judge(ledger, url, folder, taken):
    """Print what became of what was answered; whether everything is as it was answered."""
    stored = asked(url, "SELECT count(*) FROM appeals_filing")[0][0] - taken
    wrong = judged(ledger, url=url, files=folder / "files" / "evidence", prefix=f"{COMMISSION}-")
    missing, gaps, orphans = (sum(sign in line for line in wrong) for sign in ("is not stored", "have a gap", "orphan"))
    print(f"  not answered       {ledger.broken}; {ledger.refused[:3]}; answers by status {ledger.statuses}")
    print(f"  stored             {stored} for {len(ledger.received)} received")
    print(f"  wrong              missing {missing}, gaps {gaps}, orphan files {orphans}, else {wrong[:5] or 'nothing'}")
    return not wrong
