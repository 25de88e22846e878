"""Say whether the portal is well; for monitoring."""

from datetime import timedelta

from django.core.management.base import BaseCommand

from commission import health


class Command(BaseCommand):
    help = (
        "Look at disk, database and its role, migrations, unsent letters, unscanned evidence and old drafts; "
        "exit status 1 if one of them is BAD, while (!) is a warning."
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
            mark = "ok " if finding.is_well else "BAD" if finding.is_alarm else "(!)"
            self.stdout.write(f"{mark} {finding.name}: {finding.seen}")
        if any(finding.is_alarm and not finding.is_well for finding in found):
            raise SystemExit(1)
