"""A text in every language of the site, kept in one JSON column.

The value is a dict of language code to text; `in_language` picks the visitor's
language and falls back to the site's first language, then to any.
"""

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import get_language


def in_language(texts, language=None):
    """The text in `language` (the active one if None), else in another, else an empty string."""
    wanted = [language or get_language(), settings.LANGUAGE_CODE, *texts]
    return next((texts[code] for code in wanted if texts.get(code)), "")


class _TranslatedWidget(forms.MultiWidget):
    def __init__(self, attrs=None):
        widgets = {code: forms.TextInput({"lang": code, "aria-label": str(name)}) for code, name in settings.LANGUAGES}
        super().__init__(widgets, attrs)

    def decompress(self, value):
        return [(value or {}).get(code, "") for code, _ in settings.LANGUAGES]


class TranslatedFormField(forms.MultiValueField):
    """One input for each language; cleans to a dict of the languages that were filled in."""

    def __init__(self, *, max_length=500, **kwargs):
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        fields = [forms.CharField(required=False, max_length=max_length) for _ in settings.LANGUAGES]
        super().__init__(fields, widget=_TranslatedWidget, require_all_fields=False, **kwargs)

    def compress(self, values):
        return {code: value for (code, _), value in zip(settings.LANGUAGES, values, strict=False) if value}


class TranslatedField(models.JSONField):
    """JSON column with one text for each language."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        # without the hidden copy that Django adds for a callable default: it would read as changed each time
        return super().formfield(**({"form_class": TranslatedFormField, "show_hidden_initial": False} | kwargs))
