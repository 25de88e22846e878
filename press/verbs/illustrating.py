"""What goes with the words: pictures and files of a release are set as a whole, in their order."""

import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from commission.text_search import storable
from press.media.receiving import ReceivedFile, ReceivedPicture
from press.media.removing import delete_after_commit, delete_attachments, delete_unused
from press.models import Attachment, Picture, Release, ReleasePicture, Rendition, Step
from press.verbs.journal import NotPossible, kept, locked, record, settled
from press.verbs.writing import take_back


@dataclass(frozen=True, kw_only=True)
class Illustration:
    """A picture as a release shall show it: one just `received`, or the stored `picture`, with words and focus.

    `crops` are made anew where the focus of a stored picture has moved.
    """

    alternative: str
    caption: str = ""
    credit: str = ""
    focus: tuple = (50, 50)
    picture: Picture | None = None
    received: ReceivedPicture | None = None
    crops: tuple = ()


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file as a release shall offer it: one just `received`, the stored `attachment`, or the one for the other."""

    title: str
    language: str
    attachment: Attachment | None = None
    received: ReceivedFile | None = None


@transaction.atomic
def illustrate(release, *, pictures, by, at=None):
    """Let the release show exactly `pictures`, Illustrations in their order; what no release shows any more is deleted.

    An approval that is not public yet is taken back, as by every save; of a
    public release it is written in the journal. Raises NotPossible for a
    withdrawn one. The same pictures once more change nothing.
    """
    at = at or timezone.now()
    release = _open(release)
    before = _pictures_of(release)
    gone = release.pictures.exclude(picture__in=[each.picture for each in pictures if each.picture])
    no_more = [*gone.values_list("picture", flat=True)]
    gone.delete()
    uses = {use.picture_id: use for use in release.pictures.all()}
    for position, each in enumerate(pictures):
        picture = _stored(each, by=by, at=at) if each.picture is None else _adjusted(each)
        words = {"alternative": storable(each.alternative).strip(), "caption": storable(each.caption).strip()}
        use = uses.get(picture.pk) or ReleasePicture(release=release, picture=picture)
        _save_if_other(use, words | {"position": position})
    delete_unused(no_more)
    return _changed(release, before, _pictures_of(release), by=by, at=at)


@transaction.atomic
def enclose(release, *, files, by, at=None):
    """Let the release offer exactly `files`, Enclosures in their order; otherwise as `illustrate`.

    Raises NotPossible, too, for a file that somebody has taken away meanwhile.
    """
    at = at or timezone.now()
    release = _open(release)
    before = _files_of(release)
    delete_attachments(release.attachments.exclude(pk__in=[each.attachment.pk for each in files if each.attachment]))
    stored = {attachment.pk: attachment for attachment in release.attachments.all()}
    if any(each.attachment and each.attachment.pk not in stored for each in files):
        raise NotPossible
    for position, each in enumerate(files):
        attachment = stored[each.attachment.pk] if each.attachment else Attachment(release=release)
        if each.received:
            if attachment.pk:
                delete_after_commit([attachment.file])
            _put_down(attachment, each.received, by=by, at=at)
        words = {"title": storable(each.title).strip(), "language": each.language}
        _save_if_other(attachment, words | {"position": position}, is_other=each.received is not None)
    return _changed(release, before, _files_of(release), by=by, at=at)


@transaction.atomic
def keep_text(attachment, *, text, at=None):
    """Keep what was read in the file of `attachment`, for the search; nothing where it has another file meanwhile."""
    release = Release.objects.select_for_update(of=["self"]).filter(pk=attachment.release_id).first()
    its_file = Attachment.objects.filter(pk=attachment.pk, key=attachment.key)
    if its_file.update(text=storable(text), read_at=at or timezone.now()):
        settled(release, with_relations=False)


def as_illustrations(release):
    """The pictures of a release as `illustrate` takes them, so that others may be added or show them too."""
    uses = release.pictures.select_related("picture")
    return [
        Illustration(
            picture=use.picture, alternative=use.alternative, caption=use.caption, credit=use.picture.credit,
            focus=use.picture.focus,
        )
        for use in uses
    ]  # fmt: skip


def _open(release):
    """The locked release; NotPossible for a withdrawn one."""
    release = locked(release)
    if release.status == Release.Status.WITHDRAWN:
        raise NotPossible
    return release


def _changed(release, before, after, *, by, at):
    """The release settled after its pictures or files came to be `after`, its history and journal written."""
    if before == after:
        return release
    if release.is_published(at):
        record(release, Step.Kind.MEDIA_CHANGED, by=by, at=at, note=_difference(before, after))
    elif release.status == Release.Status.APPROVED:
        take_back(release)
        record(release, Step.Kind.CALLED_BACK, by=by, at=at)
    return settled(kept(release, by=by))


def _save_if_other(row, values, *, is_other=False):
    """Save the row with these values, unless it is stored so already: its history holds changes alone."""
    is_other = is_other or row.pk is None or any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    if is_other:
        row.save()


def _difference(before, after):
    """What went and what came, for the journal."""
    gone = [f"− {each[1]}" for each in before if each not in after]
    come = [f"+ {each[1]}" for each in after if each not in before]
    return "; ".join([*gone, *come])[:1_000]


def _pictures_of(release):
    names = ("position", "alternative", "caption", "picture", "picture__credit", "picture__focal_x", "picture__focal_y")
    return [*release.pictures.order_by("position").values_list(*names)]


def _files_of(release):
    return [*release.attachments.order_by("position").values_list("position", "title", "language", "key", "sha256")]


def _stored(illustration, *, by, at):
    """The received picture and its renditions put on the disk, then named by rows."""
    received = illustration.received
    name = storages["originals"].save(f"{at:%Y/%m}/{uuid.uuid4().hex}", received.upload)
    picture = Picture.objects.create(
        key=received.key, original=name, sha256=received.sha256, size=received.size, width=received.width,
        height=received.height, credit=storable(illustration.credit).strip(), focal_x=illustration.focus[0],
        focal_y=illustration.focus[1], uploaded_at=at, uploaded_by=by,
    )  # fmt: skip
    _add_renditions(picture, received.renditions)
    return picture


def _adjusted(illustration):
    """The stored picture with its credit and focus, its crops exchanged where there are new ones."""
    picture = illustration.picture
    picture.credit = storable(illustration.credit).strip()
    if illustration.crops:
        picture.focal_x, picture.focal_y = illustration.focus
        old = picture.renditions.exclude(purpose=Rendition.Purpose.PAGE)
        delete_after_commit([each.file for each in old])
        old.delete()
        _add_renditions(picture, illustration.crops)
    picture.save(update_fields=["credit", "focal_x", "focal_y"])
    return picture


def _add_renditions(picture, renditions):
    for each in renditions:
        file = storages["default"].save(f"pictures/{picture.key}/{uuid.uuid4().hex}", ContentFile(each.made.content))
        Rendition.objects.create(
            picture=picture, purpose=each.purpose, format=each.format, name=each.name, file=file,
            width=each.made.width, height=each.made.height, size=len(each.made.content),
        )  # fmt: skip


def _put_down(attachment, received, *, by, at):
    attachment.file = storages["default"].save(f"attachments/{at:%Y/%m}/{uuid.uuid4().hex}", received.upload)
    attachment.key, attachment.name, attachment.kind = received.key, received.name, received.kind
    attachment.size, attachment.sha256 = received.size, received.sha256
    attachment.uploaded_at, attachment.uploaded_by = at, by
    attachment.text, attachment.read_at = "", None
