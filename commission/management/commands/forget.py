"""Remove what the portal has promised not to keep."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from appeals import verbs
from appeals.models import Filing
from commission.contact.models import Message
from commission.models import Bucket, Letter


def forgotten(at):
    """What has outlived its time at `at`: a name and the rows, each."""
    messages_until = at - timedelta(days=settings.MESSAGES_KEPT_DAYS)
    letters_until = at - timedelta(days=settings.LETTERS_KEPT_DAYS)
    yield "messages", Message.objects.filter(arrived_at__lt=messages_until)
    yield "letters", Letter.objects.filter(sent_at__lt=letters_until)
    yield "sessions", Session.objects.filter(expire_date__lt=at)
    yield "counters", Bucket.objects.filter(full_at__lt=at)


def empty_filings(at):
    """Remove texts and files of filings that were closed long enough ago; how many they were."""
    filings = Filing.objects.kept_long_enough(at - timedelta(days=settings.FILINGS_KEPT_DAYS))
    return sum(1 for filing in filings.iterator() if verbs.empty(filing, at=at))


class Command(BaseCommand):
    help = "Remove what is past its time: messages, letters, texts of filings, sessions, counters; for a daily timer."

    def handle(self, **options):
        now = timezone.now()
        for name, rows in forgotten(now):
            removed, _ = rows.delete()
            self.stdout.write(f"{removed} {name} removed")
        self.stdout.write(f"{empty_filings(now)} filings emptied")
