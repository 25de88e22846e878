"""The words of the rich text editor: what its library says in English, and what the portal says instead.

Its dialogs ask `window.gettext`, as the admin's own scripts do; its buttons
have English names in its code. Both get their words from here.
"""

import json

from django.forms.widgets import Script
from django.utils.translation import pgettext_lazy

WORDS = {
    "bold": pgettext_lazy("editor", "Bold"),
    "italic": pgettext_lazy("editor", "Italic"),
    "underline": pgettext_lazy("editor", "Underlined"),
    "strike": pgettext_lazy("editor", "Struck through"),
    "superscript": pgettext_lazy("editor", "Superscript"),
    "subscript": pgettext_lazy("editor", "Subscript"),
    "paragraph": pgettext_lazy("editor", "Paragraph"),
    "heading 2": pgettext_lazy("editor", "Heading"),
    "heading 3": pgettext_lazy("editor", "Heading of the second rank"),
    "heading 4": pgettext_lazy("editor", "Heading of the third rank"),
    "Heading 2": pgettext_lazy("editor", "Heading"),
    "Heading 3": pgettext_lazy("editor", "Heading of the second rank"),
    "Heading 4": pgettext_lazy("editor", "Heading of the third rank"),
    "unordered list": pgettext_lazy("editor", "List"),
    "ordered list": pgettext_lazy("editor", "Numbered list"),
    "List properties": pgettext_lazy("editor", "Properties of the list"),
    "List type": pgettext_lazy("editor", "Kind of numbers"),
    "Start at": pgettext_lazy("editor", "Starts with"),
    "Decimal numbers": pgettext_lazy("editor", "Numbers"),
    "Lowercase letters": pgettext_lazy("editor", "Small letters"),
    "Uppercase letters": pgettext_lazy("editor", "Capital letters"),
    "Lowercase Roman numerals": pgettext_lazy("editor", "Small Roman numerals"),
    "Uppercase Roman numerals": pgettext_lazy("editor", "Roman numerals"),
    "Bullets": pgettext_lazy("editor", "Bullets"),
    "blockquote": pgettext_lazy("editor", "Quotation"),
    "Code block": pgettext_lazy("editor", "Text as typed"),
    "horizontal rule": pgettext_lazy("editor", "Line across"),
    "insert link": pgettext_lazy("editor", "Insert a link"),
    "remove link": pgettext_lazy("editor", "Remove the link"),
    "Edit Link": pgettext_lazy("editor", "Link"),
    "URL": pgettext_lazy("editor", "Address"),
    "Title": pgettext_lazy("editor", "Title"),
    "Open in new window": pgettext_lazy("editor", "Open in a new window"),
    "Insert table": pgettext_lazy("editor", "Insert a table"),
    "Insert Table": pgettext_lazy("editor", "Insert the table"),
    "Table Properties": pgettext_lazy("editor", "Table"),
    "Rows": pgettext_lazy("editor", "Rows"),
    "Columns": pgettext_lazy("editor", "Columns"),
    "Include header row": pgettext_lazy("editor", "With a row of headings"),
    "Add column": pgettext_lazy("editor", "Add a column"),
    "Delete column": pgettext_lazy("editor", "Remove the column"),
    "Add row": pgettext_lazy("editor", "Add a row"),
    "Delete row": pgettext_lazy("editor", "Remove the row"),
    "Toggle header cell": pgettext_lazy("editor", "Cell of headings"),
    "Delete table": pgettext_lazy("editor", "Remove the table"),
    "Merge cells": pgettext_lazy("editor", "Merge cells"),
    "Split cell": pgettext_lazy("editor", "Split the cell"),
    "undo": pgettext_lazy("editor", "Undo"),
    "redo": pgettext_lazy("editor", "Redo"),
    "edit HTML": pgettext_lazy("editor", "Edit the HTML"),
    "Edit HTML": pgettext_lazy("editor", "Edit the HTML"),
    "Prettify": pgettext_lazy("editor", "Tidy up"),
    "The HTML contents of the editor. Note that the allowed HTML is restricted by the editor schema.": pgettext_lazy(
        "editor", "The text as HTML. What the editor does not know is left out."
    ),
    "Update": pgettext_lazy("editor", "Apply"),
    "Cancel": pgettext_lazy("editor", "Cancel"),
}


def script():
    """The script that gives the editor its words in the active language; it runs before the editor's modules."""
    words = {known: str(said) for known, said in WORDS.items()}
    return Script("js/editor_words.js", **{"data-words": json.dumps(words, ensure_ascii=False)})
