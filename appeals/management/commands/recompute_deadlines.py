"""Work out anew the limits to decide of all that runs."""

from django.core.management.base import BaseCommand

from appeals import verbs


class Command(BaseCommand):
    help = "Works out anew the time limits of running filings; the worker does so by itself when a rule has changed."

    def handle(self, **options):
        self.stdout.write(f"{verbs.recompute_running()} time limits changed.")
