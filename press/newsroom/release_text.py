"""The text of a release in the editor: with footnotes, and with pictures of the release itself."""

from django.utils.translation import pgettext_lazy

from commission.rich_text import MEDIA, RichTextField
from press.media import showing
from press.models import BODY_CHARACTERS
from press.newsroom.media_pages import files_below

# the editor's own words; it is a static file and asks nobody
NOTE_WORDS = {
    "insert": pgettext_lazy("editor", "Footnote"),
    "title": pgettext_lazy("editor", "Footnote"),
    "words": pgettext_lazy("editor", "Words of the footnote"),
    "apply": pgettext_lazy("editor", "Apply"),
    "cancel": pgettext_lazy("editor", "Cancel"),
    "remove": pgettext_lazy("editor", "Remove the footnote"),
}
PICTURE_WORDS = {
    "insert": pgettext_lazy("editor", "Picture"),
    "title": pgettext_lazy("editor", "Picture in the text"),
    "which": pgettext_lazy("editor", "Which picture"),
    "alternative": pgettext_lazy("editor", "What the picture shows, for people who cannot see it"),
    "none": pgettext_lazy(
        "editor", "The release has no picture yet. Add it below, save, and it can be put into the text."
    ),
    "apply": pgettext_lazy("editor", "Insert"),
    "cancel": pgettext_lazy("editor", "Cancel"),
}


class ReleaseTextField(RichTextField):
    """The text of a release, on whichever form it is written."""

    def __init__(self, **kwargs):
        super().__init__(
            extensions={
                "Footnote": {"words": NOTE_WORDS},
                "ReleasePicture": {"words": PICTURE_WORDS},
                "CleanPaste": True,
            },
            modules=["js/editor_footnote.js", "js/editor_picture.js", "js/editor_paste.js"],
            max_length=BODY_CHARACTERS,
            **kwargs,
        )


def pictures_of(release):
    """The pictures that the text of a release may hold, for the editor: address, where staff see it, its words."""
    if release is None or not release.pk:
        return []
    for_staff = showing.pictures_of(release, base=files_below(release))
    return [
        {"src": f"{MEDIA}{shown.key}/{shown.large.url.rpartition('/')[2]}", "shown": shown.fallback.url}
        | {"alternative": shown.alternative}
        for shown in for_staff.values()
    ]
