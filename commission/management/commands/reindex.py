"""Rebuild the search index from its sources."""

from django.core.management.base import BaseCommand

from commission.site_search import rebuilding, sources


class Command(BaseCommand):
    help = "Rebuild the search index from its sources and remove what no longer has one."

    def handle(self, **options):
        entered, removed = rebuilding.rebuild(sources.public_texts())
        self.stdout.write(f"{entered} texts entered, {removed} removed")
