"""The sweeper removes what no row names, and nothing else: originals, previews and files of drafts stay."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import call_command
from django.utils import timezone

from appeals.evidence import previews
from appeals.models import Draft, DraftFile
from tests.appeals.files_made_by_hand import picture
from tests.factories_appeals import evidence, make_filing

pytestmark = pytest.mark.django_db


def aged(name, days):
    then = time.time() - days * 24 * 3600
    os.utime(storages["evidence"].path(name), (then, then))
    return name


def test_only_old_files_without_a_row_are_removed(capsys):
    storage = storages["evidence"]
    item = make_filing(uploads=[evidence("photo.jpg", picture())]).evidence.get()
    previews.make_one()
    item.refresh_from_db()
    now = timezone.now()
    draft = Draft.objects.create(token_digest="x", language="az", created_at=now, expires_at=now + timedelta(days=30))
    kept = storage.save("2020/02/of-a-draft", ContentFile(b"x"))
    DraftFile.objects.create(draft=draft, file=kept, name="a", size=1, sha256="x", kind="text")
    orphan, fresh = (storage.save(f"2020/02/{name}", ContentFile(b"x")) for name in ("orphan", "fresh"))
    cut = storage.save("2020/02/cut.abc.part", ContentFile(b"x"))
    for name in (item.file.name, item.preview.name, kept, orphan, cut):
        aged(name, days=2)
    call_command("sweep_files")
    assert [storage.exists(name) for name in (item.file.name, item.preview.name, kept, fresh)] == [True] * 4
    assert not storage.exists(orphan)
    assert not storage.exists(cut)
    DraftFile.objects.all().delete()
    call_command("sweep_files")
    assert not storage.exists(kept)
    assert storage.exists(item.file.name)


def cut_off(name):
    """An upload as a killed process leaves it: nobody closes its file, nobody removes it."""
    upload = TemporaryUploadedFile(name, "text/plain", 0, "utf-8")
    upload.write(b"half of it")
    upload.file.flush()
    os.utime(upload.temporary_file_path(), (then := time.time() - 25 * 3600, then))
    return upload


def test_uploads_that_a_killed_process_left_are_removed_after_a_day_and_those_under_way_stay(settings, capsys):
    left, slow, under_way = cut_off("left.txt"), cut_off("slow.txt"), cut_off("under-way.txt")
    slow.write(b", and more now")
    slow.file.flush()
    os.utime(under_way.temporary_file_path())
    paths = [Path(upload.temporary_file_path()) for upload in (left, slow, under_way)]
    assert {path.parent for path in paths} == {Path(settings.FILES_ROOT) / "incoming"}
    call_command("sweep_files")
    assert [path.exists() for path in paths] == [False, True, True]
    call_command("sweep_files", "--older-than", "0")
    assert [path.exists() for path in paths] == [False] * 3
    for upload in (left, slow, under_way):
        upload.close()  # gone already: that is no error
