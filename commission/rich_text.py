"""Rich text, wherever staff write it: what it may hold, the editor's field, the policy of the page that shows it."""

import html
import re
from base64 import b64encode
from hashlib import sha256

import nh3
from django.forms.widgets import Media, Script
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget

from commission import editor_words, footnotes
from commission.middleware import policy

# What a text may hold --------------------------------------------------------
TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("strong", "b", "em", "i", "u", "s", "sub", "sup", "a"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "img"),
}
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "img": {"src", "alt"},
}
CLASSES = {"sup": {footnotes.CLASS}}
SCHEMES = {"http", "https", "mailto", "tel"}

_BLOCK_END = re.compile(r"</(p|h[1-6]|li|tr|blockquote|pre|caption|div)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)
_EMPTY = re.compile(r"(?<!<td>)(?<!<th>)(?<!<li>)<(p|h[234])>(?:\s|&nbsp;|<br>)*</\1>")
_CELL_END = re.compile(r"</(td|th)>", re.IGNORECASE)
# a picture of this site, at the address that its key gives it; no other is ever shown
MEDIA = "/media/"
_OWN_PICTURE = re.compile(rf"{MEDIA}([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})/[\w.-]+")
# as nh3 writes them, which escapes quotation marks within values
_IMAGE = r'<img((?: [a-z]+="[^"]*")*)>'
_IMAGES = re.compile(rf"<p>\s*{_IMAGE}\s*</p>|{_IMAGE}")
_VALUE = re.compile(r' ([a-z]+)="([^"]*)"')


def sanitised(body, *, attribute_filter=None):
    """`body` with only the allowed tags, attributes and schemes; scripts and styles go with their content.

    `attribute_filter(tag, attribute, value)` may change a value, or return
    None to drop the attribute.
    """

    def own(tag, attribute, value):
        if tag == "img" and attribute == "src" and not _OWN_PICTURE.fullmatch(value):
            return None
        return attribute_filter(tag, attribute, value) if attribute_filter else value

    clean = nh3.clean(
        body,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel="noopener",
        strip_comments=True,
        clean_content_tags={"script", "style", "xml", "title"},
        attribute_filter=own,
    )
    clean = footnotes.tidied(clean.replace('<sup class="">', "<sup>"))
    return _IMAGES.sub(lambda found: found[0] if ' src="' in found[0] else "", clean) if "<img" in clean else clean


def without_empty_paragraphs(body):
    """Sanitised HTML without the paragraphs and headings in which nothing stands, as word processors leave them."""
    return _EMPTY.sub("", body)


def with_pictures(body, picture):
    """Sanitised `body` with each image as `picture(key, alternative, stands_alone)` writes it in HTML.

    The key is that of its address; `stands_alone` tells that it has a paragraph
    for itself. An empty text leaves it out.
    """

    def written(found):
        values = dict(_VALUE.findall(found[1] or found[2] or ""))
        own = _OWN_PICTURE.fullmatch(values.get("src", ""))
        stands_alone = found[0].startswith("<p>")
        return picture(own[1], html.unescape(values.get("alt", "")), stands_alone) if own else ""

    return _IMAGES.sub(written, body)


def pictures_in(body):
    """The keys of the pictures that stand in a sanitised text, in their order."""
    keys = []
    with_pictures(body, lambda key, *_: keys.append(key) or "")
    return keys


def for_page(body, *, picture=None, notes="note"):
    """`body` sanitised for a page, each table in a frame that scrolls by itself where the screen is narrow.

    `picture` writes the images, as in `with_pictures`; without it there are none. `notes` begins the ids of its
    footnotes, which a page with several texts tells apart.
    """
    frame = format_html('<div class="table-wrap" role="group" aria-label="{}" tabindex="0">', _("Table"))
    shown = with_pictures(sanitised(body), picture or (lambda *_: ""))
    shown = shown.replace("<table>", f"{frame}<table>").replace("</table>", "</table></div>")
    return footnotes.numbered(shown, prefix=notes)


def plain_text(body):
    """The words of an HTML body, blocks parted by line breaks; footnotes have numbers and stand at its end."""
    spaced = _CELL_END.sub(" \\g<0>", _BLOCK_END.sub("\\g<0>\n", footnotes.in_plain_words(body)))
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
    modules = ()

    @property
    def media(self):
        ours = Media(js=[editor_words.script(), Script("js/editor_label.js", type="module")])
        return super().media + ours

    def get_config(self):
        config = super().get_config()
        return config | {"js_modules": [*config["js_modules"], *map(static, self.modules)]}


class RichTextField(ProseEditorFormField):
    """A text with formatting, written in the editor; the verb that saves it sanitises it.

    `extensions` are those that it has beside EXTENSIONS; `modules` are the static files that hold them.
    """

    def __init__(self, *, label, extensions=None, modules=(), **kwargs):
        config = {"extensions": EXTENSIONS | (extensions or {})}
        super().__init__(label=capfirst(label), widget=_Editor, config=config, **kwargs)
        self.widget.modules = modules

    def to_python(self, value):
        """The text; empty where it has neither words nor pictures: the editor always leaves a paragraph behind."""
        value = super().to_python(value)
        return value if plain_text(value) or "<img" in value else ""


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
