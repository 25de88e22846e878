"""The sweeper removes what no row names, and nothing else: originals, previews and files of drafts stay."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone

from appeals import previews
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
