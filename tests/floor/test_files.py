"""A stored file is whole and on the disk, or it is not there (reliability: F4, F12)."""

import errno
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile

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


@pytest.fixture
def upload(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    with TemporaryUploadedFile("photo.jpg", "image/jpeg", 2000, None) as file:
        file.write(b"\x00\xff" * 1000)
        yield file


def test_upload_on_the_same_disk_is_not_written_a_second_time(tmp_path, upload):
    name = DurableStorage(location=tmp_path).save("a/b", upload)
    assert os.path.samefile(tmp_path / name, upload.temporary_file_path())
    upload.close()
    assert (tmp_path / name).read_bytes() == b"\x00\xff" * 1000
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b"]


def test_upload_on_another_disk_is_copied(tmp_path, upload, monkeypatch):
    def link(source, target):
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr("commission.files.os.link", link)
    name = DurableStorage(location=tmp_path).save("a/b", upload)
    upload.close()
    assert (tmp_path / name).read_bytes() == b"\x00\xff" * 1000


@pytest.mark.parametrize("ways", ["a link", "a copy"])
def test_file_and_its_folder_are_on_the_disk_before_its_name_is_given_away(tmp_path, upload, monkeypatch, ways):
    """What was synced, in order: the file while it had no name yet, then the folder that holds the name."""
    synced, fsync = [], os.fsync
    place = tmp_path / "a" / "b"

    def noted(descriptor):
        synced.append((Path(f"/proc/self/fd/{descriptor}").resolve().is_dir(), place.exists()))
        fsync(descriptor)

    monkeypatch.setattr("commission.files.os.fsync", noted)
    DurableStorage(location=tmp_path).save("a/b", upload if ways == "a link" else ContentFile(b"text"))
    assert synced == [(False, False), (True, True)]
