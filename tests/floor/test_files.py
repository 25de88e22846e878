"""A stored file is whole and on the disk, or it is not there (reliability: F4, F12)."""

import pytest
from django.core.files.base import ContentFile

from commission.files import DurableStorage


class Broken(ContentFile):
    """Content whose source breaks after the first piece."""

    def chunks(self, chunk_size=None):
        yield b"first"
        raise OSError("no space left")


def test_file_is_stored_byte_for_byte(tmp_path):
    storage = DurableStorage(location=tmp_path)
    name = storage.save("a/b", ContentFile(b"\x00\xff" * 1000))
    assert (tmp_path / name).read_bytes() == b"\x00\xff" * 1000
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_file_that_breaks_leaves_nothing(tmp_path):
    storage = DurableStorage(location=tmp_path)
    with pytest.raises(OSError, match="no space"):
        storage.save("a/b", Broken(b""))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
