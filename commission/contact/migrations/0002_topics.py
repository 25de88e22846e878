"""The topics that the form offers from the first day; staff change them in the admin."""

from django.db import migrations

TOPICS = [
    ("general", "Ümumi sual", "General question", "Общий вопрос"),
    ("voter-list", "Seçici siyahısı", "Voter list", "Список избирателей"),
    (
        "accreditation",
        "Müşahidəçilərin və medianın akkreditasiyası",
        "Accreditation of observers and media",
        "Аккредитация наблюдателей и СМИ",
    ),
    ("press", "Mətbuat xidməti", "Press office", "Пресс-служба"),
    (
        "accessibility",
        "Seçki məntəqəsinin və ya saytın əlçatanlığı",
        "Accessibility of a polling station or of this site",
        "Доступность участка или этого сайта",
    ),
]


def enter(apps, schema_editor):
    topics = apps.get_model("contact", "Topic").objects
    for position, (key, az, en, ru) in enumerate(TOPICS):
        topics.get_or_create(key=key, defaults={"name": {"az": az, "en": en, "ru": ru}, "position": position})


class Migration(migrations.Migration):
    dependencies = [("contact", "0001_messages")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
