"""Groups of staff with their permissions."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

VIEW, ALL = ("view",), ("view", "add", "change", "delete")
MODELS = {
    "editors": {"press.release": ("view", "add", "change"), "press.topic": VIEW, "pages.page": ("view", "change")},
    "publishers": {"press.release": ALL, "press.topic": ALL, "pages.page": ("view", "add", "change")},
    "case officers": {"appeals.filing": ("view", "change"), "contact.message": ("view", "change")},
    "experts": {"appeals.filing": VIEW},
    "commissioners": {"appeals.filing": ("view", "change")},
    "administrators": {"auth.user": ALL, "auth.group": VIEW, "commission.letter": ("view", "change")},
}
EXTRA = {
    "publishers": ["press.publish_release"],
    "case officers": ["appeals.read_filing", "appeals.handle_filing", "contact.answer_message"],
    "experts": ["appeals.read_filing"],
    "commissioners": ["appeals.read_filing", "appeals.decide_filing"],
}


def create(apps, schema_editor):
    # post_migrate, which makes permissions otherwise, comes after this
    for label in ("press", "appeals", "contact", "pages", "commission", "auth"):
        create_permissions(installed.get_app_config(label), verbosity=0, using=schema_editor.connection.alias)
    group_model, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, models in MODELS.items():
        wanted = [f"{key.split('.')[0]}.{verb}_{key.split('.')[1]}" for key, verbs in models.items() for verb in verbs]
        group, _ = group_model.objects.get_or_create(name=name)
        for label, codename in (entry.split(".") for entry in wanted + EXTRA.get(name, [])):
            group.permissions.add(*permission.objects.filter(content_type__app_label=label, codename=codename))


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=MODELS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("commission", "0003_buckets"),
        ("press", "0001_releases"),
        ("appeals", "0001_filings"),
        ("contact", "0001_messages"),
        ("pages", "0001_pages"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create, remove)]
