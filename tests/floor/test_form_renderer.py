"""The widgets that the portal writes itself are Django's, to the letter."""

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from commission.form_renderer import FormRenderer

HOSTILE = "\"><script>&'</script>\n"
ATTRIBUTES = {
    "id": "id_a",
    "class": HOSTILE,
    "rows": 10_000,
    "required": True,
    "disabled": False,
    "data-safe": mark_safe("&amp;"),
    "data-none": None,
}
CHOICES = [("", HOSTILE), ("a", "A"), (1_000, "One")]


class Asks:
    """Calls the widget's own rendering and counts what reached a template."""

    def __init__(self):
        self.left = []

    def render(self, widget, value, attrs):
        asks = self

        class Counting(FormRenderer):
            def get_template(self, template_name):
                asks.left.append(template_name)
                return super().get_template(template_name)

        return widget.render("a", value, attrs=attrs, renderer=Counting())


@pytest.mark.parametrize("attrs", [{}, ATTRIBUTES], ids=["bare", "with attributes"])
@pytest.mark.parametrize("value", [None, "", HOSTILE, mark_safe("&amp;"), 0, 12_345, "a"])
@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput(),
        forms.EmailInput(),
        forms.NumberInput(),
        forms.URLInput(),
        forms.PasswordInput(render_value=True),
        forms.HiddenInput(),
        forms.DateInput(),
        forms.DateTimeInput(),
        forms.TimeInput(),
        forms.CheckboxInput(),
        forms.FileInput(),
        forms.Textarea(),
        forms.Select(choices=CHOICES),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_widget_is_written_as_its_template_would(widget, value, attrs):
    asked = Asks()
    assert asked.render(widget, value, attrs) == widget.render("a", value, attrs=attrs, renderer=TemplatesSetting())
    assert not asked.left


@pytest.mark.parametrize(
    "widget",
    [
        forms.RadioSelect(choices=CHOICES),
        forms.CheckboxSelectMultiple(choices=CHOICES),
        forms.Select(choices=[("Group", CHOICES)]),
        forms.ClearableFileInput(),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_widget_that_is_not_plain_keeps_its_template(widget):
    asked = Asks()
    assert asked.render(widget, "a", ATTRIBUTES) == widget.render("a", "a", ATTRIBUTES, TemplatesSetting())
    assert asked.left


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_single_choice_is_written_as_its_template_would(widget):
    class Form(forms.Form):
        a = forms.ChoiceField(choices=CHOICES, widget=widget)

    def tags(renderer):
        return [choice.tag() for choice in Form({"a": "a"}, renderer=renderer)["a"]]

    assert tags(FormRenderer()) == tags(TemplatesSetting())
