"""How many files, and how large, one filing takes; the limits are settings, stated before choosing."""

from django.conf import settings


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
