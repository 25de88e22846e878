"""Send the letters of the outbox until told to stop."""

import logging
import signal

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from commission import outbox

log = logging.getLogger("portal.worker")

STOP = {signal.SIGTERM, signal.SIGINT}
REST_SECONDS = 2
DATABASE_AWAY_SECONDS = 5


class Command(BaseCommand):
    help = "Send the letters of the outbox until SIGTERM or SIGINT; a send under way is finished first."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="stop when no letter is due")

    def handle(self, *, once, **options):
        # held back, so that a signal is only heard between two letters
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
        log.info("worker started")
        rest = 0
        while signal.sigtimedwait(STOP, rest) is None:
            rest = self.next_rest()
            if once and rest:
                break
        log.info("worker stopped")

    def next_rest(self):
        """Try one letter; the seconds to rest before the next."""
        try:
            close_old_connections()
            return 0 if outbox.deliver_one() else REST_SECONDS
        except (DatabaseError, InterfaceError) as error:
            log.error("database away", extra={"error": type(error).__name__})
            connection.close()
            return DATABASE_AWAY_SECONDS
