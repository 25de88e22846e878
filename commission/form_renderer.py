"""How the widgets of forms become HTML.

Django's templates for inputs include two more templates each, and a select
two for every option: most of the time that a form page takes. The plain ones
are written here instead, to the same HTML; whatever else there is (and every
widget of the admin's own) keeps its template.
"""

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

_INPUTS = ("text", "email", "number", "url", "password", "hidden", "date", "datetime", "time", "checkbox", "file")
_OPTIONS = ("radio_option", "checkbox_option")


def _attributes(attributes):
    """The attributes with a leading space each: a name alone where True, left out where False."""
    return mark_safe(
        "".join(
            f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
            for name, value in attributes.items()
            if value is not False
        )
    )


def _input(widget):
    value = widget["value"]
    shown = "" if value is None else format_html(' value="{}"', str(value))
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], shown, _attributes(widget["attrs"])
    )


def _option_input(widget):
    return None if widget.get("wrap_label") else _input(widget)


def _textarea(widget):
    shown = widget["value"] or ""
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget["attrs"]), shown)


def _select(widget):
    pieces = []
    for group, options, _ in widget["optgroups"]:
        if group:
            return None
        for option in options:
            if option["template_name"] != "django/forms/widgets/select_option.html":
                return None
            pieces.append(
                format_html(
                    '\n  <option value="{}"{}>{}</option>\n',
                    str(option["value"]),
                    _attributes(option["attrs"]),
                    option["label"],
                )
            )
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        mark_safe("".join(pieces)),
    )


_WRITTEN = {
    f"django/forms/widgets/{name}.html": write
    for names, write in ((_INPUTS, _input), (_OPTIONS, _option_input), (["textarea"], _textarea), (["select"], _select))
    for name in names
}


class FormRenderer(TemplatesSetting):
    """Writes plain widgets itself and leaves all others, and whole forms, to the templates."""

    def render(self, template_name, context, request=None):
        write = _WRITTEN.get(template_name)
        html = write(context["widget"]) if write else None
        return super().render(template_name, context, request) if html is None else html
