"""How many files, and how large, one filing takes; the limits are settings, stated before choosing."""

from django.conf import settings
from django.utils.translation import gettext as _

MEGABYTE = 1_000_000


def in_words():
    """The limits in words, to be read before any file is chosen."""
    return _(
        "Up to %(files)d files of any kind, %(file)d MB each, %(all)d MB together. "
        "Pictures can show where and when they were taken; the commission keeps them unchanged."
    ) % {
        "files": settings.EVIDENCE_MAX_FILES,
        "file": settings.EVIDENCE_FILE_MAX_BYTES // MEGABYTE,
        "all": settings.EVIDENCE_FILING_MAX_BYTES // MEGABYTE,
    }


def fitting(files, *, beside=()):
    """Those of `files` that fit into a filing with the files it holds already, in their order, and those that do not.

    Files have a `size` in bytes. Result: two lists.
    """
    fit, too_much = [], []
    count, total = len(beside), sum(item.size for item in beside)
    for item in files:
        if count < settings.EVIDENCE_MAX_FILES and total + item.size <= settings.EVIDENCE_FILING_MAX_BYTES:
            fit.append(item)
            count, total = count + 1, total + item.size
        else:
            too_much.append(item)
    return fit, too_much
