"""The receipt and the acknowledgement: number, instant, files, deadline with its working, marks."""

import html
import re

import pytest
import segno
from django.utils import timezone, translation

from appeals import marks, verbs
from appeals.models import Filing
from commission.models import Letter
from tests.appeals.stepping import fill, send
from tests.factories_appeals import evidence, make_commission, make_filing, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt(client):
    make_commission()
    uploads = [evidence(), evidence("scan.pdf", b"no pdf")]
    send(client, fill(client, evidence=uploads, ground="", about="campaign"))
    return client.get("/en/appeals/receipt/")


def text_of(answer):
    return html.unescape(answer.content.decode())


def test_receipt_says_everything_on_one_page(receipt):
    filing, text = Filing.objects.get(), text_of(receipt)
    for item in filing.evidence.all():
        assert item.name in text
        assert f"SHA-256 {item.sha256}" in text
    for part in (filing.number, "(Baku, UTC+4)", "Sample Commission C033", "Decision due by", "article 112-1", "<svg"):
        assert part in text
    assert "3 days from" in text


def test_receipt_names_each_mark_with_its_reason(receipt):
    text = text_of(receipt)
    assert "Late: the time limit to file ended on 12 February 2020, 24:00 (Baku, UTC+4)." in text
    assert "Incomplete: it lacks which rule was broken." in text
    assert "Another commission seems competent: Central Election Commission." in text


def test_receipt_of_a_filing_without_marks_has_none(client):
    make_commission()
    send(client, fill(client, happened_on=timezone.localdate().isoformat()))
    assert "Marks" not in text_of(client.get("/en/appeals/receipt/"))


def test_qr_code_leads_to_the_follow_page_and_holds_no_code(receipt):
    assert receipt.context["follow_address"] == "https://portal.example/en/appeals/follow/"
    assert receipt.context["code"] not in receipt.context["follow_address"]
    drawn = segno.make("https://portal.example/en/appeals/follow/", micro=False).svg_inline(
        scale=4, border=2, light="#fff"
    )
    assert re.search(r'd="(M[^"]{200,})"', drawn)[1] in receipt.content.decode()  # what a scanner reads is this address


def test_acknowledgement_says_the_same_without_the_code(receipt):
    letter, filing = Letter.objects.get(), Filing.objects.get()
    shown = [
        filing.number,
        "(Baku, UTC+4)",
        "Sample Commission C033",
        "Decision due by",
        "3 days from",
        "article 112-1",
    ]
    shown += ["Late: the time limit", "Incomplete: it lacks which rule", "Another commission seems competent"]
    shown += [item.sha256 for item in filing.evidence.all()]
    for part in shown:
        assert part in letter.body, part
    code = receipt.context["code"]
    assert code not in letter.body + letter.subject
    assert code.replace("-", "") not in letter.body


def test_receipt_shows_no_code_that_was_replaced(receipt, client):
    verbs.replace_code(Filing.objects.get(), by=make_staff("clerk"))
    assert client.get("/en/appeals/receipt/")["Location"] == "/en/appeals/follow/"


def test_appeal_does_not_lack_the_evidence_that_it_carries_over():
    lower = make_filing(uploads=[evidence()])
    appeal = make_filing(kind="appeal", contested_filing=lower, ground="")
    with translation.override("en"):
        [mark] = marks.of(appeal)
    assert "it lacks which rule was broken." in mark
