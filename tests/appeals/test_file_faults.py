"""A disk that takes no file (F4), forms of too many parts (F13): nothing is half-stored, what was typed is kept."""

import errno
import os
import time
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from appeals.models import Draft, DraftFile, Evidence, Filing, Message
from tests.appeals.stepping import NEW, fill, hidden, send, send_step
from tests.applicants import CASE, make_applicant
from tests.factories_appeals import evidence, make_commission

pytestmark = pytest.mark.django_db
FULL = [
    pytest.param(errno.ENOSPC, id="full"),
    pytest.param(errno.EROFS, id="read-only"),
    pytest.param(errno.EDQUOT, id="quota"),
]


@pytest.fixture
def broken_disk(monkeypatch):
    """A disk on which every file of evidence breaks off while it is written."""

    def broken(number):
        def fsync(descriptor):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr("commission.files.os.fsync", fsync)

    return broken


@pytest.fixture
def visitor(client):
    make_commission()
    client.raise_request_exception = False
    return client


def stored():
    return {path for path in Path(storages["evidence"].location).rglob("*") if path.is_file()}


@pytest.mark.parametrize("number", FULL)
def test_step_on_a_broken_disk_keeps_the_text_and_no_half_of_a_file(visitor, broken_disk, number):
    send_step(visitor, "act", contested_kind="action", commission="C033")
    before = stored()
    broken_disk(number)
    answer = send_step(visitor, "evidence", evidence=[evidence()], evidence_explanation="Just typed.")
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert "The files were not stored" in page
    assert "Just typed." in page
    assert "Traceback" not in page
    assert Draft.objects.get().answers["evidence_explanation"] == "Just typed."
    assert not DraftFile.objects.exists()
    assert stored() == before


def test_filing_with_text_alone_goes_through_on_a_broken_disk(visitor, broken_disk):
    broken_disk(errno.ENOSPC)
    assert send(visitor, fill(visitor)).status_code == 303
    assert Filing.objects.count() == 1


def test_message_on_a_broken_disk_is_not_half_sent_and_is_kept_to_be_sent_again(broken_disk):
    applicant = make_applicant()
    applicant.client.raise_request_exception = False
    before = stored()
    broken_disk(errno.ENOSPC)
    sent = {"text": "Typed with a file.", "evidence": [evidence()], "end": "1"}
    answer = applicant.client.post(f"{CASE}messages/", sent)
    assert answer.status_code == 503
    assert "Typed with a file." in answer.content.decode()
    assert not Message.objects.exists()
    assert not Evidence.objects.exists()
    assert stored() == before


def test_another_error_of_the_system_stays_an_error_of_ours(visitor, broken_disk):
    send_step(visitor, "act", contested_kind="action", commission="C033")
    broken_disk(errno.EBADF)
    assert send_step(visitor, "evidence", evidence=[evidence()]).status_code == 500


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({f"field {number}": "x" for number in range(451)}, id="fields"),
        pytest.param({"evidence": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(51)]}, id="files"),
        pytest.param({"evidence": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(1_000)]}, id="very-many-files"),
        pytest.param({"evidence_explanation": "x" * 1_600_000}, id="text"),
    ],
)
def test_form_of_too_many_parts_is_refused_at_once_and_changes_nothing(visitor, parts):
    send_step(visitor, "act", contested_kind="action", commission="C033")
    seen = hidden(visitor.get(f"{NEW}evidence/"), "seen")
    before, draft = stored(), Draft.objects.values().get()
    started = time.monotonic()
    answer = visitor.post(f"{NEW}evidence/", parts | {"seen": seen, "end": "1"})
    assert time.monotonic() - started < 1
    assert answer.status_code == 400
    assert "the form is too large" in answer.content.decode()
    assert Draft.objects.values().get() == draft
    assert stored() == before


def test_some_files_too_many_are_named_beside_the_field_and_the_others_kept(visitor, settings):
    assert 2 * settings.EVIDENCE_MAX_FILES == 20 <= settings.DATA_UPLOAD_MAX_NUMBER_FILES
    send_step(visitor, "act", contested_kind="action", commission="C033")
    answer = send_step(visitor, "evidence", evidence=[evidence(f"{n}.txt", b"%d" % n) for n in range(20)])
    assert answer.status_code == 422
    assert [item.name for item in DraftFile.objects.all()] == [f"{n}.txt" for n in range(10)]
    assert "There was no room for the file “19.txt”" in answer.content.decode()
