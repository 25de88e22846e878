"""How much room the public may take on the disk and in the database, so that nobody can fill them (T12).

Nobody is refused a filing for it. Files beyond what one network, or everybody,
may send in an hour wait; the text is kept and can be filed without them, and
they can be sent to the case later. Filings that are begun in great numbers are
kept for a shorter time. The limits are wide: carriers put thousands of people
behind one address.

How much is free is known of a disk alone. Where evidence lies in object
storage the limits of an hour hold, and no other: what all files together may
take is the bucket's own quota, which the operator sets.
"""

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commission import throttle

HOUR = 3600
LEAST_BYTES = 100_000  # what a file counts for at least: rows and folders have their price too
BEGUN_BY_NETWORK = 300  # filings begun in an hour
BEGUN_BY_ALL = 20_000
RETRY_SECONDS = 600  # where the disk is short, which no clock ends


@dataclass(frozen=True)
class Refusal:
    """Why files cannot be taken now: the status of the answer, and in how many seconds to try again."""

    status: int
    seconds: int

    def in_words(self):
        """Why, and what to do: two sentences."""
        if self.status == 503:
            yield _("There is no room for files at the moment.")
        else:
            yield _("Very many files have come from your network, or from everywhere, in this hour.")
        minutes = -(-self.seconds // 60)
        yield (
            ngettext(
                "What you typed is kept, the files are not. Choose them again in %d minute; or send the filing in time "
                "without them, and add them in your case with number and code.",
                "What you typed is kept, the files are not. Choose them again in %d minutes; or send the filing in "
                "time without them, and add them in your case with number and code.",
                minutes,
            )
            % minutes
        )


class _Full(Exception):
    pass


def _wait(what, address, *, cost, of_network, of_all, at):
    """Seconds until the network and everybody together may have `cost` more of `what`; where it is 0, it is counted."""
    try:
        with transaction.atomic():  # in this order everywhere, so that no two wait for each other
            for key, limit in ((f"{what} {throttle.network(address)}", of_network), (what, of_all)):
                if wait := throttle.take(key, limit=limit, seconds=HOUR, cost=cost, at=at):
                    raise _Full(wait)
    except _Full as full:
        return full.args[0]
    return 0


def wait_for(files, *, address, at):
    """Seconds until `files`, which have a `size` in bytes, may come from `address`; 0: they may, and are counted."""
    cost = sum(max(file.size, LEAST_BYTES) for file in files)
    limits = {"of_network": settings.UPLOADS_OF_NETWORK_BYTES, "of_all": settings.UPLOADS_OF_ALL_BYTES}
    return _wait("files", address, cost=cost, at=at, **limits) if cost else 0


def refusal(files, *, address, at):
    """Why `files` of a filing that is only begun cannot be taken now; None where they can, and then they count."""
    free = free_bytes()
    if files and free is not None and free - sum(file.size for file in files) < settings.FREE_BYTES_RESERVED:
        return Refusal(503, RETRY_SECONDS)
    wait = wait_for(files, address=address, at=at)
    return Refusal(429, wait) if wait else None


def is_crowded(*, address, at):
    """Whether so many filings are begun in this hour, there or everywhere, that another one is kept briefly."""
    limits = {"of_network": BEGUN_BY_NETWORK, "of_all": BEGUN_BY_ALL}
    return _wait("begun", address, cost=1, at=at, **limits) > 0


def free_bytes():
    """What is free on the disk of evidence; None where the storage is no disk."""
    if not isinstance(storages["evidence"], FileSystemStorage):
        return None
    return shutil.disk_usage(settings.FILES_ROOT).free


def most_for_begun(held):
    """How many bytes the files of begun filings, which now take `held`, may take: half of what is left to filings.

    None where the storage is no disk.
    """
    free = free_bytes()
    return None if free is None else max(0, free + held - settings.FREE_BYTES_RESERVED) // 2
