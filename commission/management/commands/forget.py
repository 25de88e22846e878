"""Remove what the portal has promised not to keep."""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from appeals import verbs as filing_verbs
from appeals.models import Filing, NotAllowedNow
from appeals.verbs import drafting
from commission.contact.models import Message
from commission.models import Bucket, Letter
from commission.portions import in_portions
from commission.searching import counts
from commission.site_search import past_questions
from press import keeping
from press import verbs as release_verbs
from press.models import Release


def forgotten(at):
    """What has outlived its time at `at`: a name and the rows, each."""
    messages_until = at - timedelta(days=settings.MESSAGES_KEPT_DAYS)
    letters_until = at - timedelta(days=settings.LETTERS_KEPT_DAYS)
    log_until = at - timedelta(days=settings.ADMIN_LOG_KEPT_DAYS)
    yield "messages", Message.objects.filter(arrived_at__lt=messages_until)
    yield "letters", Letter.objects.filter(sent_at__lt=letters_until)
    yield from keeping.forgotten(at)
    yield "entries of the admin's history", LogEntry.objects.filter(action_time__lt=log_until)
    yield "sessions", Session.objects.filter(expire_date__lt=at)
    yield from counts.forgotten(at - timedelta(days=1))
    yield from past_questions.forgotten(at)
    yield "counters", Bucket.objects.filter(full_at__lt=at)


def empty_filings(at):
    """Remove texts and files of filings that were closed long enough ago; how many they were."""
    filings = Filing.objects.kept_long_enough(at - timedelta(days=settings.FILINGS_KEPT_DAYS))
    emptied = 0
    for filing in in_portions(filings.only("pk")):
        with suppress(NotAllowedNow):  # reopened, or emptied by another run, in this very moment
            filing_verbs.empty(filing, at=at)
            emptied += 1
    return emptied


def empty_again(at):
    """Remove what was written to emptied filings later and has outlived the same time; of how many filings."""
    before = at - timedelta(days=settings.FILINGS_KEPT_DAYS)
    written_to = list(in_portions(filing_verbs.written_after_emptying(before).only("pk")))
    for filing in written_to:
        filing_verbs.empty_again(filing, before=before, at=at)
    return len(written_to)


def remove_drafts(at):
    """Remove the drafts of releases that nobody has touched for too long at `at`; how many went."""
    if not settings.DRAFT_RELEASES_KEPT_DAYS:
        return 0
    removed = 0
    drafts = Release.objects.drafts_untouched_since(at - timedelta(days=settings.DRAFT_RELEASES_KEPT_DAYS))
    for draft in drafts.only("pk"):
        with suppress(release_verbs.NotPossible, Release.DoesNotExist):  # published or deleted in this very moment
            release_verbs.remove(draft)
            removed += 1
    return removed


class Command(BaseCommand):
    help = "Remove what is past its time: letters, texts of filings, drafts, history, sessions; for a daily timer."

    def handle(self, **options):
        now = timezone.now()
        for name, rows in forgotten(now):
            removed, _ = rows.delete()
            self.stdout.write(f"{removed} {name} removed")
        self.stdout.write(f"{empty_filings(now)} filings emptied")
        self.stdout.write(f"{empty_again(now)} filings emptied of what came later")
        self.stdout.write(f"{drafting.remove_expired(at=now)} filings that were begun and not sent removed")
        self.stdout.write(f"{remove_drafts(now)} drafts removed")
