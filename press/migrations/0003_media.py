"""Pictures in sizes, with what was made of them; files of releases. They take the place of the one picture."""

import uuid

import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import press.models.pictures


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0002_guards_of_the_newsroom"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("file", models.FileField(editable=False, max_length=200, upload_to="")),
                ("name", models.CharField(editable=False, max_length=120, verbose_name="name")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "language",
                    models.CharField(
                        choices=[("az", "Azerbaijani"), ("en", "English"), ("ru", "Russian")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "DOCX"),
                            ("xlsx", "XLSX"),
                            ("pptx", "PPTX"),
                            ("odt", "ODT"),
                            ("ods", "ODS"),
                            ("odp", "ODP"),
                            ("doc", "DOC"),
                            ("xls", "XLS"),
                            ("ppt", "PPT"),
                            ("rtf", "RTF"),
                            ("csv", "CSV"),
                            ("text", "text"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="bytes")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("position", models.PositiveSmallIntegerField(editable=False, verbose_name="position")),
                (
                    "uploaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="uploaded at"),
                ),
                ("text", models.TextField(blank=True, editable=False)),
                ("read_at", models.DateTimeField(editable=False, null=True)),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="press.release",
                        verbose_name="press release",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["position"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("kind", "pdf"), ("read_at", None)), fields=["id"], name="attachment_to_read"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="attachment_has_title"
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("release", "position"),
                        name="attachment_position",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "original",
                    models.FileField(
                        editable=False, max_length=200, storage=press.models.pictures.originals_storage, upload_to=""
                    ),
                ),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="bytes")),
                ("width", models.PositiveIntegerField(editable=False, verbose_name="width")),
                ("height", models.PositiveIntegerField(editable=False, verbose_name="height")),
                ("focal_x", models.PositiveSmallIntegerField(default=50, verbose_name="focus from the left, %")),
                ("focal_y", models.PositiveSmallIntegerField(default=50, verbose_name="focus from the top, %")),
                ("credit", models.CharField(blank=True, max_length=200, verbose_name="credit")),
                (
                    "uploaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="uploaded at"),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("focal_x__lte", 100), ("focal_y__lte", 100)), name="picture_focus_within"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleasePicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(editable=False, verbose_name="position")),
                (
                    "alternative",
                    models.CharField(
                        help_text="For people who cannot see it.", max_length=300, verbose_name="what the picture shows"
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=500, verbose_name="caption")),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="press.picture",
                        verbose_name="picture",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="press.release",
                        verbose_name="press release",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture of a release",
                "verbose_name_plural": "pictures of a release",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("alternative", ""), _negated=True), name="release_picture_has_alternative"
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("release", "position"),
                        name="release_picture_position",
                    ),
                    models.UniqueConstraint(models.F("release"), models.F("picture"), name="release_picture_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("page", "page"), ("thumbnail", "thumbnail"), ("social", "social card")], max_length=12
                    ),
                ),
                ("format", models.CharField(choices=[("webp", "WebP"), ("jpeg", "JPEG")], max_length=4)),
                ("name", models.CharField(max_length=60)),
                ("file", models.FileField(max_length=200, upload_to="")),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="renditions", to="press.picture"
                    ),
                ),
            ],
            options={
                "ordering": ["width", "id"],
                "constraints": [
                    models.UniqueConstraint(models.F("picture"), models.F("name"), name="rendition_name"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="release",
            name="release_image_described",
        ),
        migrations.RemoveField(
            model_name="historicalrelease",
            name="image",
        ),
        migrations.RemoveField(
            model_name="historicalrelease",
            name="image_alternative",
        ),
        migrations.RemoveField(
            model_name="historicalrelease",
            name="image_key",
        ),
        migrations.RemoveField(
            model_name="release",
            name="image",
        ),
        migrations.RemoveField(
            model_name="release",
            name="image_alternative",
        ),
        migrations.RemoveField(
            model_name="release",
            name="image_key",
        ),
        migrations.CreateModel(
            name="HistoricalAttachment",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("name", models.CharField(editable=False, max_length=120, verbose_name="name")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "language",
                    models.CharField(
                        choices=[("az", "Azerbaijani"), ("en", "English"), ("ru", "Russian")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "DOCX"),
                            ("xlsx", "XLSX"),
                            ("pptx", "PPTX"),
                            ("odt", "ODT"),
                            ("ods", "ODS"),
                            ("odp", "ODP"),
                            ("doc", "DOC"),
                            ("xls", "XLS"),
                            ("ppt", "PPT"),
                            ("rtf", "RTF"),
                            ("csv", "CSV"),
                            ("text", "text"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(editable=False, verbose_name="bytes")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("position", models.PositiveSmallIntegerField(editable=False, verbose_name="position")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="press.release",
                        verbose_name="press release",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an attachment",
                "verbose_name_plural": "versions of attachments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "default_permissions": (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReleasePicture",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(editable=False, verbose_name="position")),
                (
                    "alternative",
                    models.CharField(
                        help_text="For people who cannot see it.", max_length=300, verbose_name="what the picture shows"
                    ),
                ),
                ("caption", models.CharField(blank=True, max_length=500, verbose_name="caption")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="press.picture",
                        verbose_name="picture",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="press.release",
                        verbose_name="press release",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a picture of a release",
                "verbose_name_plural": "versions of pictures of releases",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "default_permissions": (),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
