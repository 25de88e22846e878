"""Rules and non-working days in the admin: registered once, with a history that says what changed and stays."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.forms import MultiWidget
from django.urls import reverse
from django.utils import timezone

from appeals import reference
from appeals.models import NonWorkingDay, Recomputation, TimeLimitRule

pytestmark = pytest.mark.django_db


def sent(page):
    """The fields of the admin's form as they are shown."""
    form = page.context["adminform"].form
    values = {}
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field.widget, MultiWidget):
            texts = zip(field.widget.widgets_names, field.widget.decompress(value), strict=True)
            values |= {name + suffix: text for suffix, text in texts}
        else:
            values[name] = value
    return {name: value for name, value in values.items() if value is not None and value is not False}


@pytest.mark.parametrize(
    ("model", "entry"),
    [(TimeLimitRule, reference.TimeLimitRuleAdmin), (NonWorkingDay, reference.NonWorkingDayAdmin)],
)
def test_rules_and_days_are_registered_with_what_recomputes_and_there_is_no_second_copy(model, entry):
    assert type(admin.site._registry[model]) is entry
    assert issubclass(entry, reference.RecomputesDeadlines)
    sources = [path.read_text() for path in Path(settings.BASE_DIR, "appeals").rglob("*.py")]
    assert len(re.findall(rf"class \w*{model.__name__}\w*Admin|class {entry.__name__}\b", "\n".join(sources))) == 1


def test_history_of_a_rule_says_what_stood_there_before(admin_client):
    rule = TimeLimitRule.objects.filter(limit="decide", is_active=True).first()
    address = reverse("admin:appeals_timelimitrule_change", args=[rule.pk])
    before = rule.days
    answer = admin_client.post(address, sent(admin_client.get(address)) | {"days": before + 4})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    history = admin_client.get(reverse("admin:appeals_timelimitrule_history", args=[rule.pk])).content.decode()
    assert f"Days: {before} → {before + 4}" in history
    assert "admin" in history
    assert Recomputation.objects.exists()


def test_history_of_a_day_says_when_it_was_entered_and_changed(admin_client):
    admin_client.post(reverse("admin:appeals_nonworkingday_add"), {"day": "20.03.2026"})
    day = NonWorkingDay.objects.get()
    address = reverse("admin:appeals_nonworkingday_change", args=[day.pk])
    admin_client.post(address, sent(admin_client.get(address)) | {"day": "21.03.2026"})
    history = admin_client.get(reverse("admin:appeals_nonworkingday_history", args=[day.pk])).content.decode()
    assert "Day: 2026-03-20 → 2026-03-21" in history
    assert LogEntry.objects.count() == 2


def test_history_of_rules_outlives_that_of_everything_else(admin_client, admin_user):
    admin_client.post(reverse("admin:appeals_nonworkingday_add"), {"day": "20.03.2026"})
    LogEntry.objects.create(user=admin_user, action_flag=1, object_repr="something else")
    LogEntry.objects.update(action_time=timezone.now() - timedelta(days=settings.ADMIN_LOG_KEPT_DAYS + 1))
    call_command("forget", stdout=StringIO())
    assert [entry.content_type.model for entry in LogEntry.objects.all()] == ["nonworkingday"]
