"""Nobody fills disk or database with filings that are begun, and nobody is refused a filing for it (T12)."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client, TestCase
from django.utils import timezone

from appeals.evidence import receiving, upload_room
from appeals.models import Draft, DraftFile, Evidence, Filing
from appeals.verbs import drafting
from commission import throttle
from commission.models import Bucket
from tests.appeals.stepping import NEW, fill, hidden, send, send_step
from tests.applicants import CASE, make_applicant
from tests.factories_appeals import evidence, make_commission

pytestmark = pytest.mark.django_db
committing = TestCase.captureOnCommitCallbacks
NOW = timezone.now()


@pytest.fixture(autouse=True)
def commission():
    make_commission()


@pytest.fixture
def disk(monkeypatch):
    """A disk with much room, of which a test may take some."""
    made = SimpleNamespace(free=10**12)
    monkeypatch.setattr(upload_room.shutil, "disk_usage", lambda path: made)
    return made


def files(*sizes):
    return [SimpleNamespace(size=size) for size in sizes]


def begin(client, **headers):
    page = client.get(NEW, **headers)
    fields = {"contested_kind": "action", "commission": "C033", "seen": hidden(page, "seen"), "end": "1"}
    return client.post(f"{NEW}act/", fields, **headers)


def make_draft(number, *, at=NOW, briefly=False, uploads=(), answers=None):
    digest = f"{number:064}"
    draft = drafting.begin(token_digest=digest, language="en", answers=answers or {}, at=at, briefly=briefly)
    drafting.keep_files(draft, files=[receiving.measured(each) for each in uploads], at=at)
    return draft


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2::7", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_network_is_what_one_subscriber_or_carrier_has(address, network):
    assert throttle.network(address) == network


def test_files_of_one_network_wait_and_those_of_others_do_not(settings):
    settings.UPLOADS_OF_NETWORK_BYTES = 1_000_000
    assert upload_room.wait_for(files(600_000), address="192.0.2.7", at=NOW) == 0
    assert upload_room.wait_for(files(600_000), address="192.0.2.8", at=NOW) == 720  # 200,000 bytes grow back in it
    assert upload_room.wait_for(files(600_000), address="198.51.100.7", at=NOW) == 0
    assert upload_room.wait_for(files(600_000), address="192.0.2.8", at=NOW + timedelta(seconds=720)) == 0


def test_files_of_all_networks_together_wait_and_cost_none_of_them_anything(settings):
    settings.UPLOADS_OF_ALL_BYTES = 1_000_000
    assert upload_room.wait_for(files(1_000_000), address="192.0.2.7", at=NOW) == 0
    before = Bucket.objects.count()
    assert upload_room.wait_for(files(1_000_000), address="198.51.100.7", at=NOW) == 3600
    assert Bucket.objects.count() == before


def test_small_files_count_for_the_room_that_their_rows_take(settings):
    settings.UPLOADS_OF_NETWORK_BYTES = 10 * upload_room.LEAST_BYTES
    assert upload_room.wait_for(files(*[1] * 10), address="192.0.2.7", at=NOW) == 0
    assert upload_room.wait_for(files(1), address="192.0.2.7", at=NOW) > 0


def test_upload_larger_than_the_whole_limit_is_taken_by_a_full_bucket(settings):
    settings.UPLOADS_OF_NETWORK_BYTES = 1000
    assert upload_room.wait_for(files(2_000_000), address="192.0.2.7", at=NOW) == 0
    assert upload_room.wait_for(files(1), address="192.0.2.7", at=NOW) == 3600


def test_nothing_sent_costs_nothing():
    assert upload_room.refusal([], address="192.0.2.7", at=NOW) is None
    assert not Bucket.objects.exists()


def test_files_that_are_too_many_are_not_kept_but_the_text_is_and_can_be_filed(client, settings):
    settings.UPLOADS_OF_NETWORK_BYTES = 1
    begin(Client())
    other = Client()
    begin(other)
    assert send_step(other, "evidence", evidence=[evidence()]).status_code == 303  # takes the whole bucket
    check = fill(client)
    answer = send_step(client, "evidence", evidence=[evidence("late.txt")], evidence_explanation="Just typed.")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "What you typed is kept, the files are not. Choose them again in 60 minutes" in page
    assert "Just typed." in page
    assert 'aria-invalid="true"' in page
    assert not DraftFile.objects.filter(name="late.txt").exists()
    check = client.get(f"{NEW}check/")
    assert "Just typed." in check.content.decode()
    assert send(client, check).status_code == 303
    assert Filing.objects.get().evidence_explanation == "Just typed."


def test_files_of_begun_filings_leave_the_reserve_free(client, settings, disk):
    begin(client)
    disk.free = settings.FREE_BYTES_RESERVED + 5
    answer = send_step(client, "evidence", evidence=[evidence(body=b"123456")], evidence_explanation="Just typed.")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "600"
    assert "There is no room for files at the moment" in answer.content.decode()
    assert Draft.objects.get().answers["evidence_explanation"] == "Just typed."
    assert not DraftFile.objects.exists()
    assert send_step(client, "evidence", evidence=[evidence(body=b"12345")]).status_code == 303
    disk.free = 0
    assert send_step(client, "evidence", evidence_explanation="Text alone.").status_code == 303


def test_what_is_in_a_case_already_may_use_the_reserve_and_counts_for_the_network(settings, disk):
    disk.free, settings.UPLOADS_OF_NETWORK_BYTES = 1, 1
    applicant = make_applicant()
    sent = {"text": "Typed.", "evidence": [evidence()], "end": "1"}
    assert applicant.client.post(f"{CASE}messages/", sent).status_code == 303
    answer = applicant.client.post(f"{CASE}messages/", sent | {"text": "Again.", "evidence": [evidence("two.txt")]})
    assert answer.status_code == 429
    assert "Again." in answer.content.decode()
    assert Evidence.objects.count() == 1
    assert applicant.client.post(f"{CASE}messages/", {"text": "Text alone.", "end": "1"}).status_code == 303


def test_filing_begun_in_a_flood_is_kept_briefly_and_says_so(client, monkeypatch):
    monkeypatch.setattr(upload_room, "BEGUN_BY_NETWORK", 1)
    assert [begin(each).status_code for each in (Client(), client)] == [303, 303]
    first, second = Draft.objects.order_by("pk")
    assert not first.is_kept_briefly
    assert second.expires_at == second.created_at + Draft.BRIEFLY
    send_step(client, "statement", statement="It was refused.")
    second.refresh_from_db()
    assert second.expires_at == second.created_at + Draft.BRIEFLY  # never prolonged
    assert "Very many filings are being begun" in client.get(f"{NEW}statement/").content.decode()
    elsewhere = Client()
    begin(elsewhere, REMOTE_ADDR="198.51.100.7")
    assert not Draft.objects.latest("pk").is_kept_briefly


def test_answer_keeps_of_what_is_too_long_no_more_than_twice_what_is_allowed(client):
    begin(client)
    answer = send_step(client, "statement", statement="x" * 300_000, ground="y" * 300_000)
    assert answer.content.count(b"x" * 300_000) == 1  # the page has it all
    kept = Draft.objects.get().answers
    assert (len(kept["statement"]), len(kept["ground"])) == (100_000, 20_000)
    send_step(client, "act", contested_kind="z" * 300_000, commission="C033", contested_commission="z" * 300_000)
    assert len(str(Draft.objects.get().answers)) < 130_000


def test_room_is_made_by_those_whose_time_ends_first(settings, disk):
    old = make_draft(1, at=NOW - timedelta(days=1), uploads=[evidence(body=b"x" * 1000)])
    without = make_draft(2, at=NOW - timedelta(days=2))
    flood = make_draft(3, briefly=True, uploads=[evidence(body=b"y" * 1000)])
    young = make_draft(4, uploads=[evidence(body=b"z" * 1000)])
    bytes_of_flood, bytes_of_old = (draft.files.get().file.name for draft in (flood, old))
    disk.free = settings.FREE_BYTES_RESERVED + 1000  # and 3000 held: 2000 may be
    with committing(execute=True):
        drafting.make_room()
    assert set(Draft.objects.all()) == {old, without, young}
    assert not storages["evidence"].exists(bytes_of_flood)
    disk.free = settings.FREE_BYTES_RESERVED
    with committing(execute=True):
        drafting.make_room()
    assert set(Draft.objects.all()) == {without, young}
    assert not storages["evidence"].exists(bytes_of_old)


def test_room_for_texts_is_made_in_the_same_way(settings):
    flood = [make_draft(number, briefly=True, answers={"statement": str(number) * 500}) for number in (1, 2)]
    kept = make_draft(3, answers={"statement": "3" * 500})
    weights = {draft.pk: draft.text_bytes for draft in Draft.objects.weighed()}
    settings.BEGUN_FILINGS_MAX_BYTES = sum(weights.values())
    drafting.make_room()
    assert Draft.objects.count() == 3
    settings.BEGUN_FILINGS_MAX_BYTES -= 1
    drafting.make_room()
    assert set(Draft.objects.all()) == {flood[1], kept}


def test_worker_and_sweeper_remove_begun_filings_whose_time_is_over(capsys):
    for number, remove in enumerate(("work", "sweep_files")):
        draft = make_draft(number, at=NOW - timedelta(days=8), uploads=[evidence()])
        name = draft.files.get().file.name
        with committing(execute=True):
            if remove == "work":
                assert drafting.make_room() is False
            else:
                call_command(remove)
        assert not Draft.objects.exists()
        assert not storages["evidence"].exists(name)
