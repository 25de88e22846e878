"""Pictures and files on their way in: known by their content, refused with a reason, re-encoded by a child process."""

import hashlib
import uuid
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commission.file_contents import kinds, picture_making
from commission.file_contents.picture_making import Made
from commission.transactions import may_rest
from press.models import Rendition
from press.models.attachments import Attachment
from press.slugs import slug_of

PICTURE_MAX_BYTES = 20_000_000
ATTACHMENT_MAX_BYTES = 50_000_000

# What is made of a picture ---------------------------------------------------
# WebP, not AVIF: a sixth more bytes at the same fidelity, a fourth of the time, and somebody waits for it
WIDTHS = (320, 640, 960, 1600)
FALLBACK_WIDTHS = (960, 1600)  # as JPEG: in the page for old browsers, and large to be looked at and taken
THUMBNAILS = ((384, 256), (768, 512))
SOCIAL = (1200, 630)  # as Facebook and X ask for it
SOCIAL_MIN_WIDTH = 600
SLIMMER_BY = 0.8  # a width that saves less than a fifth beside the next is not kept
TALLEST = 2  # times its width: a strip that is higher is made narrower
QUALITY = {Rendition.Format.WEBP: 80, Rendition.Format.JPEG: 82}
PAGE, THUMBNAIL, CARD = Rendition.Purpose.PAGE, Rendition.Purpose.THUMBNAIL, Rendition.Purpose.SOCIAL
WEBP, JPEG = Rendition.Format.WEBP, Rendition.Format.JPEG


@dataclass(frozen=True)
class NewRendition:
    """A picture that was made, to be stored as a Rendition."""

    purpose: str
    format: str
    made: Made

    @property
    def name(self):
        """A name that no other content has."""
        ending = "jpg" if self.format == JPEG else self.format
        return f"{self.purpose}-{self.made.width}-{hashlib.sha256(self.made.content).hexdigest()[:12]}.{ending}"


@dataclass(frozen=True, kw_only=True)
class ReceivedPicture:
    """An uploaded picture, measured, with all that was made of it."""

    upload: object
    sha256: str
    size: int
    width: int
    height: int
    renditions: tuple
    key: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, kw_only=True)
class ReceivedFile:
    """An uploaded file, measured, with the kind that its content has and a plain name.

    The key stands in its address: what lies under an address never changes.
    """

    upload: object
    sha256: str
    size: int
    kind: str
    name: str
    key: uuid.UUID = field(default_factory=uuid.uuid4)


def _pages():
    """What is shown whole: purpose, format and the entry for the child."""
    for format, widths in ((WEBP, WIDTHS), (JPEG, FALLBACK_WIDTHS)):
        for width in widths:
            yield PAGE, format, {"box": [width, TALLEST * width]}


def _crops(focus):
    """What is cut around the focus."""
    for format in (WEBP, JPEG):
        for size in THUMBNAILS if format == WEBP else THUMBNAILS[-1:]:
            yield THUMBNAIL, format, {"crop": [*size], "focus": [*focus]}
    yield CARD, JPEG, {"crop": [*SOCIAL], "focus": [*focus]}


def _kept(renditions):
    """Those worth keeping: no two of one width, no width beside one that is hardly wider, no blurred social card."""
    kept = []
    for each in sorted(renditions, key=lambda each: -each.made.width):
        wider = [other for other in kept if (other.purpose, other.format) == (each.purpose, each.format)]
        if any(each.made.width > SLIMMER_BY * other.made.width for other in wider):
            continue
        if each.purpose != CARD or each.made.width >= SOCIAL_MIN_WIDTH:
            kept.append(each)
    return tuple(kept)


def _made(file, kind, orders):
    """Width and height of a picture, and what was made of it; ValidationError where nothing can be."""
    orders = list(orders)
    entries = [entry | {"format": format.upper(), "quality": QUALITY[format]} for _purpose, format, entry in orders]
    may_rest(2 * picture_making.CHILD_SECONDS)
    try:
        width, height, made = picture_making.make(file, kind, entries, still=True)
    except picture_making.NotMade as error:
        raise ValidationError(_refusal(error.reason)) from error
    results = [NewRendition(order[0], order[1], each) for order, each in zip(orders, made, strict=True)]
    return width, height, _kept(results)


