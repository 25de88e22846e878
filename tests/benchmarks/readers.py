"""`make bench-readers`: how long the letters of one release to 10,000 readers take, and what they keep waiting.

``python -m tests.benchmarks.readers [readers]``. Its database is its own, made
anew each time; what it starts it also stops.
"""

import logging
import os
import resource
import statistics
import sys
import time

from commission.demo import ROOT, VAR
from commission.embedded_postgres import Server, ServerFailed
from tests.benchmarks import pages

READERS = 10_000
SENT_IN_THE_MIDDLE = 50


def prepare(readers):
    """Migrate; the readers, half of whom want one letter a day, and a release that has just become public."""
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    from tests.factories_readers import make_news, make_readers

    make_readers(readers)
    return make_news("Lists are checked", lead="One visit is enough to see whether the list has your name. " * 4)


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def in_portions(step):
    """Run `step` until there is nothing to do; the seconds of each portion."""
    seconds = []
    while True:
        started = time.perf_counter()
        if not step():
            return seconds
        seconds.append(time.perf_counter() - started)


def measure(release):
    from django.utils import timezone

    from commission import outbox
    from commission.models import Letter
    from press.models import Delivery, Mailing, Subscription
    from press.subscriptions import mailings

    before = peak()
    seconds = in_portions(mailings.write_some)
    print(f"{Letter.objects.count()} letters written in {sum(seconds):.1f} s, {len(seconds)} portions, each")
    print(f"  {statistics.median(seconds):.2f} s, at most {max(seconds):.2f} s; memory +{peak() - before} MB")
    citizen = outbox.post(to="ayan@people.example", subject="Your complaint", body="Received.", language="az")
    started = time.perf_counter()
    for _ in range(SENT_IN_THE_MIDDLE):
        outbox.deliver_one()
    each = (time.perf_counter() - started) / SENT_IN_THE_MIDDLE
    first = Letter.objects.filter(sent_at__isnull=False).order_by("sent_at").first()
    print(f"a citizen's letter put behind them leaves first: {first == citizen}; {each * 1000:.1f} ms each, to a file")
    started = time.perf_counter()
    mailings.stop(release, at=timezone.now())
    print(f"{Letter.objects.count()} are left after a withdrawal, taken back in {time.perf_counter() - started:.1f} s")
    Delivery.objects.all().delete()
    Mailing.objects.all().delete()
    Subscription.objects.update(frequency=Subscription.Frequency.DAILY)
    seconds = in_portions(lambda: mailings.write_days(timezone.localtime().replace(hour=23)))
    print(f"letters of the day: {sum(seconds):.1f} s, a portion at most {max(seconds):.2f} s; {peak()} MB in all")


def main(readers):
    os.chdir(ROOT)
    VAR.mkdir(exist_ok=True)
    pages.set_environment()
    server = None
    try:
        server = Server(VAR / "bench-postgres")
        server.start()
        pages.drop_database(server)
        server.create_database("bench")
        os.environ["DATABASE_URL"] = server.url("bench")
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        measure(prepare(readers))
    except ServerFailed as error:
        sys.exit(str(error))
    finally:
        if server:
            server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else READERS)
