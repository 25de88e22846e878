"""Sample commissions and an election, plainly invented."""

from datetime import timedelta

from django.utils import timezone

from commission.models import Election, ElectionCommission

CONSTITUENCIES = range(1, 11)
PRECINCTS = range(1, 6)


def _reachable(number, street):
    """Address, e-mail and telephone of a sample commission."""
    return {
        "address": {
            "az": f"Nümunə şəhəri, Uydurma küçəsi {street}",
            "en": f"{street} Invented Street, Sampleville",
            "ru": f"г. Примерный, ул. Вымышленная, {street}",
        },
        "email": f"{number.lower()}@commission.example",
        "phone": f"+994 12 000 {street:02d} {street:02d}",
    }


def load():
    """Enter the sample commissions and the election; what is there already stays."""
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
                    "ru": f"Примерная окружная избирательная комиссия № {serial}",
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
                        "ru": f"Примерная участковая комиссия № {precinct} округа № {serial}",
                    },
                },
            )
    voting_on = timezone.localdate() + timedelta(days=30)
    Election.objects.get_or_create(
        key=f"M{voting_on.year}",
        defaults={
            "voting_on": voting_on,
            "ends_on": voting_on + timedelta(days=60),
            "name": {
                "az": "Nümunə bələdiyyə seçkiləri",
                "en": "Sample municipal elections",
                "ru": "Примерные муниципальные выборы",
            },
        },
    )
