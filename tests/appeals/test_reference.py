"""Rules and non-working days in the admin: registered once, and each change recomputes what runs."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin

from appeals.desk import rules
from appeals.models import NonWorkingDay, TimeLimitRule

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "entry"),
    [(TimeLimitRule, rules.TimeLimitRuleAdmin), (NonWorkingDay, rules.NonWorkingDayAdmin)],
)
def test_rules_and_days_are_registered_with_what_recomputes_and_there_is_no_second_copy(model, entry):
    assert type(admin.site._registry[model]) is entry
    assert issubclass(entry, rules.RecomputesDeadlines)
    sources = [path.read_text() for path in Path(settings.BASE_DIR, "appeals").rglob("*.py")]
    assert len(re.findall(rf"class \w*{model.__name__}Admin\b", "\n".join(sources))) == 1
