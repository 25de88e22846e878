"""What is asked of the search, by the day, and what of it is shown; the press office looks after it."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

GIVEN = {
    "editors": ["view_unansweredquestion", "view_suggestedquestion"],
    "publishers": ["view_unansweredquestion", "view_suggestedquestion", "change_suggestedquestion"],
}


def give(apps, schema_editor):
    # post_migrate, which makes permissions otherwise, comes after this
    create_permissions(installed.get_app_config("site_search"), verbosity=0, using=schema_editor.connection.alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="site_search")
    for name, codenames in GIVEN.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*permissions.filter(codename__in=codenames))


def take(apps, schema_editor):
    apps.get_model("auth", "Permission").objects.filter(content_type__app_label="site_search").delete()


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("commission", "0004_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(db_index=True)),
                ("language", models.CharField(max_length=8)),
                ("question", models.CharField(db_collation="C", max_length=100)),
                ("spelling", models.CharField(max_length=100)),
                ("times", models.PositiveIntegerField()),
                ("has_result", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("language"), models.F("question"), models.F("day"), name="asked_counted_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuggestedQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("az", "Azerbaijani"), ("en", "English"), ("ru", "Russian")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("question", models.CharField(db_collation="C", max_length=100)),
                ("spelling", models.CharField(max_length=100, verbose_name="question")),
                ("times", models.PositiveIntegerField(verbose_name="times asked")),
                ("last_on", models.DateField(verbose_name="last asked on")),
                (
                    "is_hidden",
                    models.BooleanField(
                        default=False,
                        help_text="It is not suggested to visitors, however often it is asked.",
                        verbose_name="hidden",
                    ),
                ),
            ],
            options={
                "verbose_name": "suggested question",
                "verbose_name_plural": "suggested questions",
                "ordering": ["-times", "question"],
                "constraints": [
                    models.UniqueConstraint(models.F("language"), models.F("question"), name="suggested_question_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="UnansweredQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("az", "Azerbaijani"), ("en", "English"), ("ru", "Russian")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("question", models.CharField(db_collation="C", max_length=100)),
                ("spelling", models.CharField(max_length=100, verbose_name="question")),
                ("times", models.PositiveIntegerField(verbose_name="times asked")),
                ("last_on", models.DateField(verbose_name="last asked on")),
            ],
            options={
                "verbose_name": "question without result",
                "verbose_name_plural": "questions without result",
                "ordering": ["-times", "question"],
                "constraints": [
                    models.UniqueConstraint(models.F("language"), models.F("question"), name="unanswered_question_once")
                ],
            },
        ),
        migrations.RunPython(give, take),
    ]
