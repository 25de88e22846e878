"""Say whether the portal is well; for monitoring."""

from datetime import timedelta

from django.core.management.base import BaseCommand

from commission import health


class Command(BaseCommand):
    help = (
        "Look at disk, database, migrations, unsent letters, unscanned evidence and old drafts; "
        "exit status 1 if one of them is not well."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--letter-minutes", type=int, default=15, help="age at which an unsent letter alarms")
        parser.add_argument("--free-megabytes", type=int, default=2000, help="free space below which the disk alarms")

    def handle(self, *, letter_minutes, free_megabytes, **options):
        found = list(
            health.findings(oldest_letter=timedelta(minutes=letter_minutes), free_bytes=free_megabytes * 1_000_000)
        )
        for finding in found:
            self.stdout.write(f"{'ok ' if finding.is_well else 'BAD'} {finding.name}: {finding.seen}")
        if not all(finding.is_well for finding in found):
            raise SystemExit(1)
