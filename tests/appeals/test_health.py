"""The operator is told of evidence that nobody scans (F7) and of drafts that outlive their time."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from appeals import health, verbs
from appeals.models import Draft
from commission.health import findings
from tests.factories_appeals import evidence, make_filing, make_staff, received

pytestmark = pytest.mark.django_db
CLAMD = "127.0.0.1:1"


def found(name, *, after=timedelta()):
    return next(finding for finding in health.findings(at=timezone.now() + after) if finding.name == name)


def test_evidence_that_waits_for_a_scan_is_counted_and_alarms_after_five_minutes(settings):
    settings.CLAMD_ADDRESS = CLAMD
    assert found("evidence").is_well
    assert found("evidence").seen == "none waits for a scan"
    make_filing(uploads=[evidence("a.txt", b"a"), evidence("b.txt", b"b")])  # arrived years ago, stored just now
    finding = found("evidence", after=timedelta(minutes=4))
    assert finding.is_well
    assert finding.seen == "2 unscanned, the oldest for 4 minutes"
    assert not found("evidence", after=timedelta(minutes=6)).is_well


@pytest.mark.parametrize("scan", ["clean", "infected", "off"])
def test_evidence_that_was_judged_waits_no_longer(settings, scan):
    settings.CLAMD_ADDRESS = CLAMD
    filing = make_filing(uploads=[evidence()])
    filing.evidence.update(scan=scan)
    assert found("evidence", after=timedelta(days=1)).is_well
    filing.evidence.update(scan="error")  # it is tried again, and waits on
    assert not found("evidence", after=timedelta(days=1)).is_well


def test_evidence_that_came_with_a_message_waits_since_the_message(settings):
    settings.CLAMD_ADDRESS = CLAMD
    filing = make_filing()
    verbs.register(filing, by=make_staff())
    sent_at = timezone.now() + timedelta(hours=3)
    verbs.send_message(filing, text="See.", files=[received(evidence())], at=sent_at)
    assert found("evidence", after=timedelta(hours=3, minutes=2)).seen == "1 unscanned, the oldest for 2 minutes"


def test_evidence_that_nobody_will_ever_scan_alarms(settings):
    assert found("evidence").seen == "no scanner is set"
    settings.CLAMD_ADDRESS = CLAMD
    make_filing(uploads=[evidence()])
    settings.CLAMD_ADDRESS = ""
    assert not found("evidence").is_well
    assert "names no scanner" in found("evidence").seen


def test_drafts_that_nobody_removes_alarm():
    now = timezone.now()
    assert found("drafts").is_well
    for token, days in (("a", 1), ("b", -1)):
        Draft.objects.create(
            token_digest=token, language="az", created_at=now, expires_at=now + timedelta(days=days), answers={"x": 1}
        )
    assert found("drafts").is_well
    finding = found("drafts", after=timedelta(days=2))
    assert not finding.is_well
    assert finding.seen == "2 past their time, the oldest by 3 days"


def test_the_portals_health_tells_of_both(settings):
    assert {"letters", "evidence", "drafts"} <= {finding.name for finding in findings(free_bytes=0)}
    settings.CLAMD_ADDRESS = CLAMD
    make_filing(uploads=[evidence()]).evidence.update(scan="error")
    out = StringIO()
    call_command("health", "--free-megabytes", "0", stdout=out)
    assert "ok  evidence: 1 unscanned, the oldest for 0 minutes" in out.getvalue()
