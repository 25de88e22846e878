"""The commonest kind of field, written without a template: a long form holds twenty of them."""

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag
def labelled_field(field):
    """The field with its label above it; hint and errors carry the ids to which Django's `aria-describedby` points."""
    is_wanted = field.field.required or getattr(field.field, "is_expected", False)
    optional = "" if is_wanted else format_html(' <span class="optional">({})</span>', gettext("if you wish"))
    hint = (
        format_html('<span class="hint" id="{}_helptext">{}</span>', field.auto_id, field.help_text)
        if field.help_text
        else ""
    )
    errors = field.errors or ""
    return format_html(
        '<div class="field{}">\n  <label for="{}">{}{}</label>\n  {}{}\n  {}\n</div>\n',
        " field--bad" if errors else "",
        field.id_for_label,
        field.label,
        optional,
        hint,
        errors,
        field,
    )
