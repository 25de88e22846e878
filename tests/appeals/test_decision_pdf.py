"""Decisions as PDF: tagged, titled, whole letters, nothing fetched; and a portal that runs where Pango is missing."""

import re
import shutil
import subprocess
import sys
import zlib
from contextlib import suppress

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import reverse

from appeals import verbs
from appeals.documents import decision_document, pdf
from appeals.models import Event
from appeals.views import decisions as views
from tests.appeals import decided as cases
from tests.applicants import CASE, FOLLOW, decide, make_applicant
from tests.factories_appeals import make_commission, make_filing, make_staff

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
    content = decision_document.decision_pdf(decision, for_public=False)
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


def desk_address(decision, filing_pk=None, pk=None):
    return reverse("admin:appeals_filing_decision_pdf", args=[filing_pk or decision.filing_id, pk or decision.pk])


def test_staff_read_the_full_decision_and_the_reading_is_journaled(clerk, client):
    decision = cases.decided(clerk)
    client.force_login(clerk)
    answer = client.get(desk_address(decision))
    assert answer["Content-Type"] == "application/pdf"
    assert cases.NAME in read_text(answer.content)
    assert "no-store" in answer["Cache-Control"]
    assert decision.filing.events.last().kind == Event.Kind.FILE_READ


def test_staff_of_a_sister_commission_and_strangers_read_nothing(clerk, client, django_user_model):
    decision = cases.decided(clerk)
    assert client.get(desk_address(decision)).status_code == 302
    client.force_login(make_staff("sister", commission=make_commission("C001")))
    assert client.get(desk_address(decision)).status_code == 404
    client.force_login(django_user_model.objects.create(username="stranger", is_staff=True))
    assert client.get(desk_address(decision)).status_code == 403
    assert not decision.filing.events.filter(kind=Event.Kind.FILE_READ).exists()


def test_staff_read_no_decision_of_another_case_under_a_case_of_theirs(clerk, client):
    decision, other = cases.decided(clerk), make_filing()
    client.force_login(clerk)
    assert client.get(desk_address(decision, filing_pk=other.pk)).status_code == 404
    assert client.get(desk_address(decision, pk=10**30)).status_code == 404
    assert client.post(desk_address(decision)).status_code == 405


def test_staff_about_whose_commission_it_is_are_told_of_the_conflict(clerk, client):
    filing = cases.on_agenda(clerk, contested_commission=make_commission().superior)
    decision = cases.decided(clerk, filing=filing)
    client.force_login(make_staff("central", commission=make_commission().superior))
    answer = client.get(desk_address(decision))
    assert answer.status_code == 403
    assert answer["Content-Type"].startswith("text/html")


PDF = f"{CASE}decision.pdf"


def test_applicant_reads_the_full_decision_once_it_was_served(clerk):
    applicant = make_applicant(applicant_name=cases.NAME)
    assert applicant.client.get(PDF).status_code == 404
    decision = decide(applicant.filing, clerk)
    assert applicant.client.get(PDF).status_code == 404
    assert PDF not in applicant.read()
    verbs.serve(decision, party="respondent", way="post", by=clerk)
    assert applicant.client.get(PDF).status_code == 404
    verbs.serve(decision, party="applicant", way="hand", by=clerk)
    assert f'href="{PDF}"' in applicant.read()
    answer = applicant.client.get(PDF)
    assert cases.NAME in read_text(answer.content)
    assert "no-store" in answer["Cache-Control"]


def test_who_has_not_opened_the_case_is_led_to_number_and_code(clerk, client):
    applicant = make_applicant()
    verbs.serve(decide(applicant.filing, clerk), party="applicant", way="hand", by=clerk)
    answer = client.get(PDF)
    assert (answer.status_code, answer["Location"]) == (303, FOLLOW)
    assert applicant.client.post(PDF, {"end": "1"}).status_code == 405


def test_applicant_is_led_back_to_the_case_where_no_pdf_can_be_made(clerk, without_pango):
    applicant = make_applicant()
    verbs.serve(decide(applicant.filing, clerk), party="applicant", way="hand", by=clerk)
    answer = applicant.client.get(PDF)
    assert answer.status_code == 503
    assert f'href="{CASE}#decision"' in answer.content.decode()


def test_pictures_that_are_cut_off_stay_refused_in_the_process_that_makes_pdf():
    """WeasyPrint, when it is imported, lets Pillow read them everywhere."""
    program = (
        "import django; django.setup()\n"
        "from PIL import ImageFile\n"
        "from appeals.documents import pdf\n"
        "assert pdf.written('<p>made</p>')\n"
        "print(ImageFile.LOAD_TRUNCATED_IMAGES)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=settings.BASE_DIR)
    assert done.stdout == "False\n", done.stderr[-2000:]
