"""Files on their way in: measured, then put on the disk under random names before any row names them."""

import hashlib
import uuid
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.files.storage import storages

from appeals.models import Evidence
from commission.file_contents import kinds


@dataclass(frozen=True, kw_only=True)
class Received:
    """A file, measured; `stored` is its name in the storage, empty while only `upload` holds the bytes."""

    name: str
    size: int
    sha256: str
    kind: str
    caution: str = ""
    purpose: str
    upload: object = None
    stored: str = ""

    @property
    def is_named_otherwise(self):
        return kinds.is_named_otherwise(self.name, self.kind)

    def as_columns(self):
        """The file as columns of a StoredFile."""
        names = ("size", "sha256", "kind", "caution", "purpose", "is_named_otherwise")
        return {name: getattr(self, name) for name in names} | {"file": self.stored, "name": self.name[:255]}


def measured(upload, *, purpose=Evidence.Purpose.EVIDENCE):
    """An uploaded file, read once in chunks: digest, and kind and caution by content."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    look = kinds.examined(upload, upload.size)
    return Received(
        name=upload.name,
        size=upload.size,
        sha256=digest.hexdigest(),
        kind=look.kind,
        caution=look.caution,
        purpose=purpose,
        upload=upload,
    )


def kept(row):
    """A file that a draft has kept: its bytes are stored already."""
    return Received(
        name=row.name,
        size=row.size,
        sha256=row.sha256,
        kind=row.kind,
        caution=row.caution,
        purpose=row.purpose,
        stored=row.file.name,
    )


def put_down(files, *, at):
    """Put those of `files` on the disk that are not there yet; all of them, stored."""
    storage = storages["evidence"]
    return [
        item if item.stored else replace(item, stored=storage.save(f"{at:%Y/%m}/{uuid.uuid4().hex}", item.upload))
        for item in files
    ]


def discard(files):
    """Take from the disk what `put_down` has put there, when no row came to name it."""
    for item in files:
        if item.upload is not None:
            storages["evidence"].delete(item.stored)


def attach(filing, files, *, message=None, hearing=None):
    """Make stored files evidence of a filing: its rows. A scanner, where one is configured, has yet to look at them."""
    scan = Evidence.Scan.PENDING if settings.CLAMD_ADDRESS else Evidence.Scan.OFF
    return [
        Evidence.objects.create(filing=filing, message=message, hearing=hearing, scan=scan, **item.as_columns())
        for item in files
    ]
