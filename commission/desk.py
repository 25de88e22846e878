"""What every desk of the admin shares: the frame of its pages, and forms with hint and error beside each field."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.contrib import admin
from django.shortcuts import render

from commission.rich_text import with_editor_policy


def page(request, template, context, *, title, status=200):
    """A page of a desk; one with the rich text editor carries the policy that the editor needs."""
    frame = admin.site.each_context(request) | {"title": title}
    response = render(request, template, frame | context, status=status)
    if hasattr(context.get("form"), "media") and context["form"].media:
        return with_editor_policy(response, response.content.decode())
    return response


def text_field(label, *, rows=8, **options):
    """A plain text of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea({"rows": rows}), **options)


def instant_field(label, **options):
    """An instant in the commission's zone, picked in the browser."""
    widget = forms.DateTimeInput({"type": "datetime-local", "class": "short"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


class DeskForm(forms.Form):
    """A form of a desk: hint and error beside each field, one button named after what it does."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields)

    def with_button(self, label):
        """The form, ready to be shown: its fields as they are now, and its button."""
        self.helper.layout = Layout(*self.fields)
        self.helper.inputs = [Submit("", label)]
        return self

    def without_button(self):
        """The form as a record of what was typed, when it can no longer be sent."""
        self.helper.layout = Layout(*self.fields)
        self.helper.inputs = []
        return self
