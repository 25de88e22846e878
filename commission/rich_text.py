"""Rich text, wherever staff write it: what it may hold, the editor's field, the policy of the page that shows it."""

import html
import re
from base64 import b64encode
from hashlib import sha256

import nh3
from django.forms.widgets import Media, Script
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget

from commission import editor_words
from commission.middleware import policy

# What a text may hold --------------------------------------------------------
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("strong", "b", "em", "i", "u", "s", "sub", "sup", "a"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}

_BLOCK_END = re.compile(r"</(p|h[1-6]|li|tr|blockquote|pre|caption|div)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)
_CELL_END = re.compile(r"</(td|th)>", re.IGNORECASE)


def sanitised(body, *, attribute_filter=None):
    """`body` with only the allowed tags, attributes and schemes; scripts and styles go with their content.

    `attribute_filter(tag, attribute, value)` may change a value, or return
    None to drop the attribute.
    """
    return nh3.clean(
        body,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener",
        strip_comments=True,
        attribute_filter=attribute_filter,
    )


def for_page(body):
    """`body` sanitised for a page, each table in a frame that scrolls by itself where the screen is narrow."""
    frame = format_html('<div class="table-wrap" role="group" aria-label="{}" tabindex="0">', _("Table"))
    return sanitised(body).replace("<table>", f"{frame}<table>").replace("</table>", "</table></div>")


def plain_text(body):
    """The words of an HTML body, blocks parted by line breaks."""
    spaced = _CELL_END.sub(" \\g<0>", _BLOCK_END.sub("\\g<0>\n", body))
    return re.sub(r"[ \t]*\n\s*", "\n", html.unescape(nh3.clean(spaced, tags=set()))).strip()


# The editor ------------------------------------------------------------------
# It writes no more than TAGS holds, and reads nearly all of it: what an extension lacks, an edit would lose
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Superscript": True,
    "Subscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "CodeBlock": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": sorted(SCHEMES)},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
    "HTML": True,
}
# the one style element that the editor injects; its hash belongs to the pinned version
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
_IMPORT_MAP = re.compile(r"<script[^>]*importmap[^>]*>(.*?)</script>", re.DOTALL)


class _Editor(ProseEditorWidget):
    @property
    def media(self):
        ours = Media(js=[editor_words.script(), Script("js/editor_label.js", type="module")])
        return super().media + ours


class RichTextField(ProseEditorFormField):
    """A text with formatting, written in the editor; the verb that saves it sanitises it."""

    def __init__(self, *, label, **kwargs):
        super().__init__(label=capfirst(label), widget=_Editor, config={"extensions": EXTENSIONS}, **kwargs)

    def to_python(self, value):
        """The text; empty where it has no words, because the editor always leaves a paragraph behind."""
        value = super().to_python(value)
        return value if plain_text(value) else ""


def with_editor_policy(response, text):
    """The strict policy plus the hashes of what the editor brings inline, worked out from the rendered page."""
    found = _IMPORT_MAP.findall(text)
    hashes = [f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in found]
    response["Content-Security-Policy"] = policy(script_src=hashes, style_src=[EDITOR_STYLE])
    return response


class EditorMixin:
    """For a ModelAdmin whose form holds a RichTextField: its pages allow what the editor brings, no other page does."""

    def changeform_view(self, request, *args, **kwargs):
        response = super().changeform_view(request, *args, **kwargs)
        if hasattr(response, "render"):
            response.add_post_render_callback(lambda done: with_editor_policy(done, done.content.decode()))
        return response
