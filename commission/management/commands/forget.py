"""Remove what the portal has promised not to keep."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

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


class Command(BaseCommand):
    help = "Remove messages and sent letters past their time, expired sessions and counters; for a daily timer."

    def handle(self, **options):
        for name, rows in forgotten(timezone.now()):
            removed, _ = rows.delete()
            self.stdout.write(f"{removed} {name} removed")
