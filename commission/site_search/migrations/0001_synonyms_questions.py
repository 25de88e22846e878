"""What the press office tells the search and learns from it, and who may look after that."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

SEEN = ["view_unansweredquestion", "view_suggestedquestion"]
GIVEN = {
    "editors": [*SEEN, "view_synonymset", "add_synonymset", "change_synonymset"],
    "publishers": [
        *SEEN, "change_suggestedquestion",
        "view_synonymset", "add_synonymset", "change_synonymset", "delete_synonymset",
    ],
}  # fmt: skip


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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="SynonymSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "texts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), size=None, verbose_name="texts"
                    ),
                ),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), editable=False, size=None),
                ),
                ("changed_at", models.DateTimeField(editable=False, verbose_name="changed at")),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "set of synonyms",
                "verbose_name_plural": "sets of synonyms",
                "ordering": ["texts"],
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="synonyms_by_key")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("texts__len__gte", 2)), name="synonyms_are_at_least_two")
                ],
            },
        ),
        migrations.CreateModel(
            name="CountedQuestion",
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
                        models.F("language"), models.F("question"), models.F("day"), name="question_counted_once_a_day"
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
