"""What the directory of a zip archive says; nothing is ever unpacked. Pure functions over an open file.

Layout: APPNOTE.TXT 6.3.10, 4.3.12 (central directory) and 4.3.16 (end record).
"""

import re
import struct
from dataclasses import dataclass

MOST_ENTRIES = 1_000
MOST_DIRECTORY_BYTES = 1_000_000
MOST_UNPACKED = 100_000_000
RIPEST = 100  # times the packed size
HARMLESS_BYTES = 10_000_000  # unpacked: a short text packs well, and is no bomb

_END, _END_BYTES = b"PK\x05\x06", 22
_ENTRY, _ENTRY_BYTES = b"PK\x01\x02", 46
_ARCHIVE = re.compile(r"\.(zip|rar|7z|gz|tgz|tar|bz2|xz|zst|jar|cab|iso|arj|lzh)$")
_PROGRAM = re.compile(r"(\.(exe|dll|scr|com|msi|bat|cmd|js|jse|vbs|ps1|lnk|hta|class)|vbaproject\.bin)$")
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}


@dataclass(frozen=True, kw_only=True)
class Directory:
    """What an archive says of itself: how many entries, their names, their sizes packed and unpacked.

    `is_readable` is false where the directory is too large, broken or of the
    64-bit kind: then the names are not read. `starts_at` is where the archive
    begins in the file.
    """

    entries: int
    names: tuple = ()
    packed: int = 0
    unpacked: int = 0
    is_readable: bool = True
    starts_at: int = 0

    @property
    def has_something_before(self):
        return self.starts_at > 0

    @property
    def is_bomb(self):
        """Whether it would unpack to far more than it is, or says nothing that could be believed."""
        if not self.is_readable or self.entries > MOST_ENTRIES:
            return True
        ripe = self.unpacked > RIPEST * max(self.packed, 1)
        return self.unpacked > HARMLESS_BYTES and (ripe or self.unpacked > max(MOST_UNPACKED, 10 * self.packed))

    @property
    def holds_archive(self):
        return any(_ARCHIVE.search(name) for name in self.names)

    @property
    def holds_program(self):
        return any(_PROGRAM.search(name) for name in self.names)


def directory_of(file, tail, tail_at):
    """The Directory of the archive that an open file is or carries at its end; None if it carries none.

    `tail` is the end of the file from the offset `tail_at` on.
    """
    at = len(tail)
    while (at := tail.rfind(_END, 0, at)) >= 0:
        record = tail[at : at + _END_BYTES]
        if len(record) < _END_BYTES:
            continue
        count, length, offset = struct.unpack("<HII", record[10:20])
        if count == 0 and length == 0:
            return Directory(entries=0) if tail_at + at == 0 else None
        if count == 0xFFFF or 0xFFFFFFFF in (length, offset):
            return Directory(entries=count, is_readable=False)
        begins = tail_at + at - length
        if begins >= 0 and _read(file, begins, 4) == _ENTRY:
            return _read_directory(file, begins, length, count, starts_at=begins - offset)
    return None


def _read(file, at, length):
    file.seek(at)
    return file.read(length)


def _read_directory(file, begins, length, count, *, starts_at):
    if count > MOST_ENTRIES or length > MOST_DIRECTORY_BYTES:
        return Directory(entries=count, is_readable=False, starts_at=starts_at)
    data, at, names, packed, unpacked = _read(file, begins, length), 0, [], 0, 0
    while at + _ENTRY_BYTES <= len(data) and data[at : at + 4] == _ENTRY:
        small, large, name, extra, comment = struct.unpack("<IIHHH", data[at + 20 : at + 34])
        names.append(data[at + _ENTRY_BYTES : at + _ENTRY_BYTES + name].decode("utf-8", "replace").lower())
        packed, unpacked = packed + small, unpacked + large
        at += _ENTRY_BYTES + name + extra + comment
    return Directory(
        entries=max(count, len(names)),
        names=tuple(names),
        packed=packed,
        unpacked=unpacked,
        is_readable=at == len(data) and len(names) == count,
        starts_at=starts_at,
    )


def office_kind(head, directory):
    """The kind of office document that an archive is; None for any other archive."""
    if head[30:38] == b"mimetype":
        length = struct.unpack("<I", head[22:26])[0]
        return _MIMETYPES.get(head[38 : 38 + length].removesuffix(b"-template"))
    if directory is None or "[content_types].xml" not in directory.names:
        return None
    return next((kind for folder, kind in _FOLDERS.items() if any(n.startswith(folder) for n in directory.names)), None)
