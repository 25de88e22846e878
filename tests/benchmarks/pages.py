"""`make bench`: how fast the public pages are, served as in production.

``python -m tests.benchmarks.pages [seconds a page] [archive]``; with `archive`
only the pages of the archive are measured. Everything it makes lies
in var/; its database is made anew each time, and what it starts it also stops.
"""

import contextlib
import fcntl
import io
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from commission.demo import ROOT, VAR, child, stop, wait_until_ready
from commission.embedded_postgres import Server, ServerFailed
from tests import nginx
from tests.benchmarks import archive_pages

SECONDS = 5
DATABASE = "bench"
LOG = "bench.log"
WRK = ("wrk", "-t2", "-c16", "--timeout", "30s", "--latency")
UNITS = {"us": 0.001, "ms": 1, "s": 1_000, "m": 60_000}
FLOOR = ("tests.benchmarks.floor", "python:tests.benchmarks.floor_gunicorn")
PORTAL = ("commission.wsgi", "deploy/gunicorn.conf.py")
PASSES = [
    ("as in production (deploy/gunicorn.conf.py)", ()),
    # gunicorn turns "sync" into "gthread" wherever it is given more than one thread
    ("2 sync workers, for comparison with others", ("-w", "2", "-k", "sync", "--threads", "1")),
]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Speed:
    """What wrk measured: requests a second, milliseconds, and requests that failed.

    And what each request took of the processors, in milliseconds of gunicorn
    and of PostgreSQL: that says more where others use the machine too.
    """

    rps: float
    p50: float
    p99: float
    failed: int
    app: float
    database: float


@dataclass(frozen=True)
class Weight:
    """What one page costs: SQL queries, bytes, bytes as a browser gets them."""

    queries: int
    raw: int
    gzip: int


def set_environment():
    os.environ.update(
        SECRET_KEY="for-the-benchmark-alone-" * 4,
        CODE_KEY="code-key-for-the-benchmark-" * 2,
        CODE_PEPPER="code-pepper-for-the-benchmark-" * 2,
        DEMO="0",
        HTTPS="0",
        SITE_URL="http://127.0.0.1",
        ALLOWED_HOSTS="127.0.0.1",
        MAIL_FROM="portal@commission.example",
        FILES_ROOT=str(VAR / "bench" / "files"),
        STATIC_ROOT=str(VAR / "bench" / "static"),
        LETTERS_FOLDER=str(VAR / "bench" / "mail"),
        DJANGO_SETTINGS_MODULE="commission.settings",
    )
    for folder in ("files/incoming", "static", "mail"):
        (VAR / "bench" / folder).mkdir(parents=True, exist_ok=True)


def drop_database(server):
    import psycopg2

    connection = psycopg2.connect(host=str(server.folder), user="postgres", dbname="postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS bench WITH (FORCE)")
    finally:
        connection.close()


def prepare():
    """Migrate, load samples and the invented releases, and let PostgreSQL look at them."""
    subprocess.run([sys.executable, "-m", "commission.translations", "compile"], cwd=ROOT, check=True)
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    logging.disable(logging.INFO)  # of this process alone: gunicorn logs each request, as in production
    from tests.benchmarks import content

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_samples", verbosity=0)
    call_command("reindex", verbosity=0, stdout=io.StringIO())
    content.load()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        size = cursor.fetchone()[0]
    print(f"{content.RELEASES} releases of {content.WORDS} words, database {size}")


def addresses():
    """The pages that are measured, by name."""
    from django.urls import reverse
    from django.utils import translation

    from press.cursors import cursor_of
    from press.models import Release
    from tests.benchmarks import content

    middle = Release.objects.get(slug=f"release-{content.RELEASES // 2}", language=content.LANGUAGE)
    with translation.override(content.LANGUAGE):
        releases, search = reverse("press:release-list"), reverse("site_search:search")
        return {
            "home": reverse("home"),
            "list": releases,
            "list, deep": f"{releases}?before={cursor_of(middle)}",
            "release": middle.get_absolute_url(),
            "search, common": f"{search}?q={content.COMMON}",
            "search, rare": f"{search}?q={content.RARE}",
            "search, none": f"{search}?q={content.ABSENT}",
            "contact form": reverse("contact:message-new"),
            "filing form": reverse("appeals:filing-new"),
        }


def queries_of(path):
    """How many SQL queries the page takes, once everything that is kept in memory is there."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(path)
    return len(captured)


def fetch(url, encoding="identity"):
    """The body as it travels; raises where the answer is no 200 without a redirect."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=30) as answer:
        if answer.status != 200 or answer.url != url:
            sys.exit(f"{url} answered {answer.status} from {answer.url}")
        return answer.read()


def processor_seconds(pid):
    """What a process, all that it started and all that has ended of these have taken of the processors."""
    spent, parents = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            spent[int(stat.parent.name)] = sum(map(int, fields[11:15])) / TICKS
            parents[int(stat.parent.name)] = int(fields[1])
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(spent.get(member, 0) for member in family)


