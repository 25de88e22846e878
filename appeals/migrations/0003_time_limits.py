"""The rules of the model jurisdiction, as far as they could be checked; provisional ones are inactive."""

from datetime import date

from django.db import migrations

# limit, days, article, is_provisional
RULES = [
    ("file", 3, "Election Code 112.1", False),
    ("decide", 3, "Election Code 112-1", False),
    ("court", 3, "Election Code 112.3", False),
    ("prosecutor", 3, "Election Code 112.4", False),
    ("decide_before_voting", 2, "parallel law, 98.10", True),
    ("investigate", 3, "parallel law, 98-1.10", True),
]


def enter(apps, schema_editor):
    model = apps.get_model("appeals", "TimeLimitRule")
    for limit, days, article, is_provisional in RULES:
        model.objects.create(
            limit=limit,
            days=days,
            article=article,
            valid_from=date(2003, 5, 27),
            is_provisional=is_provisional,
            is_active=not is_provisional,
        )


class Migration(migrations.Migration):
    dependencies = [("appeals", "0002_append_only_journal")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
