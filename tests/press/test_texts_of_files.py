"""What stands in an attached PDF is found with its release, and no file can do harm to who attaches it."""

import io
import zlib

import pytest
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from commission.file_contents import pdf_text
from commission.models import SearchEntry
from press import indexing, verbs
from press.indexing import attached
from press.media import reading
from press.models import Attachment, Release
from tests.factories_media import file, upload
from tests.factories_press import make_release, writer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WORD = "Xarabulaq"


def pdf_with(*pages, stream=None):
    """A PDF of one line a page, made by hand; or of one page with a content `stream` that is compressed already."""
    streams = (
        [stream] if stream else [zlib.compress(f"BT /F1 12 Tf 72 700 Td ({page}) Tj ET".encode()) for page in pages]
    )
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, content in enumerate(streams):
        page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents"
        objects.append(f"{page} {5 + 2 * number} 0 R >>".encode())
        head = f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode()
        objects.append(head + content + b"\nendstream")
    return _assembled(objects)


def _assembled(objects):
    out, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return out + head + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))


def encrypted(content, password):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read_all():
    count = 0
    while reading.read_one():
        count += 1
    return count


def found(word=WORD):
    """The keys of the releases in whose files the public finds a word."""
    return {entry.object_id for entry in SearchEntry.objects.visible(timezone.now()).filter(attached__contains=word)}


def test_the_text_of_a_pdf_is_in_the_index_as_soon_as_it_is_read():
    release = verbs.enclose(make_release(), files=[file(pdf_with(WORD, "second page"), title="Cədvəl")], by=writer())
    assert found("Cədvəl") == {release.pk}
    assert found() == set()
    assert read_all() == 1
    assert found() == found("second page") == {release.pk}
    assert not reading.read_one()


def test_a_file_that_is_changed_or_taken_away_takes_its_text_with_it():
    release = verbs.enclose(make_release(), files=[file(pdf_with(WORD))], by=writer())
    read_all()
    attachment = release.attachments.get()
    other = verbs.Enclosure(
        title="New",
        language="az",
        attachment=attachment,
        received=file(pdf_with("Goybulaq")).received,
    )
    verbs.enclose(release, files=[other], by=writer())
    assert found() == set()
    read_all()
    assert found("Goybulaq") == {release.pk}
    verbs.enclose(release, files=[], by=writer())
    assert found("Goybulaq") == found("New") == set()


def test_a_text_that_was_read_too_late_is_not_kept():
    release = verbs.enclose(make_release(), files=[file(pdf_with(WORD))], by=writer())
    read_before = Attachment.objects.get()
    other = verbs.Enclosure(title="New", language="az", attachment=read_before, received=file(pdf_with("x")).received)
    verbs.enclose(release, files=[other], by=writer())
    verbs.keep_text(read_before, text=WORD)
    assert found() == set()
    assert Attachment.objects.to_read().exists()
    verbs.enclose(release, files=[], by=writer())
    verbs.keep_text(Attachment(pk=read_before.pk, release=release), text=WORD)
    assert found() == set()


def test_nothing_of_a_file_is_in_the_index_before_its_release_is():
    release = verbs.enclose(make_release(status=Release.Status.DRAFT), files=[file(pdf_with(WORD))], by=writer())
    read_all()
    assert not SearchEntry.objects.exclude(address="").exists()
    release = verbs.approve(verbs.submit(release, by=writer()), by=writer("press-approver"))
    later = timezone.now() + timezone.timedelta(days=1)
    verbs.publish(release, at=later, by=writer("press-approver"))
    assert SearchEntry.objects.get().visible_from == later
    assert found() == set()


def test_a_withdrawn_release_leaves_nothing_of_its_files():
    release = verbs.enclose(make_release(), files=[file(pdf_with(WORD))], by=writer())
    read_all()
    verbs.withdraw(release, by=writer(), reason="Wrong.")
    assert not SearchEntry.objects.exclude(attached="").exists()


def test_versions_of_a_file_do_not_hold_its_text_and_reading_makes_none():
    verbs.enclose(make_release(), files=[file(pdf_with(WORD))], by=writer())
    before = Attachment.history.count()
    read_all()
    assert Attachment.history.count() == before
    assert {"text", "read_at"}.isdisjoint(field.name for field in Attachment.history.model._meta.fields)


def test_a_rebuild_knows_the_texts_of_files():
    make_release()
    release = verbs.enclose(make_release(), files=[file(pdf_with(WORD)), file(b"words", "a.txt")], by=writer())
    read_all()
    texts = {each.object_id: each for each in indexing.public_texts()}
    assert len(texts) == 2
    assert WORD in texts[release.pk].attached
    assert texts[release.pk].attached == SearchEntry.objects.get(object_id=release.pk).attached


def test_pages_do_not_fetch_the_texts():
    verbs.enclose(make_release(), files=[file(pdf_with(WORD))], by=writer())
    read_all()
    assert "text" in Attachment.objects.get().get_deferred_fields()
    assert "text" in Release.objects.get().attachments.get().get_deferred_fields()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(pdf_with(WORD)[:150], id="cut off"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 40, id="noise"),
        pytest.param(encrypted(pdf_with(WORD), "secret"), id="asks for a password"),
        pytest.param(pdf_with(stream=zlib.compress(b" " * 400_000_000, 9)), id="a bomb"),
        pytest.param(
            pdf_with(WORD).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"), id="a tree of pages that holds itself"
        ),
    ],
)
def test_what_cannot_be_read_has_no_text_and_is_not_tried_again(content):
    release = verbs.enclose(make_release(), files=[file(content)], by=writer())
    assert read_all() == 1
    attachment = release.attachments.with_texts().get()
    assert (attachment.text.strip(), attachment.read_at is None) == ("", False)


def test_what_anybody_may_open_is_read_though_it_forbids_printing():
    assert WORD in pdf_text.text_of(upload(encrypted(pdf_with(WORD), "")))


@pytest.mark.parametrize("program", ["bytearray(2**30)", "while True: pass", "import time; time.sleep(60)", "1 / 0"])
def test_a_child_that_dies_or_hangs_gives_no_text(program, tmp_path):
    child = tmp_path / "child.py"
    child.write_text(f"print('words', flush=True)\n{program}\n")
    limits = pdf_text.child_processes.Limits(memory=2**29, cpu_seconds=1, written=10_000, seconds=1.5)
    assert pdf_text.text_of(upload(pdf_with(WORD)), child=child, limits=limits) == ""


def test_of_a_long_document_the_beginning_is_kept(monkeypatch):
    monkeypatch.setattr(pdf_text, "MOST_CHARACTERS", 10)
    assert pdf_text.text_of(upload(pdf_with("first", "second", "third"))) == "first\nseco"
    monkeypatch.setattr(pdf_text, "MOST_CHARACTERS", 1_000)
    monkeypatch.setattr(pdf_text, "MOST_PAGES", 2)
    assert pdf_text.text_of(upload(pdf_with("first", "second", "third"))).split() == ["first", "second"]


def test_long_files_leave_each_other_room():
    files = [Attachment(title=title, text=title * 200_000) for title in "abc"]
    assert [line[0] for line in attached(files).split("\n") if len(line) > 1] == ["a", "b", "c"]
    assert 199_000 < len(attached(files)) <= 200_000
    assert attached([]) == ""
