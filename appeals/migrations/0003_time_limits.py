"""The rules of the model jurisdiction, as far as they could be checked; provisional ones are inactive."""

from datetime import date

from django.db import migrations
from django.utils import timezone


def article(number):
    return {
        "az": f"Seçki Məcəlləsi, maddə {number}",
        "en": f"Election Code, article {number}",
        "ru": f"Избирательный кодекс, статья {number}",
    }


def parallel(number):
    return {
        "az": f"oxşar qanun, maddə {number}",
        "en": f"parallel law, article {number}",
        "ru": f"аналогичный закон, статья {number}",
    }


IN_FORCE = {"valid_from": date(2003, 5, 27)}
PROVISIONAL = IN_FORCE | {"is_provisional": True, "is_active": False}
RULES = [
    IN_FORCE
    | {
        "limit": "file",
        "days": 3,
        "article": article("112.1"),
        "text": {
            "az": "Şikayət qərarın dərc olunduğu və ya alındığı, hərəkətin və ya hərəkətsizliyin baş verdiyi, "
            "yaxud bu barədə məlum olduğu gündən sonra üç gün ərzində verilir.",
            "en": "A complaint is filed within three days after the decision was published or received, the action or "
            "inaction happened, or it became known.",
            "ru": "Жалоба подаётся в течение трёх дней после того, как решение опубликовано или получено, действие или "
            "бездействие произошло либо о нём стало известно.",
        },
    },
    IN_FORCE
    | {
        "limit": "decide",
        "days": 3,
        "article": article("112-1"),
        "text": {
            "az": "Komissiya şikayət daxil olduqdan sonra üç gün ərzində qərar qəbul edir.",
            "en": "The commission decides within three days after it received the complaint.",
            "ru": "Комиссия принимает решение в течение трёх дней после поступления жалобы.",
        },
    },
    PROVISIONAL
    | {
        "limit": "decide",
        "days": 2,
        "article": parallel("98.10"),
        "phase": "before_voting",
        "phase_days": 30,
        "text": {
            "az": "Səsvermə gününə otuz gündən az qalmış komissiya iki gün ərzində, səsvermə günündən gec olmayaraq "
            "qərar qəbul edir.",
            "en": "Less than thirty days before voting the commission decides within two days and not later than "
            "voting day.",
            "ru": "Менее чем за тридцать дней до голосования комиссия принимает решение в течение двух дней и не "
            "позднее дня голосования.",
        },
    },
    PROVISIONAL
    | {
        "limit": "decide",
        "days": 0,
        "article": parallel("98.11"),
        "phase": "from_voting_day",
        "text": {
            "az": "Səsvermə günü və ondan sonra komissiya dərhal qərar qəbul edir.",
            "en": "On voting day and after it the commission decides at once.",
            "ru": "В день голосования и после него комиссия принимает решение немедленно.",
        },
    },
    PROVISIONAL
    | {
        "limit": "investigate",
        "days": 3,
        "article": parallel("98-1.10"),
        "text": {
            "az": "Ekspert əlavə araşdırmanı üç günədək apara bilər.",
            "en": "An expert may investigate for up to three more days.",
            "ru": "Эксперт может проводить дополнительную проверку до трёх дней.",
        },
    },
    IN_FORCE
    | {
        "limit": "court",
        "days": 3,
        "article": article("112.3"),
        "text": {
            "az": "Mərkəzi Seçki Komissiyasının qərarından üç gün ərzində məhkəməyə şikayət verilir; məhkəmə üç gün "
            "ərzində qərar qəbul edir.",
            "en": "A decision of the Central Election Commission is contested in court within three days; the court "
            "decides within three days.",
            "ru": "Решение Центральной избирательной комиссии обжалуется в суде в течение трёх дней; суд принимает "
            "решение в течение трёх дней.",
        },
    },
    IN_FORCE
    | {
        "limit": "prosecutor",
        "days": 3,
        "article": article("112.4"),
        "text": {
            "az": "Cinayət əlamətləri olduqda iş prokurora göndərilir; prokurorun üç gün vaxtı var.",
            "en": "Where a crime is suspected the matter goes to the prosecutor, who has three days.",
            "ru": "При признаках преступления материалы направляются прокурору, у которого есть три дня.",
        },
    },
]


def enter(apps, schema_editor):
    model, version = (apps.get_model("appeals", name) for name in ("TimeLimitRule", "HistoricalTimeLimitRule"))
    for facts in RULES:
        rule = model.objects.create(**facts)
        # so that the first change of a rule has something to be compared with
        values = {field.attname: getattr(rule, field.attname) for field in model._meta.concrete_fields}
        version.objects.create(**values, history_type="+", history_date=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("appeals", "0002_database_guards")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
