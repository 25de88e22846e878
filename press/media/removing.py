"""Rows of pictures and files on their way out, with what lies on the disk for them."""

from django.core.files.storage import storages
from django.db import transaction

from press.models import Attachment, Picture, Rendition


def delete_after_commit(files):
    """Delete stored files when the transaction under way is committed; a failed one keeps them."""
    for file in files:
        transaction.on_commit(lambda file=file: file.storage.delete(file.name))


def delete_attachments(attachments):
    """Delete the rows of a queryset of attachments, and their files."""
    delete_after_commit([each.file for each in attachments])
    attachments.delete()


def delete_unused(keys):
    """Delete those pictures among `keys`, primary keys, that no release shows, and their files; how many."""
    unused = list(Picture.objects.unused().filter(pk__in=list(keys)).prefetch_related("renditions"))
    for picture in unused:
        delete_after_commit([picture.original, *(each.file for each in picture.renditions.all())])
        picture.delete()
    return len(unused)


def delete_abandoned(before):
    """Delete the pictures that were uploaded before the instant `before` and came into no release; how many."""
    with transaction.atomic():
        return delete_unused(Picture.objects.unused().filter(uploaded_at__lt=before).values_list("pk", flat=True))


def named_files():
    """The storages of the newsroom, each with the names that a row names there."""
    renditions, attachments = Rendition.objects.order_by(), Attachment.objects.order_by()
    yield (
        storages["default"],
        set(renditions.values_list("file", flat=True).union(attachments.values_list("file", flat=True))),
    )
    yield storages["originals"], set(Picture.objects.order_by().values_list("original", flat=True))
