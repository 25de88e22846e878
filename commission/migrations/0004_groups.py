"""Groups of staff with their permissions."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

VIEW, ALL = ("view",), ("view", "add", "change", "delete")
MODELS = {
    "editors": {"press.release": ALL, "press.topic": VIEW, "pages.page": ("view", "add", "change")},
    "publishers": {"press.release": ALL, "press.topic": ("view", "add", "change"), "pages.page": ALL},
    "case officers": {
        "appeals.timelimitrule": VIEW,
        "appeals.historicaltimelimitrule": VIEW,
        "contact.message": VIEW,
    },
    "experts": {"appeals.timelimitrule": VIEW, "appeals.historicaltimelimitrule": VIEW},
    "commissioners": {"appeals.timelimitrule": VIEW, "appeals.historicaltimelimitrule": VIEW},
    "administrators": {
        "auth.user": ("view", "add", "change"),
        "auth.group": VIEW,
        "commission.letter": ("view", "change"),
        "commission.election": ("view", "add", "change"),
        "commission.electioncommission": ("view", "add", "change"),
        "commission.membership": ALL,
        "appeals.timelimitrule": ("view", "add", "change"),
        "appeals.nonworkingday": ALL,
        "appeals.historicaltimelimitrule": VIEW,
        "appeals.historicalnonworkingday": VIEW,
        "contact.topic": ("view", "add", "change"),
    },
}
EXTRA = {
    "publishers": ["press.publish_release"],
    "case officers": ["appeals.read_filing", "appeals.handle_filing", "contact.answer_message"],
    "experts": ["appeals.read_filing", "appeals.review_filing"],
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
            group.permissions.add(permission.objects.get(content_type__app_label=label, codename=codename))


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=MODELS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("commission", "0003_buckets_memberships"),
        ("press", "0001_releases"),
        ("appeals", "0001_filings"),
        ("contact", "0002_topics"),
        ("pages", "0001_pages"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create, remove)]
