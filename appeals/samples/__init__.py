"""Sample commissions, their staff, an election and filings, plainly invented."""

from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.utils import timezone

from appeals.samples import filings
from commission.models import Election, ElectionCommission, Membership

CONSTITUENCIES = range(1, 11)
PRECINCTS = range(1, 6)
# account: its group and its commission; without a password of their own nobody can use them
STAFF = {
    f"{prefix}{group.replace(' ', '-')}": (group, number)
    for prefix, number in (("", "C001"), ("cec-", "CEC"))
    for group in ("case officers", "experts", "commissioners")
}


def _reachable(number, street):
    """Address, e-mail and telephone of a sample commission."""
    return {
        "address": {
            "az": f"Nümunə şəhəri, Uydurma küçəsi {street}",
            "en": f"{street} Invented Street, Sampleville",
            "ru": f"г. Условный, ул. Вымышленная, {street}",
        },
        "email": f"{number.lower()}@commission.example",
        "phone": f"+994 12 000 {street:02d} {street:02d}",
    }


def load():
    """Enter what the demo shows; what is there already stays."""
    load_commissions()
    load_election()
    load_staff()
    filings.load()


def load_commissions():
    """A central commission, ten constituencies, five precincts each."""
    central, _ = ElectionCommission.objects.get_or_create(
        number="CEC",
        defaults=_reachable("CEC", 99)
        | {
            "tier": ElectionCommission.Tier.CENTRAL,
            "name": {
                "az": "Mərkəzi Seçki Komissiyası",
                "en": "Central Election Commission",
                "ru": "Центральная избирательная комиссия",
            },
        },
    )
    for serial in CONSTITUENCIES:
        constituency, _ = ElectionCommission.objects.get_or_create(
            number=f"C{serial:03d}",
            defaults=_reachable(f"C{serial:03d}", serial)
            | {
                "tier": ElectionCommission.Tier.CONSTITUENCY,
                "superior": central,
                "name": {
                    "az": f"{serial} saylı nümunə dairə seçki komissiyası",
                    "en": f"Sample Constituency Commission No. {serial}",
                    "ru": f"Условная окружная избирательная комиссия № {serial}",
                },
            },
        )
        for precinct in PRECINCTS:
            ElectionCommission.objects.get_or_create(
                number=f"P{serial:03d}{precinct:02d}",
                defaults={
                    "tier": ElectionCommission.Tier.PRECINCT,
                    "superior": constituency,
                    "name": {
                        "az": f"{serial} saylı dairənin {precinct} saylı nümunə məntəqə seçki komissiyası",
                        "en": f"Sample Precinct Commission No. {precinct} of Constituency {serial}",
                        "ru": f"Условная участковая избирательная комиссия № {precinct} округа № {serial}",
                    },
                },
            )


def load_election():
    """Elections in a month."""
    voting_on = timezone.localdate() + timedelta(days=30)
    Election.objects.get_or_create(
        key=f"M{voting_on.year}",
        defaults={
            "voting_on": voting_on,
            "ends_on": voting_on + timedelta(days=60),
            "name": {
                "az": "Nümunə bələdiyyə seçkiləri",
                "en": "Sample municipal elections",
                "ru": "Условные муниципальные выборы",
            },
        },
    )


def load_staff():
    """The members of staff by whom the sample cases were handled."""
    for name, (group, number) in STAFF.items():
        user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        if is_new:
            user.set_unusable_password()
            user.save()
        user.groups.add(Group.objects.get(name=group))
        commission = ElectionCommission.objects.get(number=number)
        Membership.objects.get_or_create(user=user, defaults={"commission": commission})
