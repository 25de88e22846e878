"""What the commissions of the three tiers are called, in three languages, in full and short."""

from commission.site_search import synonyms
from commission.site_search.models import SynonymSet

SETS = [
    [
        "MSK", "Mərkəzi Seçki Komissiyası", "CEC", "Central Election Commission", "ЦИК",
        "Центральная избирательная комиссия",
    ],
    [
        "DSK", "Dairə seçki komissiyası", "ConEC", "Constituency election commission", "ОИК",
        "Окружная избирательная комиссия",
    ],
    [
        "MnSK", "Məntəqə seçki komissiyası", "PEC", "Precinct election commission", "УИК",
        "Участковая избирательная комиссия",
    ],
]  # fmt: skip


def load():
    """Enter the sets where there is none with their first text; what staff have edited stays."""
    for texts in SETS:
        if not SynonymSet.objects.filter(texts__contains=texts[:1]).exists():
            synonyms.keep(SynonymSet(), texts=synonyms.checked(texts), by=None)
