"""Storage of files that must not be lost: written aside, synced, then renamed."""

import contextlib
import os
import secrets
from pathlib import Path

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """A file is under its name either whole and on the disk, or not at all.

    Order: write `.part`, fsync, rename, fsync of the folder. An upload that
    lies on the same disk already is not copied: fsync, then a second link to
    it. The database row that names the file is committed only after `save`
    has returned.
    """

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._linked(path, content):
            self._written(path, content)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return str(name).replace("\\", "/")

    def _linked(self, path, content):
        """Whether `content` is an upload that could be linked to `path`, whole and on the disk."""
        if not hasattr(content, "temporary_file_path"):
            return False
        content.file.flush()
        os.fsync(content.file.fileno())
        with contextlib.suppress(OSError):  # another disk, or one without links: it is copied
            os.link(content.temporary_file_path(), path)
            return True
        return False

    def _written(self, path, content):
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
        try:
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def files_below(folder, *, changed_before):
    """The files below a folder that nobody has written to since; `changed_before` in seconds since the epoch."""
    found = []
    for path in Path(folder).rglob("*"):
        with contextlib.suppress(FileNotFoundError):  # gone since it was listed: that upload has just ended
            if path.is_file() and path.stat().st_mtime < changed_before:
                found.append(path)
    return found
