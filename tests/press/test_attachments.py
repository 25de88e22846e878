"""Files of releases: known by their content, described beside the link, given out through the gate (T3)."""

import hashlib
import os
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.urls import reverse

from press import verbs
from press.media.receiving import received_file
from press.models import Attachment, Picture, Release, Rendition
from tests.appeals.files_made_by_hand import claiming, office, open_document, zipped
from tests.factories_media import PDF, file, make_pictured, picture, upload
from tests.factories_press import make_release, writer
from tests.press.test_pictures_shown import HIDDEN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def address_of(attachment):
    return reverse("media-file", args=[attachment.key, attachment.name])


def make_attached(*files, **fields):
    return verbs.enclose(make_release(**fields), files=list(files or [file()]), by=writer())


@pytest.mark.parametrize(
    ("content", "name", "kind", "stored", "media_type"),
    [
        pytest.param(PDF, "Protokol 5.PDF", "pdf", "protokol-5.pdf", "application/pdf", id="pdf"),
        pytest.param(office("word"), "Qərar.docx", "docx", "qerar.docx", WORD, id="docx"),
        pytest.param(office("xl"), "a.xlsx", "xlsx", "a.xlsx", None, id="xlsx"),
        pytest.param(office("ppt"), "a.pptx", "pptx", "a.pptx", None, id="pptx"),
        pytest.param(open_document("text"), "a.odt", "odt", "a.odt", None, id="odt"),
        pytest.param(open_document("spreadsheet"), "a.ods", "ods", "a.ods", None, id="ods"),
        pytest.param(OLE, "old.doc", "doc", "old.doc", "application/msword", id="old word"),
        pytest.param(OLE, "old.xls", "xls", "old.xls", "application/vnd.ms-excel", id="old excel"),
        pytest.param("Ad,Səs\n".encode(), "səslər.csv", "csv", "sesler.csv", "text/csv", id="csv"),
        pytest.param(b"words", "words.txt", "text", "words.txt", "text/plain", id="text"),
        pytest.param(b"words", "words", "text", "words.txt", "text/plain", id="without an ending"),
    ],
)
def test_a_file_is_offered_with_the_kind_of_its_content(client, content, name, kind, stored, media_type):
    make_attached(file(content, name))
    attachment = Attachment.objects.get()
    assert (attachment.kind, attachment.name, attachment.size) == (kind, stored, len(content))
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    answer = client.get(address_of(attachment))
    assert answer.getvalue() == content
    assert answer["Content-Disposition"] == f'attachment; filename="{stored}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "public, max-age=300, s-maxage=1"
    assert media_type in (None, answer["Content-Type"])
    assert client.get(address_of(attachment), headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        pytest.param(b"<!doctype html><script>x()</script>", "a.pdf", "web page (HTML)", id="HTML named pdf"),
        pytest.param(b"<svg xmlns='x'/>", "a.svg", "SVG", id="svg"),
        pytest.param(b"words", "a.pdf", "another kind than its content, which is: text", id="text named pdf"),
        pytest.param(PDF, "a.docx", "another kind than its content, which is: PDF", id="pdf named docx"),
        pytest.param(zipped({"a.txt": b"x"}), "a.zip", "archive", id="zip"),
        pytest.param(zipped({"a.txt": b"x"}), "a.docx", "archive", id="zip named docx"),
        pytest.param(b"MZ" + bytes(200), "a.pdf", "program", id="program named pdf"),
        pytest.param(OLE, "mail.msg", "OLE", id="mail of an office program"),
        pytest.param(b"\0\1\2" * 100, "a.bin", "unknown", id="unknown"),
        pytest.param(office("word", word__vbaProject_dot_bin=b"x"), "a.docm", "holds a program", id="macros"),
        pytest.param(office("word", word__a_dot_zip=b"x"), "a.docx", "holds a program", id="archive in a document"),
        pytest.param(claiming(office("xl"), unpacked=2**31), "a.xlsx", "far more than its size", id="bomb"),
        pytest.param(PDF + zipped({"a.exe": b"MZ"}), "a.pdf", "holds a program", id="two kinds at once"),
        pytest.param(PDF + bytes(50_000_001), "a.pdf", "larger than 50 MB", id="too large"),
    ],
)
def test_what_cannot_be_offered_is_refused_with_a_sentence(content, name, said):
    with pytest.raises(ValidationError) as refused:
        received_file(upload(content, name))
    assert said in refused.value.messages[0]


