"""Sets of texts that mean the same, and who may look after them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

RIGHTS = {"editors": ("view", "add", "change"), "publishers": ("view", "add", "change", "delete")}


def give_rights(apps, schema_editor):
    # post_migrate, which makes permissions otherwise, comes after this
    create_permissions(installed.get_app_config("site_search"), verbosity=0, using=schema_editor.connection.alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="site_search")
    for name, verbs in RIGHTS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*permissions.filter(codename__in=[f"{verb}_synonymset" for verb in verbs]))


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("commission", "0004_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
