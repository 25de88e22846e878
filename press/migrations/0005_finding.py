"""Calendar, pins, old addresses and relations of releases, and who may look after them."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import commission.translated

VIEW, WRITE, ALL = ("view",), ("view", "add", "change"), ("view", "add", "change", "delete")
RIGHTS = {
    "editors": {"calendarevent": WRITE, "pin": VIEW, "oldaddress": VIEW},
    "publishers": {"calendarevent": ALL, "pin": ("view", "add", "delete"), "oldaddress": ALL},
}


def give_rights(apps, schema_editor):
    # post_migrate, which makes permissions otherwise, comes after this
    create_permissions(installed.get_app_config("press"), verbosity=0, using=schema_editor.connection.alias)
    permission = apps.get_model("auth", "Permission").objects
    for name, models_of_group in RIGHTS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        for model, verbs in models_of_group.items():
            codenames = [f"{verb}_{model}" for verb in verbs]
            group.permissions.add(*permission.filter(content_type__app_label="press", codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [
        ("commission", "0004_groups"),
        ("press", "0004_subscriptions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", commission.translated.TranslatedField(default=dict, verbose_name="title")),
                ("text", commission.translated.TranslatedField(blank=True, default=dict, verbose_name="text")),
                ("place", commission.translated.TranslatedField(blank=True, default=dict, verbose_name="place")),
                ("is_whole_day", models.BooleanField(default=False, verbose_name="whole day")),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True, help_text="Left empty: an hour later, or the end of the day.", verbose_name="ends"
                    ),
                ),
                ("public_from", models.DateTimeField(default=django.utils.timezone.now, verbose_name="public from")),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="changed at"),
                ),
                ("cancelled_at", models.DateTimeField(editable=False, null=True, verbose_name="cancelled at")),
                (
                    "cancelled_by",
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
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="commission.election",
                        verbose_name="election",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown in the calendar once the public may read it.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="events",
                        to="press.release",
                        verbose_name="press release",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="press.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "event of the calendar",
                "verbose_name_plural": "events of the calendar",
                "ordering": ["-starts_at", "-id"],
                "indexes": [
                    models.Index(fields=["ends_at"], name="event_to_come"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="event_ends_after_its_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OldAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "host",
                    models.CharField(
                        blank=True,
                        help_text="It decides where two old sites had the same path.",
                        max_length=253,
                        verbose_name="host",
                    ),
                ),
                (
                    "path",
                    models.CharField(
                        help_text="For example /news/view/563 or /?p=123, without the host.",
                        max_length=500,
                        verbose_name="old address",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="old_addresses",
                        to="press.release",
                        verbose_name="press release",
                    ),
                ),
            ],
            options={
                "verbose_name": "old address",
                "verbose_name_plural": "old addresses",
                "ordering": ["path", "host"],
                "constraints": [
                    models.UniqueConstraint(models.F("path"), models.F("host"), name="old_address"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shown_from", models.DateTimeField(default=django.utils.timezone.now, verbose_name="shown from")),
                ("shown_until", models.DateTimeField(verbose_name="shown until")),
                (
                    "pinned_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="pinned at"),
                ),
                (
                    "pinned_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pinned by",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pins",
                        to="press.release",
                        verbose_name="press release",
                    ),
                ),
            ],
            options={
                "verbose_name": "pinned press release",
                "verbose_name_plural": "pinned press releases",
                "ordering": ["-shown_from", "-id"],
                "indexes": [
                    models.Index(fields=["shown_until", "shown_from"], name="pin_standing"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("shown_until__gt", models.F("shown_from"))), name="pin_ends_after_its_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weight", models.FloatField()),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="related_from", to="press.release"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="relations", to="press.release"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("release"), models.F("other"), name="relation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("release", models.F("other")), _negated=True), name="relation_to_another"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(
                condition=models.Q(("status", "approved")),
                fields=["language", "published_at"],
                include=("topic", "embargoed_until", "superseded_from"),
                name="release_archive",
            ),
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
