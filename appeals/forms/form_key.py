"""The hidden field by which a form that is sent twice does what it does once."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from appeals import codes


class FormKeyField(forms.CharField):
    """A random key of the form, as `codes.new_form_key` makes it."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(max_length=codes.KEY_CHARACTERS)

    def validate(self, value):
        super().validate(value)
        if not codes.is_form_key(value):
            raise ValidationError(_("The form is damaged. Open it anew."))
