"""Files of a draft: kept as soon as they have arrived, within the limits, removable, gone with the draft."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError
from django.test import TestCase
from django.utils import timezone

from appeals.evidence import receiving
from appeals.models import Draft, DraftFile, Evidence
from appeals.verbs import drafting
from tests.appeals.stepping import NEW, fill, send, send_step
from tests.factories_appeals import evidence, make_commission, make_filing

pytestmark = pytest.mark.django_db
committing = TestCase.captureOnCommitCallbacks


@pytest.fixture(autouse=True)
def commission():
    make_commission()


@pytest.fixture
def draft():
    now = timezone.now()
    return drafting.begin(token_digest="0" * 64, language="en", answers={}, at=now)


def stored():
    root = Path(storages["evidence"].location)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def keep(draft, *uploads, at=None):
    return drafting.keep_files(draft, files=[receiving.measured(each) for each in uploads], at=at or timezone.now())


def begin(client):
    send_step(client, "act", contested_kind="action", commission="C033")


def test_of_two_windows_neither_undoes_what_the_other_has_kept(draft):
    first, second = (Draft.objects.get() for _ in range(2))
    drafting.keep(first, answers={"statement": "In one window."}, at=timezone.now())
    drafting.keep(second, answers={"remedy_sought": "In the other."}, at=timezone.now())
    assert Draft.objects.get().answers == {"statement": "In one window.", "remedy_sought": "In the other."}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, DatabaseError, SystemExit])
def test_file_stays_where_the_commit_may_have_happened_though_its_answer_never_came(draft, monkeypatch, error):
    """The database crashes between the commit and its answer, or the process is told to end: the row names the file."""
    named = drafting._named

    def committed_and_lost(*args, **kwargs):
        named(*args, **kwargs)
        raise error("server closed the connection unexpectedly")

    monkeypatch.setattr(drafting, "_named", committed_and_lost)
    with pytest.raises(error):
        keep(draft, evidence("one.txt", b"1"))
    assert draft.files.get().file.name in stored()


def test_file_of_a_draft_that_is_gone_leaves_the_disk_again(draft):
    drafting.discard(draft)
    before = stored()
    with pytest.raises(drafting.DraftGone):
        keep(draft, evidence("one.txt", b"1"))
    assert stored() == before


def test_files_are_kept_as_they_arrive_and_named_on_the_page(client):
    begin(client)
    answer = send_step(client, "evidence", evidence=[evidence("one.txt", b"1"), evidence("two.pdf", b"2")], stay="1")
    assert answer["Location"] == f"{NEW}evidence/"
    send_step(client, "evidence", evidence=[evidence("three.txt", b"3")], stay="1")
    page = client.get(f"{NEW}evidence/").content.decode()
    assert [item.name for item in DraftFile.objects.all()] == ["one.txt", "two.pdf", "three.txt"]
    for name in ("one.txt", "two.pdf", "three.txt", "its content is not what its name says"):
        assert name in page
    with storages["evidence"].open(DraftFile.objects.first().file.name) as file:
        assert file.read() == b"1"


def test_limits_are_stated_before_choosing(client):
    begin(client)
    page = client.get(f"{NEW}evidence/").content.decode()
    assert "Up to 10 files of any kind, 100 MB each, 200 MB together" in page
    assert "Pictures can show where and when they were taken" in page  # T15: the visitor is warned before


def test_each_file_is_removable_and_takes_what_was_typed_along(client):
    begin(client)
    send_step(client, "evidence", evidence=[evidence("one.txt", b"1"), evidence("two.txt", b"2")])
    first, second = DraftFile.objects.all()
    with committing(execute=True):
        answer = send_step(client, "evidence", remove=str(first.uuid), evidence_explanation="Just typed.")
    assert answer["Location"] == f"{NEW}evidence/"
    assert list(DraftFile.objects.all()) == [second]
    assert not storages["evidence"].exists(first.file.name)
    assert storages["evidence"].exists(second.file.name)
    assert Draft.objects.get().answers["evidence_explanation"] == "Just typed."


@pytest.mark.parametrize("uuid", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_removing_what_is_not_there_changes_nothing(client, uuid):
    begin(client)
    send_step(client, "evidence", evidence=[evidence()])
    assert send_step(client, "evidence", remove=uuid).status_code == 303
    assert DraftFile.objects.count() == 1


def test_file_of_another_draft_cannot_be_removed(client, draft):
    keep(draft, evidence())
    begin(client)
    send_step(client, "evidence", remove=str(DraftFile.objects.get().uuid))
    assert DraftFile.objects.count() == 1


def test_file_that_is_no_good_takes_no_other_with_it(client, settings):
    settings.EVIDENCE_FILE_MAX_BYTES = 3
    begin(client)
    uploads = [evidence("empty.txt", b""), evidence("good.txt", b"123"), evidence("large.txt", b"1234")]
    answer = send_step(client, "evidence", evidence=uploads)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“empty.txt” is empty" in text
    assert "“large.txt” is larger" in text
    assert DraftFile.objects.get().name == "good.txt"


@pytest.mark.parametrize("limit", [{"EVIDENCE_MAX_FILES": 2}, {"EVIDENCE_FILING_MAX_BYTES": 2}])
def test_limits_count_what_is_kept_already(client, settings, limit):
    for name, value in limit.items():
        setattr(settings, name, value)
    begin(client)
    send_step(client, "evidence", evidence=[evidence("one.txt", b"1"), evidence("two.txt", b"2")])
    before = stored()
    answer = send_step(client, "evidence", evidence=[evidence("three.txt", b"3")])
    assert answer.status_code == 422
    assert "no room for the file “three.txt”" in answer.content.decode()
    assert DraftFile.objects.count() == 2
    assert stored() == before


def test_retry_of_an_upload_keeps_each_file_once(client, draft):
    keep(draft, evidence())
    before = stored()
    assert keep(draft, evidence(), evidence("other.txt", b"else")) == []
    assert [item.name for item in draft.files.all()] == ["photo.txt", "other.txt"]
    assert len(stored()) == len(before) + 1


def test_upload_to_a_draft_that_is_gone_leaves_nothing_behind(draft):
    before = stored()
    drafting.discard(draft)
    with pytest.raises(drafting.DraftGone):
        keep(draft, evidence())
    assert stored() == before


def test_upload_of_several_that_fails_on_the_way_leaves_nothing_behind(draft, monkeypatch):
    before, save, calls = stored(), storages["evidence"].save, []

    def fail_second(*args):
        calls.append(args)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return save(*args)

    monkeypatch.setattr(storages["evidence"], "save", fail_second)
    with pytest.raises(OSError, match="No space"):
        keep(draft, evidence("one.txt"), evidence("two.txt"))
    assert stored() == before
    assert not draft.files.exists()


def test_filing_empties_the_draft_and_takes_the_bytes_over(client):
    with committing(execute=True):
        send(client, fill(client, evidence=[evidence()]))
    draft, item = Draft.objects.get(), Evidence.objects.get()
    assert draft.answers == {}
    assert draft.filed_at
    assert not DraftFile.objects.exists()
    with storages["evidence"].open(item.file.name) as file:
        assert file.read() == b"what I saw"


def test_expired_drafts_go_with_their_files_and_others_stay(draft):
    now = timezone.now()
    keep(draft, evidence("old.txt", b"old"))
    young = drafting.begin(token_digest="1" * 64, language="en", answers={}, at=now)
    keep(young, evidence("new.txt", b"new"))
    filing = make_filing(uploads=[evidence("kept.txt", b"kept")])
    named = filing.evidence.get().file.name
    DraftFile.objects.create(draft=draft, file=named, name="x", size=1, sha256="0", kind="text")
    old = draft.files.first().file.name
    Draft.objects.filter(pk=draft.pk).update(expires_at=now)
    out = StringIO()
    with committing(execute=True):
        call_command("forget", stdout=out)
    assert "1 filings that were begun and not sent removed" in out.getvalue()
    assert list(Draft.objects.all()) == [young]
    assert not storages["evidence"].exists(old)
    assert storages["evidence"].exists(young.files.get().file.name)
    assert storages["evidence"].exists(named)


def test_sweeper_takes_what_nothing_names_and_leaves_the_rest(draft):
    storage = storages["evidence"]
    keep(draft, evidence("draft.txt", b"draft"))
    item = make_filing(uploads=[evidence()]).evidence.get()
    item.preview = storage.save("2026/01/preview", evidence("preview.jpg", b"small"))
    item.save()
    lost = [storage.save(name, evidence()) for name in ("2026/01/lost", "2026/01/half.part")]
    young = storage.save("2026/01/young", evidence())
    old = time.time() - 25 * 3600
    for name in stored() - {young}:
        os.utime(storage.path(name), (old, old))
    call_command("sweep_files", stdout=StringIO())
    assert not any(storage.exists(name) for name in lost)
    for name in (draft.files.get().file.name, item.file.name, item.preview.name, young):
        assert storage.exists(name), name