def measure(url, seconds, *, app, database):
    """The Speed of one address; `app` and `database` are the ids of gunicorn and of PostgreSQL."""
    before = processor_seconds(app), processor_seconds(database)
    said = subprocess.run([*WRK, f"-d{seconds}", url], capture_output=True, text=True, check=True).stdout
    requests = max(1, int(re.search(r"(\d+) requests in", said)[1]))
    taken = [
        (now - then) * 1_000 / requests
        for now, then in zip((processor_seconds(app), processor_seconds(database)), before, strict=True)
    ]

    def percentile(which):
        number, unit = re.search(rf"^\s+{which}%\s+([\d.]+)(us|ms|s|m) *$", said, re.MULTILINE).groups()
        return float(number) * UNITS[unit]

    failed = sum(int(count) for count in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    for counts in re.findall(r"Socket errors: (.*)", said):
        failed += sum(int(count) for count in re.findall(r"\d+", counts))
    rps = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return Speed(rps, percentile(50), percentile(99), failed, *taken)


@contextlib.contextmanager
def served(application, configuration, *options):
    """The address of `application` under gunicorn and gunicorn's id; it ends with the block."""
    address = f"127.0.0.1:{nginx.free_port()}"
    bind = ("-b", address)
    process = child(LOG, "-m", "gunicorn", "-c", configuration, *bind, *options, application)
    try:
        address = f"http://{address}"
        if not wait_until_ready(address, [process]):
            sys.exit(f"{application} did not start; the reason stands in {VAR / LOG}.")
        yield address, process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=25)
        except subprocess.TimeoutExpired:
            process.kill()


def print_head(title):
    print(f"\n{title}")
    print(
        f"{'page':16}{'req/s':>9}{'of floor':>9}{'p50 ms':>9}{'p99 ms':>9}{'app ms':>8}{'db ms':>7}"
        f"{'SQL':>5}{'bytes':>9}{'gzip':>8}"
    )


def print_row(name, speed, floor, weight):
    failed = f"  {speed.failed} FAILED" if speed.failed else ""
    print(
        f"{name:16}{speed.rps:9.1f}{speed.rps / floor.rps:9.3f}{speed.p50:9.1f}{speed.p99:9.1f}"
        f"{speed.app:8.2f}{speed.database:7.2f}{weight.queries:>5}{weight.raw:9}{weight.gzip:8}{failed}",
        flush=True,
    )


def run_pass(title, options, pages, queries, seconds, database):
    """Measure the floor and every page under one gunicorn configuration, and print the table; gives the floor.

    The floor is measured again at the end: where it differs much from the
    first time, something else was using the machine and the run tells little.
    """
    print_head(title)
    with served(*FLOOR, *options) as (address, pid):
        raw = fetch(f"{address}/")
        ids = {"app": pid, "database": database}
        measure(f"{address}/", 1, **ids)
        floor = measure(f"{address}/", seconds, **ids)
        weight = Weight(0, len(raw), len(raw))
        print_row("floor", floor, floor, weight)
        with served(*PORTAL, *options) as (portal, pid_of_portal):
            measure_pages(portal, pages, queries, seconds, floor, app=pid_of_portal, database=database)
        print_row("floor again", measure(f"{address}/", seconds, **ids), floor, weight)
    return floor


def measure_pages(address, pages, queries, seconds, floor, **ids):
    """Measure every page against `floor` and print its row."""
    for name, path in pages.items():
        url = address + path
        weight = Weight(queries[name], len(fetch(url)), len(fetch(url, "gzip")))
        measure(url, 1, **ids)  # templates, connections and PostgreSQL's cache become warm
        print_row(name, measure(url, seconds, **ids), floor, weight)


def run_behind_nginx(pages, queries, seconds, floor, database):
    """The pages as deploy/nginx.conf serves them, beside a file of nginx alone; the ratios are to `floor`."""
    if not nginx.program():
        print("\nbehind nginx: left out, since nginx is not installed")
        return
    print_head("behind nginx as in deploy/nginx.conf; floor: the bare view of the first table")
    os.environ["TRUSTED_PROXIES"] = "unix"
    with nginx.folder() as folder, contextlib.ExitStack() as ends:
        (folder / "files").mkdir()
        (folder / "files" / "page").write_bytes(b"." * 10_000)
        plain = nginx.free_port()
        files = f"server {{ listen 127.0.0.1:{plain}; root {folder}/files; default_type text/html; access_log off; }}"
        socket = folder / "web.sock"
        # on the socket and on an address: the second tells when it is ready
        _, pid = ends.enter_context(served(*PORTAL, "-b", f"unix:{socket}"))
        port = ends.enter_context(nginx.running(folder, socket, files))
        ids = {"app": pid, "database": database}
        url = f"http://127.0.0.1:{plain}/page"
        print_row("nginx, a file", measure(url, seconds, **ids), floor, Weight(0, len(fetch(url)), len(fetch(url))))
        measure_pages(f"http://127.0.0.1:{port}", pages, queries, seconds, floor, **ids)


def main(seconds, *, is_archive_alone=False):
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: apt-get install wrk")
    VAR.mkdir(exist_ok=True)
    (VAR / LOG).write_text("")
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with open(VAR / "bench.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("Another benchmark is running.")
        run(seconds, is_archive_alone=is_archive_alone)


def run(seconds, *, is_archive_alone):
    set_environment()
    server = None
    started = time.monotonic()
    try:
        server = Server(VAR / "bench-postgres")
        server.start()
        drop_database(server)
        server.create_database(DATABASE)
        os.environ["DATABASE_URL"] = server.url(DATABASE)
        prepare()
        pages = addresses()
        queries = {name: queries_of(path) for name, path in pages.items()}
        machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        print(f"prepared in {time.monotonic() - started:.0f} s; {machine}; {' '.join(WRK)} -d{seconds}")
        database = int((VAR / "bench-postgres" / "data" / "postmaster.pid").read_text().split()[0])
        with served(*PORTAL) as (address, _):
            archive_pages.run(address, seconds, queries_of)
        if is_archive_alone:
            return
        floors = [run_pass(title, options, pages, queries, seconds, database) for title, options in PASSES]
        run_behind_nginx(pages, queries, seconds, floors[0], database)
    except KeyboardInterrupt:
        print("\nStopped.")
    except ServerFailed as error:
        sys.exit(str(error))
    finally:
        if server:
            server.stop()


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(*numbers[:1] or [SECONDS], is_archive_alone="archive" in sys.argv)
