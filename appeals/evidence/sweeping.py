"""Which stored files are still named by a row."""

from django.core.files.storage import storages

from appeals.models import DraftFile, Evidence


def named_files():
    """The storages of complaints, each with the names that a row names there: of open drafts, evidence, its previews.

    One statement, hence one snapshot: a draft that is filed while it runs moves
    its files from one table to the other.
    """
    names = DraftFile.objects.order_by().values_list("file", flat=True)
    evidence = Evidence.objects.order_by()
    yield (
        storages["evidence"],
        set(names.union(evidence.values_list("file", flat=True), evidence.values_list("preview", flat=True))),
    )
