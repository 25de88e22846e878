"""Instants in lists: for people and for machines at once."""

from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def instant(value, form):
    """A `time` element in the commission's zone; `form` is a date format or the name of one, as `|date` takes it."""
    return _written(value, form, timezone.get_current_timezone(), get_language())


@lru_cache(maxsize=4_096)  # what is new is listed again and again
def _written(value, form, zone, _language):
    local = timezone.localtime(value, zone)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), date_format(local, form))
