"""Filings for tests, valid by default; all people are invented."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile

from appeals import codes, verbs
from appeals.evidence import receiving
from commission.models import Election, ElectionCommission, Membership

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


def received(upload):
    """An uploaded file as the verbs take it."""
    return receiving.measured(upload)


def make_filing(*, form_key=None, uploads=(), arrived_at=NOON, commission=None, **changes):
    """A filing as it came in; `channel`, `postmarked_on`, `by`, `co_applicants` go to the verb, the rest is content."""
    ways = ("channel", "postmarked_on", "by", "co_applicants")
    return verbs.file(
        form_key=form_key or codes.new_form_key(),
        commission=commission or make_commission(),
        election=make_election(),
        language="en",
        files=[received(upload) for upload in uploads],
        arrived_at=arrived_at,
        **{name: changes.pop(name) for name in ways if name in changes},
        content=content(**changes),
    )


def second_to(user):
    """A colleague in the same commission, for what takes two."""
    found = User.objects.filter(username=f"second to {user}").first()
    return found or make_staff(f"second to {user}", commission=user.membership.commission)


def make_staff(name="clerk", *, group="case officers", commission=None):
    """A member of staff of a commission (C033 unless told otherwise), in a group."""
    user = User.objects.create(username=name, is_staff=True, email=f"{name}@commission.example")
    user.groups.add(Group.objects.get(name=group))
    Membership.objects.create(user=user, commission=commission or make_commission())
    return user
