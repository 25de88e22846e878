"""Numbers without a gap: of filings and of decisions, the last lock of the transaction that takes one (112-1.3)."""

from django.utils import timezone

from appeals.models import RegisterSerial

WITHOUT_SESSION = "R"  # first part of the number of a return, which no session decides


def next_number(commission, election, at):
    """The next register number, gapless: the row lock holds to the end of the transaction (112-1.3)."""
    prefix = f"{commission.number}-{election.key if election else timezone.localtime(at).year}"
    return f"{prefix}-{next_serial(prefix):06d}"


def next_serial(prefix):
    """The next of the numbers 1, 2, 3… of `prefix`; without a gap, since a rollback gives it back."""
    serials = RegisterSerial.objects.select_for_update().filter(prefix=prefix)
    serial = serials.first()
    if serial is None:
        RegisterSerial.objects.bulk_create([RegisterSerial(prefix=prefix)], ignore_conflicts=True)
        serial = serials.get()
    serial.last += 1
    serial.save(update_fields=["last"])
    return serial.last


def next_decision_number(commission, session, at):
    """Year and number of the commission's next decision, `<session>/<serial>`; `session` None for a return."""
    year = timezone.localtime(at).year
    serial = next_serial(f"decisions-{commission.number}-{year}")
    return year, f"{session.number if session else WITHOUT_SESSION}/{serial}"
