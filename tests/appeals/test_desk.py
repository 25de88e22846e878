"""The officer desk: verbs for who has the right, evidence for nobody else."""

import pytest
from django.urls import reverse

from appeals.models import Event, Filing
from tests.factories_appeals import evidence, make_commission, make_filing, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def as_member_of(group):
        user = make_staff(group, group=group)
        client.force_login(user)
        return user

    return as_member_of


def step(filing, name):
    return reverse("admin:appeals_filing_step", args=[filing.pk, name])


def test_officer_sees_the_queue_and_registers(client, sign_in):
    officer = sign_in("case officers")
    filing = make_filing(uploads=[evidence()])
    assert filing.number in client.get(reverse("admin:appeals_filing_changelist")).content.decode()
    page = client.get(reverse("admin:appeals_filing_change", args=[filing.pk])).content.decode()
    assert step(filing, "registration") in page
    assert step(filing, "decision") not in page
    client.post(step(filing, "registration"))
    filing.refresh_from_db()
    assert (filing.status, filing.registered_by) == ("registered", officer)


def test_officer_returns_with_reasons_and_forwards(client, sign_in):
    sign_in("case officers")
    first, second = make_filing(), make_filing()
    client.post(step(first, "return"), {"reasons": ""})
    assert Filing.objects.get(pk=first.pk).status == "filed"
    client.post(step(first, "return"), {"reasons": "No complaint."})
    assert Filing.objects.get(pk=first.pk).status == "returned"
    client.post(step(second, "forwarding"), {"to": make_commission("C001").number, "reasons": "It is theirs."})
    assert Filing.objects.get(pk=second.pk).commission.number == "C001"


@pytest.mark.parametrize("group", ["editors", "publishers", "administrators"])
def test_desk_is_closed_to_others(client, sign_in, group):
    sign_in(group)
    filing = make_filing(uploads=[evidence()])
    item = filing.evidence.get()
    for address in (
        reverse("admin:appeals_filing_changelist"),
        reverse("admin:appeals_filing_change", args=[filing.pk]),
        reverse("admin:appeals_filing_evidence", args=[filing.pk, item.uuid]),
        step(filing, "registration"),
    ):
        assert client.get(address).status_code == 403, address


def test_evidence_is_offered_for_download_alone_and_journaled(client, sign_in):
    sign_in("experts")
    filing = make_filing(uploads=[evidence("şəkil.html", b"<script>alert(1)</script>")])
    answer = client.get(reverse("admin:appeals_filing_evidence", args=[filing.pk, filing.evidence.get().uuid]))
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert filing.events.last().kind == Event.Kind.EVIDENCE_READ


def test_filing_cannot_be_edited_or_deleted(client, admin_user):
    client.force_login(admin_user)
    filing = make_filing()
    assert (
        client.post(reverse("admin:appeals_filing_change", args=[filing.pk]), {"status": "decided"}).status_code == 403
    )
    assert client.post(reverse("admin:appeals_filing_delete", args=[filing.pk]), {"post": "yes"}).status_code == 403
    assert Filing.objects.get().status == "filed"
