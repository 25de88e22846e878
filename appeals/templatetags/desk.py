"""Rich text, and who did something, on the desk."""

from django import template
from django.utils.safestring import mark_safe

from commission.rich_text import sanitised

register = template.Library()


@register.filter
def rich(text):
    """A text with formatting, sanitised once more as it is shown."""
    return mark_safe(sanitised(text))  # what nh3 has left over


@register.filter
def named(user):
    """A member of staff as colleagues know them: by name, else by account; empty for nobody."""
    return user.get_full_name() or user.get_username() if user else ""
