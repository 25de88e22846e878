"""Decisions as PDF: tagged, titled, whole letters, nothing fetched; and a portal that runs where Pango is missing."""

import re
import shutil
import subprocess
import sys
import zlib
from contextlib import suppress

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404

from appeals import documents, pdf
from appeals.models import Event
from appeals.views import decisions as views
from tests.appeals import decided as cases
from tests.factories_appeals import make_commission, make_staff

pytestmark = pytest.mark.django_db
LETTERS = "ƏəŞşĞğİıÇçÖöÜü ЖжЩщЁёЙй"


@pytest.fixture
def clerk():
    return make_staff("clerk")


@pytest.fixture
def without_pango(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # the import fails, as it does without the library
    pdf._library.cache_clear()
    pdf.written_once.cache_clear()
    yield
    pdf._library.cache_clear()


def read(content, program="pdftotext", *options):
    """What a program of poppler, which knows nothing of how the PDF was made, finds in it."""
    if not shutil.which(program):
        pytest.skip("poppler-utils are not installed")
    done = subprocess.run([program, *options, "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def read_text(content):
    return read(content, "pdftotext", "-layout", "-")


def unpacked(content):
    """The objects of a PDF without their compression."""
    out = [content]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        with suppress(zlib.error):
            out.append(zlib.decompress(packed))
    return b"".join(out)


def address(decision, name="decision.pdf"):
    return f"/en/appeals/register/{decision.filing.number}/{name}"


def test_pdf_is_tagged_titled_and_its_letters_are_text(clerk):
    decision = cases.decided(clerk, reasons=f"<p>{LETTERS}</p>" * 80)
    content = documents.decision_pdf(decision, for_public=False)
    about = dict(line.split(":", 1) for line in read(content, "pdfinfo").splitlines())
    assert about["Tagged"].strip() == "yes"
    assert about["Title"].strip() == "Decision No. 26/1 · Sample Commission C033"
    assert b"/Lang (en)" in unpacked(content)
    assert re.findall(r"^ *(H1|H2|Table)", read(content, "pdfinfo", "-struct"), re.MULTILINE)[:3] == ["H1", "H2", "H2"]
    text = read_text(content)
    assert LETTERS in text
    assert cases.NAME in text
    assert int(about["Pages"]) > 1
    assert re.search(rf"\b2 ?/ ?{about['Pages'].strip()}\b", text)


def test_public_pdf_is_covered_and_made_once(clerk, client):
    decision = cases.published(clerk)
    answer = client.get(address(decision))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="decision-26-1.pdf"'
    assert "public" in answer["Cache-Control"]
    text = read_text(answer.content)
    assert "█████" in text
    for secret in cases.SECRETS:
        assert secret not in text.lower()
        assert secret.encode() not in unpacked(answer.content).lower()
    made = pdf.written_once.cache_info().misses
    assert client.get(address(decision)).content == answer.content
    assert client.get(address(decision), headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert pdf.written_once.cache_info().misses == made


def test_pdf_fetches_nothing_from_anywhere(clerk, monkeypatch):
    asked = []

    def refused(address):
        asked.append(address)
        return own(address)

    own = pdf.static_file
    monkeypatch.setattr(pdf, "static_file", refused)
    hostile = '<link rel="stylesheet" href="http://127.0.0.1:9/x.css"><img src="file:///etc/hostname"><p>text</p>'
    assert "text" in read_text(pdf.written(f"<html lang='en'><title>t</title>{hostile}</html>"))
    assert asked == ["http://127.0.0.1:9/x.css", "file:///etc/hostname"]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.css",
        "https://portal.example.evil.example/static/css/tokens.css",
        "http://portal.example/static/css/tokens.css",
        "file:///etc/hostname",
        "data:text/css,a",
        "https://portal.example/media/x.css",
        "https://portal.example/static/nothing.css",
        "https://portal.example/static/../commission/settings.py",
        "https://portal.example/static/%2e%2e/commission/settings.py",
    ],
)
def test_no_file_but_a_static_one_of_the_site_is_read(address):
    with pytest.raises((ValueError, SuspiciousOperation)):
        pdf.static_file(address)


def test_static_file_of_the_site_is_read():
    body, kind = pdf.static_file(f"{settings.SITE_URL}/static/css/tokens.css")
    assert kind == "text/css"
    assert b"--paper" in body


def test_portal_runs_without_pango_and_says_so(clerk, client, without_pango, rf):
    decision = cases.published(clerk)
    assert not pdf.is_available()
    answer = client.get(address(decision))
    assert answer.status_code == 503
    assert "no-store" in answer["Cache-Control"]
    assert address(decision, "decision/") in answer.content.decode()
    assert client.get(address(decision, "decision/")).status_code == 200
    request = rf.get("/")
    assert views.full_pdf(request, decision, page_address="/case/").status_code == 503


def test_portal_starts_where_the_package_cannot_be_imported():
    code = (
        "import sys; sys.modules['weasyprint'] = None\n"
        "import django; django.setup()\n"
        "from django.urls import reverse; print(reverse('appeals:register-decision-pdf', args=['X-1']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert "decision.pdf" in done.stdout, done.stderr


def test_staff_read_the_full_decision_and_the_reading_is_journaled(clerk, rf):
    decision = cases.decided(clerk)
    request = rf.get("/")
    request.user = clerk
    answer = views.desk_pdf(request, decision.filing_id, decision.pk, page_address="/admin/")
    assert cases.NAME in read_text(answer.content)
    assert "no-store" in answer["Cache-Control"]
    assert decision.filing.events.last().kind == Event.Kind.FILE_READ


def test_staff_of_a_sister_commission_and_strangers_read_nothing(clerk, rf, django_user_model):
    decision = cases.decided(clerk)
    request = rf.get("/")
    request.user = make_staff("sister", commission=make_commission("C001"))
    with pytest.raises(Http404):
        views.desk_pdf(request, decision.filing_id, decision.pk, page_address="/admin/")
    request.user = django_user_model.objects.create(username="stranger")
    with pytest.raises(PermissionDenied):
        views.desk_pdf(request, decision.filing_id, decision.pk, page_address="/admin/")


def test_pictures_that_are_cut_off_stay_refused_in_the_process_that_makes_pdf():
    """WeasyPrint, when it is imported, lets Pillow read them everywhere."""
    program = (
        "import django; django.setup()\n"
        "from PIL import ImageFile\n"
        "from appeals import pdf\n"
        "assert pdf.is_available()\n"
        "print(ImageFile.LOAD_TRUNCATED_IMAGES)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=settings.BASE_DIR)
    assert done.stdout == "False\n", done.stderr[-2000:]
