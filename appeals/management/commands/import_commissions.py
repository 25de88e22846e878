"""Imports election commissions from a CSV file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from appeals import commissions_csv


class Command(BaseCommand):
    help = (
        "Imports election commissions from CSV with the columns tier, number, superior, name_az, name_en, name_ru, "
        "address_az, address_en, address_ru, email, phone; running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--check", action="store_true", help="say what would happen and change nothing")

    def handle(self, *, file, check, **options):
        try:
            report = commissions_csv.take_in(Path(file).read_bytes(), is_check=check)
        except (OSError, commissions_csv.Unreadable) as error:
            raise CommandError(f"{file}: {error}") from error
        for line, reason in report.skipped:
            self.stdout.write(f"{file}:{line}: skipped: {reason}")
        self.stdout.write(
            f"{len(report.new)} new, {len(report.changed)} changed, {len(report.unchanged)} unchanged, "
            f"{len(report.skipped)} skipped." + (" Nothing was changed." if check else "")
        )
