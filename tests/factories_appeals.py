"""Filings for tests, valid by default; all people are invented."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from appeals import codes, verbs
from commission.models import Election, ElectionCommission

BAKU = ZoneInfo("Asia/Baku")
NOON = datetime(2020, 2, 11, 12, tzinfo=BAKU)


def make_commission(number="C033"):
    """A constituency commission below the central one."""
    central, _ = ElectionCommission.objects.get_or_create(
        number="CEC", defaults={"tier": "central", "name": {"en": "Central Election Commission"}}
    )
    commission, _ = ElectionCommission.objects.get_or_create(
        number=number,
        defaults={"tier": "constituency", "superior": central, "name": {"en": f"Sample Commission {number}"}},
    )
    return commission


def make_election():
    """Parliamentary elections of 9 February 2020."""
    return Election.objects.get_or_create(
        key="M2020",
        defaults={"voting_on": date(2020, 2, 9), "ends_on": date(2020, 4, 9), "name": {"en": "Sample elections"}},
    )[0]


def content(**changes):
    """The facts of a complaint as the form hands them to the verb."""
    return {
        "kind": "complaint",
        "applicant_name": "Sample Applicant",
        "applicant_address": "1 Example Street",
        "applicant_email": "applicant@people.example",
        "capacity": "voter",
        "contested_kind": "action",
        "respondent": "Sample precinct commission",
        "happened_where": "Polling station 12",
        "happened_on": date(2020, 2, 9),
        "statement": "A copy of the protocol was refused.",
        "ground": "Article 106",
        "remedy_sought": "Order the copy to be given.",
    } | changes


def evidence(name="photo.txt", body=b"what I saw"):
    return SimpleUploadedFile(name, body)


def make_filing(*, form_key=None, uploads=(), arrived_at=NOON, **changes):
    """A filing as it came in."""
    return verbs.file(
        form_key=form_key or codes.new_form_key(),
        commission=make_commission(),
        election=make_election(),
        language="en",
        content=content(**changes),
        uploads=list(uploads),
        arrived_at=arrived_at,
    )


def posted(form_key, /, **changes):
    """What a browser posts for a complaint."""
    fields = content(happened_on="9.2.2020") | {
        "form_key": form_key,
        "commission": "C033",
        "declaration": "on",
        "end": "1",
    }
    return fields | changes