def test_the_link_says_kind_size_and_language(client):
    release = make_attached(file(PDF + b" " * 200_000, title="Protokol & qərar", language="az"))
    text = client.get(release.get_absolute_url()).content.decode()
    shown = text.partition('class="offered"')[2].partition("</ul>")[0]
    assert address_of(Attachment.objects.get()) in shown
    assert 'hreflang="az"><span lang="az">Protokol &amp; qərar</span></a>' in shown
    assert shown.count("<li>") == 1
    assert "PDF, 195.4" in shown
    assert "KB, Azerbaijani" in shown


@pytest.mark.parametrize("fields", HIDDEN)
def test_files_of_what_is_not_public_are_for_nobody_outside(client, admin_client, fields):
    draft = make_attached(status=Release.Status.DRAFT)
    status = fields.get("status", Release.Status.APPROVED)
    if status != Release.Status.DRAFT:
        verbs.submit(draft, by=writer())
    if status == Release.Status.APPROVED:
        verbs.publish(verbs.approve(draft, by=writer("press-approver")), by=writer("press-approver"), **fields)
    address = address_of(Attachment.objects.get())
    assert client.get(address).status_code == 404
    assert admin_client.get(address).status_code == 404


def test_files_of_a_withdrawn_release_are_gone_at_once(client):
    release = make_attached()
    address = address_of(Attachment.objects.get())
    assert client.get(address).getvalue()
    verbs.withdraw(release, by=writer(), reason="Wrong.")
    assert client.get(address).status_code == 404
    assert "/media/" not in client.get(release.get_absolute_url()).content.decode()


def test_files_are_set_as_a_whole_in_their_order(django_capture_on_commit_callbacks):
    release = make_attached(file(title="A"), file(title="B"))
    first, second = release.attachments.all()
    old, old_key = second.file.name, second.key
    with django_capture_on_commit_callbacks(execute=True):
        again = verbs.Enclosure(title="B2", language="en", attachment=second, received=file(b"new", "b.txt").received)
        verbs.enclose(release, files=[again], by=writer("third"))
    (left,) = release.attachments.all()
    assert (left.pk, left.title, left.position, left.kind, left.uploaded_by) == (
        second.pk, "B2", 0, "text", writer("third"),
    )  # fmt: skip
    assert left.key != old_key
    for name in (old, first.file.name):
        assert not storages["default"].exists(name)
    assert release.steps.first().note == "− A; − B; + B2"


def test_files_of_what_was_approved_take_the_approval_back():
    release = verbs.approve(make_release(status=Release.Status.REVIEW), by=writer("press-approver"))
    assert verbs.enclose(release, files=[file()], by=writer()).status == Release.Status.DRAFT
    with pytest.raises(verbs.NotPossible):
        verbs.enclose(make_release(status=Release.Status.WITHDRAWN), files=[], by=writer())


def aged(storage, name):
    then = time.time() - 2 * 24 * 3600
    os.utime(storage.path(name), (then, then))


def test_the_sweeper_removes_what_no_row_names_and_nothing_else(capsys):
    release = make_pictured(picture())
    verbs.enclose(release, files=[file()], by=writer())
    media, originals = storages["default"], storages["originals"]
    kept = [(media, each.file.name) for each in (*Rendition.objects.all(), *Attachment.objects.all())]
    kept += [(originals, each.original.name) for each in Picture.objects.all()]
    gone = [(storage, storage.save("2020/02/orphan", ContentFile(b"x"))) for storage in (media, originals)]
    fresh = [(storage, storage.save("2020/02/fresh", ContentFile(b"x"))) for storage in (media, originals)]
    for storage, name in kept + gone:
        aged(storage, name)
    call_command("sweep_files")
    assert all(storage.exists(name) for storage, name in kept + fresh)
    assert not any(storage.exists(name) for storage, name in gone)


def test_the_sweeper_removes_pictures_that_came_into_no_release(capsys, django_capture_on_commit_callbacks):
    release = make_pictured(picture())
    verbs.illustrate(release, pictures=[*verbs.as_illustrations(release), picture()], by=writer())
    release.pictures.filter(position=1).delete()
    call_command("sweep_files")
    assert Picture.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        call_command("sweep_files", "--older-than", "0")
    assert Picture.objects.count() == 1
