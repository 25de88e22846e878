"""Instants in lists: for people and for machines at once."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def instant(value, form):
    """A `time` element in the commission's zone; `form` is a date format or the name of one, as `|date` takes it."""
    local = timezone.localtime(value)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), date_format(local, form))
