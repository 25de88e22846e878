"""`manage.py load_samples`: plainly invented content for the demo; running it twice changes nothing."""

from django.core.management.base import BaseCommand

import appeals.samples
import commission.pages.samples
import commission.site_search.samples
import press.samples


class Command(BaseCommand):
    help = "Load invented sample content for the demo."

    def handle(self, *args, **options):
        press.samples.load()
        appeals.samples.load()
        commission.pages.samples.load()
        commission.site_search.samples.load()
