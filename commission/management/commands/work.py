"""Do what is not done in a request until told to stop: letters, scans, previews, texts of files, limits, reminders…"""

import logging
import signal
import time
from dataclasses import dataclass, field

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from appeals import reminders
from appeals.evidence import previews, scanning
from appeals.limits import recomputing
from appeals.register import entries
from appeals.searching import entering
from appeals.verbs import drafting
from commission import outbox
from commission.searching import counts
from commission.site_search import past_questions
from press.hub import hub
from press.media import reading
from press.subscriptions import mailings
from press.verbs import subscribing

log = logging.getLogger("portal.worker")

STOP = {signal.SIGTERM, signal.SIGINT}
REST_SECONDS = 2
DATABASE_AWAY_SECONDS = 5
LONGEST_PAUSE_SECONDS = 60


@dataclass
class Job:
    """Something that the worker does a piece of at a time: `step` says whether there was a piece to do.

    `every` is how many seconds pass before it is asked again when there was
    none. A step that raises is asked again after pauses that grow up to a
    minute, and holds up no other job.
    """

    name: str
    step: callable
    every: float = REST_SECONDS
    next_at: float = 0
    failures: int = field(default=0, repr=False)

    def run(self, now):
        """Do a piece if it is time; whether there was one."""
        if now < self.next_at:
            return False
        try:
            found = self.step()
        except Exception as error:
            if isinstance(error, (DatabaseError, InterfaceError)) and not connection.is_usable():
                raise
            self.failures += 1
            self.next_at = now + min(REST_SECONDS * 2 ** min(self.failures, 10), LONGEST_PAUSE_SECONDS)
            log.error("job failed", extra={"job": self.name, "error": f"{type(error).__name__}: {error}"[:500]})
            return False
        self.failures, self.next_at = 0, now if found else now + self.every
        return found


def jobs():
    """What there is to do, by name."""
    made = [
        Job("letters", outbox.deliver_one),
        Job("scans", scanning.scan_one),
        Job("previews", previews.make_one),
        Job("texts of files", reading.read_one),
        Job("begun filings", drafting.make_room, every=60),
        Job("deadlines", recomputing.recompute_if_due, every=10),
        Job("reminders", reminders.remind, every=60),
        Job("digests", reminders.write_digests, every=60),
        Job("releases to readers", mailings.write_some, every=10),
        Job("releases of the day", mailings.write_days, every=60),
        Job("refused subscriptions", subscribing.end_refused, every=60),
        Job("hub", hub.step, every=5),
        Job("entries of the register", entries.enter_some),
        Job("words of the search", counts.add_up, every=5),
        Job("past questions", past_questions.add_up, every=3_600),
        Job("filings to be searched", entering.Entering().step, every=5),
    ]
    return {job.name: job for job in made}


class Command(BaseCommand):
    help = (
        "Send letters, scan and preview evidence, remind staff until SIGTERM or SIGINT; a piece under way is finished."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when there is nothing to do")
        parser.add_argument("--only", nargs="+", choices=jobs(), metavar="JOB", help=f"of {', '.join(jobs())}")

    def handle(self, *, once, only, **options):
        # held back, so that a signal is only heard between two pieces of work
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
        self.jobs = [job for name, job in jobs().items() if not only or name in only]
        log.info("worker started")
        rest = 0
        while signal.sigtimedwait(STOP, rest) is None:
            rest = self.next_rest()
            if once and rest:
                break
        log.info("worker stopped")

    def next_rest(self):
        """Do a piece of each job; the seconds to rest before the next round."""
        try:
            close_old_connections()
            # every job has its turn in each round, so that a rush of one does not starve the others
            found = [job.run(time.monotonic()) for job in self.jobs]
            return 0 if any(found) else REST_SECONDS
        except (DatabaseError, InterfaceError) as error:
            log.error("database away", extra={"error": type(error).__name__})
            connection.close()
            return DATABASE_AWAY_SECONDS
