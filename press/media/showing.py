"""Pictures and files of a release as its page, its preview, feeds and lists show them."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, prefetch_related_objects
from django.template.loader import render_to_string

from commission import rich_text
from press.models import ReleasePicture, Rendition

PAGE, THUMBNAIL, CARD = Rendition.Purpose.PAGE, Rendition.Purpose.THUMBNAIL, Rendition.Purpose.SOCIAL
WEBP, JPEG = Rendition.Format.WEBP, Rendition.Format.JPEG
PUBLIC = rich_text.MEDIA  # where the public finds files; a preview has an address of its own
# for querysets of releases whose pictures are to be shown: three statements, however many there are
PICTURES = Prefetch(
    "pictures", queryset=ReleasePicture.objects.select_related("picture").prefetch_related("picture__renditions")
)


@dataclass(frozen=True)
class Source:
    """A rendition and where it is found."""

    url: str
    width: int
    height: int
    media_type: str
    size: int = 0


@dataclass(frozen=True)
class Shown:
    """A picture in a release: its words, and its sources by purpose and format, the smallest first."""

    key: str
    alternative: str
    caption: str
    credit: str
    sources: dict = field(repr=False)
    focus: tuple = (50, 50)

    def _of(self, purpose, format):
        return self.sources.get((purpose, format), [])

    @staticmethod
    def _set(sources):
        return ", ".join(f"{each.url} {each.width}w" for each in sources)

    @property
    def webp_set(self):
        return self._set(self._of(PAGE, WEBP))

    @property
    def fallback(self):
        return self._of(PAGE, JPEG)[0]

    @property
    def large(self):
        return self._of(PAGE, JPEG)[-1]

    @property
    def thumbnail_webp_set(self):
        return self._set(self._of(THUMBNAIL, WEBP))

    @property
    def thumbnail(self):
        return self._of(THUMBNAIL, JPEG)[0]

    @property
    def card(self):
        """The social card; None where the picture is too small for one."""
        return next(iter(self._of(CARD, JPEG)), None)


@dataclass(frozen=True)
class Media:
    """What a release shows beside its words: the lead picture, or None, the others, its files; and all by key."""

    lead: Shown | None
    gallery: list
    files: list
    pictures: dict

    @property
    def first(self):
        """The picture that stands for the release, wherever it is shown; None where there is none."""
        return next(iter(self.pictures.values()), None)

    @property
    def card(self):
        """The social card of the first picture; None where there is none."""
        return self.first.card if self.first else None


@dataclass(frozen=True)
class Offered:
    """A file of a release and where it is found."""

    url: str
    title: str
    kind: str
    language: str
    language_name: str
    size: int


def _shown(use, base):
    sources = {}
    for each in use.picture.renditions.all():
        source = Source(f"{base}{use.picture.key}/{each.name}", each.width, each.height, each.media_type, each.size)
        sources.setdefault((each.purpose, each.format), []).append(source)
    picture = use.picture
    return Shown(str(picture.key), use.alternative, use.caption, picture.credit, sources, picture.focus)


def pictures_of(release, *, base=PUBLIC):
    """The pictures of a release by key, in their order; `base` is the address below which files are found."""
    prefetch_related_objects([release], PICTURES)
    shown = [_shown(use, base) for use in release.pictures.all()]
    return {each.key: each for each in shown if each.sources}


def media_of(release, *, base=PUBLIC):
    """The Media of a release. What stands in the text is not shown a second time beside it."""
    pictures = pictures_of(release, base=base)
    in_text = {*rich_text.pictures_in(release.body)}
    beside = [shown for key, shown in pictures.items() if key not in in_text]
    files = [
        Offered(
            url=f"{base}{each.key}/{each.name}", title=each.title, kind=each.get_kind_display(), size=each.size,
            language=each.language, language_name=each.get_language_display(),
        )
        for each in release.attachments.all()
    ]  # fmt: skip
    return Media(lead=beside[0] if beside else None, gallery=beside[1:], files=files, pictures=pictures)


def body_of(release, pictures, *, template="components/picture_in_text.html", notes="note"):
    """The text of a release for a page, its own pictures in it, any other left out; `notes` begins ids of footnotes."""

    def picture(key, alternative, stands_alone):
        shown = pictures.get(key)
        if shown is None:
            return ""
        context = {"picture": shown, "alternative": alternative or shown.alternative, "stands_alone": stands_alone}
        return render_to_string(template, context).strip()

    return rich_text.for_page(release.body, picture=picture, notes=notes)


def with_thumbnails(releases):
    """A list of releases, each with `thumbnail`: that of its lead picture, or None. One statement for all."""
    releases = list(releases)
    rows = ReleasePicture.objects.filter(
        release__in=releases, position=0, picture__renditions__purpose=THUMBNAIL
    ).values_list(
        "release", "picture__key", *(f"picture__renditions__{name}" for name in ("name", "format", "width", "height"))
    )  # fmt: skip
    found = {}
    for release, key, name, format, width, height in rows.order_by("picture__renditions__width"):
        source = Source(f"{PUBLIC}{key}/{name}", width, height, f"image/{format}")
        found.setdefault(release, {}).setdefault((THUMBNAIL, format), []).append(source)
    for release in releases:
        sources = found.get(release.pk)
        release.thumbnail = Shown("", "", "", "", sources) if sources else None
    return releases
