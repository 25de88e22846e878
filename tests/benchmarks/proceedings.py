"""`make bench-proceedings`: the pages of the proceedings among 100,000 filings, and how many are filed in a second.

``python -m tests.benchmarks.proceedings [filings by each client]``. Database and
folder are its own and made anew each time; what it starts it also stops.
"""

import contextlib
import fcntl
import logging
import os
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

import psycopg2

from commission.demo import ROOT, VAR, stop
from commission.embedded_postgres import Server, ServerFailed
from tests.benchmarks import pages
from tests.load.driver import Load, asked, in_parts, judged

SECONDS = 20
CALLS = 30
DATABASE = "bench_proceedings"
FOLDER = VAR / "bench-proceedings"
CLIENTS, FILE_BYTES = 16, 200_000


def set_environment():
    pages.set_environment()
    os.environ.update(FILES_ROOT=str(FOLDER / "files"), LETTERS_FOLDER=str(FOLDER / "mail"))
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in ("files/incoming", "mail"):
        (FOLDER / name).mkdir(parents=True)


def remake_database(server):
    with contextlib.closing(
        psycopg2.connect(host=str(server.folder), user="postgres", dbname="postgres")
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS bench_proceedings WITH (FORCE)")
    server.create_database(DATABASE)


def prepare():
    """Migrate and load; the member of staff and the filing with which the pages are measured."""
    subprocess.run([sys.executable, "-m", "commission.translations", "compile"], cwd=ROOT, check=True)
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    logging.disable(logging.WARNING)
    from tests.benchmarks import filings

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    started = time.monotonic()
    clerk = filings.make_commissions()
    filing = filings.load(clerk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT (SELECT count(*) FROM appeals_filing), (SELECT count(*) FROM appeals_event)")
        counts = cursor.fetchone()
    print(f"{counts[0]} filings, {counts[1]} journal rows, loaded in {time.monotonic() - started:.0f} s")
    return clerk, filing


# Pages -----------------------------------------------------------------------


def calls(clerk, filing):
    """What is measured, by name: a function that asks for the page once and gives its answer."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse
    from django.utils import translation

    from appeals import codes
    from commission.models import Bucket
    from tests.benchmarks.filings import FORM_KEY

    staff, visitor = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    staff.force_login(clerk)
    with translation.override("en"):
        follow, register = reverse("appeals:follow"), reverse("appeals:register")
        case = reverse("appeals:register-filing", args=[filing.number])
    code = codes.access_code(FORM_KEY, secret=settings.CODE_KEY)
    typed = {"number": filing.number, "code": code, "end": "1"}
    opened = visitor.post(follow, typed)
    own_case = urllib.parse.urljoin(follow, opened.url) if opened.status_code in (302, 303) else None

    def followed():
        if own_case:
            return visitor.get(own_case)
        Bucket.objects.all().delete()  # the limit of tries is not what is measured
        return visitor.post(follow, typed)

    return {
        "desk queue": lambda: staff.get(reverse("admin:appeals_filing_changelist")),
        "case screen": lambda: staff.get(reverse("admin:appeals_filing_change", args=[filing.pk]), follow=True),
        "follow": followed,
        "register": lambda: visitor.get(register),
        "register, one": lambda: visitor.get(case),
    }


def measure_pages(clerk, filing):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    print(f"\n{'page':16}{'p50 ms':>9}{'p95 ms':>9}{'SQL':>5}{'bytes':>9}   (server time of {CALLS} calls)")
    for name, call in calls(clerk, filing).items():
        answer = call()
        if answer.status_code != 200:
            sys.exit(f"{name} answered {answer.status_code}")
        with CaptureQueriesContext(connection) as captured:
            call()
        queries, took = len(captured), []
        for _ in range(CALLS):
            started = time.perf_counter()
            call()
            took.append((time.perf_counter() - started) * 1000)
        p95 = statistics.quantiles(took, n=20)[-1]
        print(f"{name:16}{statistics.median(took):9.1f}{p95:9.1f}{queries:5}{len(answer.content):9}", flush=True)


def measure_worker():
    """How long the worker takes to remind of everything at once and to work out every limit anew."""
    from django.db import connection

    from appeals import reminders, verbs
    from appeals.models import Filing

    running, started = Filing.objects.running().count(), time.monotonic()
    reminders.remind()
    print(f"\nreminders          {time.monotonic() - started:8.1f} s for {reminders.BATCH} of {running} running")
    started = time.monotonic()
    reminders.write_digests()
    print(f"digests            {time.monotonic() - started:8.1f} s for {reminders.DIGESTS_AT_ONCE} commissions")
    started = time.monotonic()
    changed = verbs.recompute_running()  # those of the benchmark were drawn by lot: all of them move
    print(f"recomputation      {time.monotonic() - started:8.1f} s, {changed} of {running} changed", flush=True)
    connection.close()


# Filing ----------------------------------------------------------------------


def floor(url, seconds):
    """How many files of the same size, each with a row, the same disk takes in a second from as many clients."""
    folder, done, until = FOLDER / "floor", [], time.monotonic() + seconds
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


def measure_filing(url, seconds):
    """File under load through gunicorn with two workers, compare with the floor, and judge what is stored."""
    before = floor(url, max(3, seconds // 4))
    with pages.served(*pages.PORTAL, "-w", "2") as (address, _process):
        port = urllib.parse.urlsplit(address).port
        with Load(port, clients=2, size=1_000, seed="warm", commission="CEC", tries=1):
            time.sleep(1)
        taken = asked(url, "SELECT count(*) FROM appeals_filing")[0][0]
        filings = CLIENTS * seconds  # at once on their way
        ledger = in_parts(port, clients=CLIENTS, filings=filings, size=FILE_BYTES, seed=time.time(), commission="CEC")
    after = floor(url, max(3, seconds // 4))
    ceiling = (before + after) / 2
    print(f"\n{filings} filings with a file of {FILE_BYTES // 1000} kB, {CLIENTS} clients, 2 workers, page by page")
    for part, name, took in (("upload", "the file", ledger.upload_seconds), ("send", "filing", ledger.seconds)):
        p50, p95 = statistics.median(took) * 1000, statistics.quantiles(took, n=20)[-1] * 1000
        rate = len(took) / ledger.took[part]
        print(
            f"  {name:18} {rate:8.1f} a second, p50 {p50:.0f} ms, p95 {p95:.0f} ms, of the floor {rate / ceiling:.3f}"
        )
    print(f"  floor              {ceiling:8.1f} a second: file, fsync, INSERT, COMMIT ({before:.0f}, then {after:.0f})")
    print(f"  not answered       {ledger.broken}; refused {ledger.refused[:3]}; answers by status {ledger.statuses}")
    stored = asked(url, "SELECT count(*) FROM appeals_filing")[0][0] - taken
    wrong = judged(ledger, url=url, files=FOLDER / "files" / "evidence", prefix="CEC-")
    print(f"  stored             {stored} for {len(ledger.received)} received; wrong: {wrong[:5] or 'nothing'}")
    if wrong:
        sys.exit(1)


def main(seconds):
    VAR.mkdir(exist_ok=True)
    (VAR / pages.LOG).write_text("")
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with open(VAR / "bench.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("Another benchmark is running.")
        run(seconds)


def run(seconds):
    set_environment()
    server = None
    try:
        server = Server(VAR / "bench-postgres")
        server.start()
        remake_database(server)
        os.environ["DATABASE_URL"] = server.url(DATABASE)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        measure_pages(*prepare())
        measure_worker()
        measure_filing(os.environ["DATABASE_URL"], seconds)
    except KeyboardInterrupt:
        print("\nStopped.")
    except ServerFailed as error:
        sys.exit(str(error))
    finally:
        if server:
            server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
