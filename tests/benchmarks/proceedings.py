"""`make bench-proceedings`: the pages of the proceedings among 100,000 filings, and how many are filed in a second.

``python -m tests.benchmarks.proceedings [seconds of filing]``, 0 for the pages
and the worker alone. Database and folder are its own and made anew each time;
what it starts it also stops.
"""

import contextlib
import fcntl
import gc
import logging
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse

import psycopg2

from commission.demo import ROOT, VAR, stop
from commission.embedded_postgres import Server, ServerFailed
from tests.benchmarks import pages, rate

SECONDS = 60
CALLS = 30
GOAL = 50
QUERIES = (
    "state=decided", "state=all", "state=joined", "state=on_agenda", "overdue=on", "mine=on", "unassigned=on",
    "is_late=on", "is_incomplete=on", "is_misdirected=on", "commission=C007", "page=100",
    "q=C007-2026-001131", "q=001131", "q=respondent+77", "q=applicant", "q=nobody+at+all",
)  # fmt: skip
DATABASE = "bench_proceedings"
FOLDER = VAR / "bench-proceedings"


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


def _desk(name, user, filing):
    """The pages of the desk as `user` sees them: the queue, with each filter and searched, and the case."""
    from django.test import Client
    from django.urls import reverse

    client, queue = Client(SERVER_NAME="127.0.0.1"), reverse("admin:appeals_filing_changelist")
    client.force_login(user)
    floor_of_pages = reverse("admin:password_change_done")  # session, account, rights and frame, and no more
    found = {f"{name} floor": lambda: client.get(floor_of_pages), f"{name} queue": lambda: client.get(queue)}
    for query in QUERIES:
        found[f"{name} {query}"] = lambda query=query: client.get(f"{queue}?{query}")
    case = reverse("admin:appeals_filing_change", args=[filing.pk])
    return found | {f"{name} case": lambda: client.get(case)}


def _public(filing):
    """The pages of the applicant and of the public."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse
    from django.utils import translation

    from appeals import codes
    from tests.benchmarks.filings import FORM_KEY

    visitor = Client(SERVER_NAME="127.0.0.1")
    with translation.override("en"):
        follow, register = reverse("appeals:follow"), reverse("appeals:register")
        statistics_page = reverse("appeals:statistics")
        one = reverse("appeals:register-filing", args=[filing.number])
    code = codes.access_code(FORM_KEY, secret=settings.CODE_KEY)
    opened = visitor.post(follow, {"number": filing.number, "code": code, "end": "1"})
    own_case = urllib.parse.urljoin(follow, opened.url)
    return {
        "follow": lambda: visitor.get(own_case),
        "register": lambda: visitor.get(register),
        "register, one": lambda: visitor.get(one),
        "statistics": lambda: visitor.get(statistics_page),
    }


def _backend():
    """The process of PostgreSQL that answers this one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _ran(process):
    """Milliseconds for which a process has been on a processor (proc(5), schedstat)."""
    with open(f"/proc/{process}/schedstat") as file:
        return int(file.read().split()[0]) / 1_000_000


def _measured(call):
    """Milliseconds of CALLS calls: by the clock, and on the processors here and in PostgreSQL together.

    What PostgreSQL hands to parallel workers is in the clock alone.
    """
    took, worked = [], []
    for _ in range(CALLS):
        backend = _backend()
        before, here, started = _ran(backend), time.process_time(), time.perf_counter()
        call()
        took.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - here) * 1000 + _ran(backend) - before)
    return took, worked


def measure_pages(chair, filing):
    """Each page: time by the clock, time on the processors (which says more where others use them), queries."""
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    officer = User.objects.get(username=f"chair-{filing.commission.number}")
    pages_measured = _desk("CEC", chair, filing) | _desk("ConEC", officer, filing) | _public(filing)
    print(f"\nserver time of {CALLS} calls in ms; goal: {GOAL} ms")
    heads = ("p50", "p95", "least", "CPU p50", "CPU least")
    print(f"{'page':30}{''.join(f'{head:>10}' for head in heads)}{'SQL':>5}{'bytes':>8}  below {GOAL}")
    for name, call in pages_measured.items():
        answer = call()
        if answer.status_code != 200:
            sys.exit(f"{name} answered {answer.status_code}")
        gc.collect()
        gc.freeze()
        took, worked = _measured(call)
        with CaptureQueriesContext(connection) as captured:
            call()
        p50, p95, cpu = statistics.median(took), statistics.quantiles(took, n=20)[-1], statistics.median(worked)
        below = "yes" if p50 < GOAL else "by CPU" if cpu < GOAL else "least" if min(worked) < GOAL else "NO"
        figures = "".join(f"{value:10.1f}" for value in (p50, p95, min(took), cpu, min(worked)))
        print(f"{name:30}{figures}{len(captured):5}{len(answer.content):8}  {below}", flush=True)


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
        if seconds and not rate.measure(os.environ["DATABASE_URL"], FOLDER, seconds):
            sys.exit("What was answered is not what is stored.")
    except KeyboardInterrupt:
        print("\nStopped.")
    except ServerFailed as error:
        sys.exit(str(error))
    finally:
        if server:
            server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
