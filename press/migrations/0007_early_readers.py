"""Early readers, their links, and each time that one was opened; publishers look after them."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

GIVEN = ("view_earlyreader", "add_earlyreader", "change_earlyreader")


def give(apps, schema_editor):
    # post_migrate, which makes permissions otherwise, comes after this
    create_permissions(installed.get_app_config("press"), verbosity=0, using=schema_editor.connection.alias)
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="publishers")
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="press")
    group.permissions.add(*permissions.filter(codename__in=GIVEN))


def take(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="press")
    permissions.filter(codename__in=GIVEN).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0006_writing"),
        ("commission", "0004_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlyReader",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "outlet",
                    models.CharField(
                        help_text="The newsroom or agency they work for.", max_length=120, verbose_name="outlet"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                (
                    "language",
                    models.CharField(
                        choices=[("az", "Azerbaijani"), ("en", "English"), ("ru", "Russian")],
                        help_text="Of the letters to them.",
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="accredited at"
                    ),
                ),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended at")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "early reader",
                "verbose_name_plural": "early readers",
                "ordering": ["name", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="early_reader_end_has_its_person",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(("ended_at", None)),
                        name="early_reader_once",
                        violation_error_message="An early reader with this e-mail address is there already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EarlyLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_digest", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "given_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="given at"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="works until")),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="revoked at")),
                (
                    "given_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="early_links", to="press.release"
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="press.earlyreader",
                        verbose_name="early reader",
                    ),
                ),
            ],
            options={
                "verbose_name": "link of an early reader",
                "verbose_name_plural": "links of early readers",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at__gt", models.F("given_at")),
                            (
                                "expires_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("given_at"), "+", models.Value(datetime.timedelta(days=14))
                                ),
                            ),
                        ),
                        name="early_link_expires_in_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_by", None)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="early_link_revocation_has_its_person",
                    ),
                    models.UniqueConstraint(
                        models.F("release"),
                        models.F("reader"),
                        condition=models.Q(("revoked_at", None)),
                        name="early_link_one_a_reader",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="instant")),
                ("network", models.CharField(blank=True, max_length=60, verbose_name="network")),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="openings", to="press.earlylink"
                    ),
                ),
            ],
            options={
                "verbose_name": "opening of an early reader's link",
                "verbose_name_plural": "openings of early readers' links",
                "ordering": ["-id"],
            },
        ),
        migrations.RunPython(give, take),
    ]
