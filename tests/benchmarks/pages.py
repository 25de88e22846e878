"""`make bench`: how fast the public pages are, served as in production.

``python -m tests.benchmarks.pages [seconds a page]``. Everything it makes lies
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
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass

from commission.demo import ROOT, VAR, child, stop, wait_until_ready
from commission.embedded_postgres import Server, ServerFailed

SECONDS = 5
DATABASE = "bench"
LOG = "bench.log"
WRK = ("wrk", "-t2", "-c16", "--timeout", "30s", "--latency")
UNITS = {"us": 0.001, "ms": 1, "s": 1_000, "m": 60_000}
PASSES = [
    ("as in production (deploy/gunicorn.conf.py)", ()),
    # gunicorn turns "sync" into "gthread" wherever it is given more than one thread
    ("2 sync workers, for comparison with others", ("-w", "2", "-k", "sync", "--threads", "1")),
]


@dataclass(frozen=True)
class Speed:
    """What wrk measured: requests a second, milliseconds, and requests that failed."""

    rps: float
    p50: float
    p99: float
    failed: int


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


def measure(url, seconds):
    """The Speed of one address."""
    said = subprocess.run([*WRK, f"-d{seconds}", url], capture_output=True, text=True, check=True).stdout

    def percentile(which):
        number, unit = re.search(rf"^\s+{which}%\s+([\d.]+)(us|ms|s|m) *$", said, re.MULTILINE).groups()
        return float(number) * UNITS[unit]

    failed = sum(int(count) for count in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    for counts in re.findall(r"Socket errors: (.*)", said):
        failed += sum(int(count) for count in re.findall(r"\d+", counts))
    rps = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return Speed(rps, percentile(50), percentile(99), failed)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(application, configuration, *options):
    """The address of `application` under gunicorn, which ends with the block."""
    port = free_port()
    bind = ("-b", f"127.0.0.1:{port}")
    process = child(LOG, "-m", "gunicorn", "-c", configuration, *bind, *options, application)
    try:
        address = f"http://127.0.0.1:{port}"
        if not wait_until_ready(address, [process]):
            sys.exit(f"{application} did not start; the reason stands in {VAR / LOG}.")
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=25)
        except subprocess.TimeoutExpired:
            process.kill()


def print_row(name, speed, floor, weight):
    failed = f"  {speed.failed} FAILED" if speed.failed else ""
    print(
        f"{name:16}{speed.rps:9.1f}{speed.rps / floor.rps:9.3f}{speed.p50:9.1f}{speed.p99:9.1f}"
        f"{weight.queries:>5}{weight.raw:9}{weight.gzip:8}{failed}",
        flush=True,
    )


def run_pass(title, options, pages, queries, seconds):
    """Measure the floor and every page under one gunicorn configuration, and print the table.

    The floor is measured again at the end: where it differs much from the
    first time, something else was using the machine and the run tells little.
    """
    print(f"\n{title}")
    print(f"{'page':16}{'req/s':>9}{'of floor':>9}{'p50 ms':>9}{'p99 ms':>9}{'SQL':>5}{'bytes':>9}{'gzip':>8}")
    with served("tests.benchmarks.floor", "python:tests.benchmarks.floor_gunicorn", *options) as address:
        raw = fetch(f"{address}/")
        measure(f"{address}/", 1)
        floor = measure(f"{address}/", seconds)
        print_row("floor", floor, floor, Weight(0, len(raw), len(raw)))
        measure_pages(pages, queries, seconds, floor, options)
        print_row("floor again", measure(f"{address}/", seconds), floor, Weight(0, len(raw), len(raw)))


def measure_pages(pages, queries, seconds, floor, options):
    """Measure every page against `floor` and print its row."""
    with served("commission.wsgi", "deploy/gunicorn.conf.py", *options) as address:
        for name, path in pages.items():
            url = address + path
            weight = Weight(queries[name], len(fetch(url)), len(fetch(url, "gzip")))
            measure(url, 1)  # templates, connections and PostgreSQL's cache become warm
            print_row(name, measure(url, seconds), floor, weight)


def main(seconds):
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
        run(seconds)


def run(seconds):
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
        for title, options in PASSES:
            run_pass(title, options, pages, queries, seconds)
    except KeyboardInterrupt:
        print("\nStopped.")
    except ServerFailed as error:
        sys.exit(str(error))
    finally:
        if server:
            server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)