def _refusal(reason):
    numbers = {
        "million": picture_making.MOST_PIXELS // 1_000_000,
        "jpeg": picture_making.MOST_PIXELS_OF_JPEG // 1_000_000,
    }
    return {
        "pixels": _("The picture has more than %(million)d million pixels (a JPEG may have %(jpeg)d).") % numbers,
        "animated": _("The picture moves or has several pages. Send a single still picture."),
    }.get(reason, _("The picture is damaged or cut off and cannot be read."))


def _digest(upload):
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def received_picture(upload, *, focus=(50, 50)):
    """An uploaded file as a picture, with its renditions cut around `focus` (percent from the left and the top).

    Raises ValidationError with a sentence for people where it is no picture
    that can be shown.
    """
    if upload.size > PICTURE_MAX_BYTES:
        raise ValidationError(_("The picture is larger than %d MB.") % (PICTURE_MAX_BYTES // 1_000_000))
    look = kinds.examined(upload, upload.size)
    if look.kind not in kinds.PICTURES:
        raise ValidationError(
            _("This is no picture that can be taken, but by its content: %s. Send JPEG, PNG, WebP, AVIF, GIF or TIFF.")
            % _in_words(look.kind)
        )
    width, height, renditions = _made(upload, look.kind, [*_pages(), *_crops(focus)])
    return ReceivedPicture(
        upload=upload, sha256=_digest(upload), size=upload.size, width=width, height=height, renditions=renditions
    )


def cut_anew(picture, *, focus):
    """The crops of a stored picture around another focus; ValidationError where its original cannot be read."""
    try:
        with picture.original.open("rb") as original:
            kind = kinds.kind_of(original.read(kinds.HEAD_BYTES))
            return _made(original, kind, _crops(focus))[2]
    except OSError as error:
        raise ValidationError(_("The original of this picture is not there any more.")) from error


# Files -----------------------------------------------------------------------
# of old office documents all have one kind of content; what they are is said by their names
OLD_OFFICE = {".doc": Attachment.Kind.DOC, ".xls": Attachment.Kind.XLS, ".ppt": Attachment.Kind.PPT}
# a program in a PDF runs in the reader's viewer, which holds it back, and the pattern for it is also met by chance
MAY_BE_ACTIVE = {Attachment.Kind.PDF}
ENDINGS = {kind: f".{kind}" for kind in Attachment.Kind.values} | {Attachment.Kind.TEXT: ".txt"}


def _in_words(kind):
    """The kind of a file for people."""
    return {
        "unknown": _("unknown"), "text": _("text"), "archive": _("archive"), "zip": _("archive"),
        "program": _("program"), "html": _("web page (HTML)"), "mail": _("e-mail message"),
    }.get(kind, kind.upper())  # fmt: skip


def _kind_of_attachment(name, look):
    """The kind of an attachment; None for what is none."""
    ending = "." + name.lower().rpartition(".")[2]
    if look.kind == "ole":
        return OLD_OFFICE.get(ending)
    if look.kind == "text":
        return Attachment.Kind.CSV if ending == ".csv" else Attachment.Kind.TEXT
    return Attachment.Kind(look.kind) if look.kind in Attachment.Kind.values else None


def received_file(upload):
    """An uploaded file as an attachment; ValidationError with a sentence for people where it cannot be one."""
    if upload.size > ATTACHMENT_MAX_BYTES:
        raise ValidationError(_("The file is larger than %d MB.") % (ATTACHMENT_MAX_BYTES // 1_000_000))
    look = kinds.examined(upload, upload.size)
    kind = _kind_of_attachment(upload.name, look)
    if kind is None:
        raise ValidationError(
            _("This file cannot be offered; by its content it is: %s. Send PDF, an office document, CSV or text.")
            % _in_words(look.kind)
        )
    if kinds.is_named_otherwise(upload.name, look.kind):
        raise ValidationError(
            _("The name of the file says another kind than its content, which is: %s.") % _in_words(look.kind)
        )
    if look.caution and not (look.caution == kinds.ACTIVE and kind in MAY_BE_ACTIVE):
        raise ValidationError(_("The file holds a program, another file or far more than its size: it is not offered."))
    stem = slug_of(upload.name.rpartition(".")[0] or upload.name)
    return ReceivedFile(upload=upload, sha256=_digest(upload), size=upload.size, kind=kind, name=stem + ENDINGS[kind])
