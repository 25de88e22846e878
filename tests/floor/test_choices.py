"""The label of one choice is what Django itself would show."""

import pytest
from django.utils import translation

from appeals.models import Decision, Event, Filing
from commission.choices import label_of


@pytest.mark.parametrize("language", ["en", "az", "ru"])
def test_label_is_that_of_the_field(language):
    with translation.override(language):
        for model, name in ((Event, "kind"), (Filing, "status"), (Decision, "outcome")):
            for value, label in model._meta.get_field(name).choices:
                assert getattr(model(**{name: value}), f"get_{name}_display")() == str(label)


def test_what_is_no_choice_stays_as_it_is():
    assert label_of(Filing.Status, "elsewhere") == "elsewhere"
