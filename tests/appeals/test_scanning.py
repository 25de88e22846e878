"""Evidence is taken when the scanner is down and withheld until it says clean; nothing else reads as clean (F7)."""

import io
import signal
import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from appeals import verbs
from appeals.evidence import scanning
from appeals.models import Evidence, NotAllowedNow
from tests.appeals.clamd import BAD_WORDS, CLAMD, answers, cuts, real_clamd, scripted, silent, too_large
from tests.factories_appeals import evidence, make_filing, make_staff

Scan = Evidence.Scan
needs_clamd = pytest.mark.skipif(not CLAMD, reason="clamd is not installed (apt-get install clamav-daemon)")


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.5)


def nobody():
    """An address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def waiting(db, settings):
    """A file that came in while a scanner is configured, at whose address nobody listens yet."""
    settings.CLAMD_ADDRESS = nobody()
    return make_filing(uploads=[evidence("a.txt", b"x" * 200_000)]).evidence.get()


@pytest.mark.parametrize(
    ("said", "scan"),
    [
        (b"stream: OK\0", Scan.CLEAN),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", Scan.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", Scan.ERROR),
        (b"stream: Can't allocate memory ERROR\0", Scan.ERROR),
        (b"stream: OK stream: OK\0", Scan.ERROR),
        (b"stream: ok\0", Scan.ERROR),
        (b"OK\0", Scan.ERROR),
        (b"1: stream: OK\0", Scan.ERROR),
        (b"UNKNOWN COMMAND\0", Scan.ERROR),
        (b"HTTP/1.1 200 OK\r\n\r\n", Scan.ERROR),
        (b"\xff\xfe\0", Scan.ERROR),
        (b"stream: OK" + b"K" * 9000, Scan.ERROR),
        (b"", Scan.ERROR),
    ],
)
def test_only_the_exact_words_are_clean(impatient, said, scan):
    with scripted(answers(said)) as (address, server):
        assert scanning.verdict(io.BytesIO(b"what I saw" * 20_000), address)[0] == scan
    assert server.streams == [b"what I saw" * 20_000]


@pytest.mark.parametrize("conversation", [cuts, too_large, silent])
def test_conversation_that_breaks_with_a_living_scanner_is_an_error_of_the_file(impatient, conversation):
    with scripted(conversation) as (address, _):
        assert scanning.verdict(io.BytesIO(bytes(20_000_000)), address)[0] == Scan.ERROR


@pytest.mark.parametrize("ping", [silent, cuts, lambda link: link.say(b"hello\0")])
def test_scanner_that_hangs_altogether_is_away(impatient, ping):
    with scripted(silent, ping=ping) as (address, _), pytest.raises(scanning.ScannerAway):
        scanning.verdict(io.BytesIO(b"x"), address)


def test_file_waits_unchanged_while_nobody_answers_and_staff_cannot_open_it(waiting):
    clerk = make_staff()
    for _ in range(3):
        with pytest.raises(scanning.ScannerAway):
            scanning.scan_one()
    waiting.refresh_from_db()
    assert (waiting.scan, waiting.scan_tries) == (Scan.PENDING, 0)
    with pytest.raises(NotAllowedNow):
        verbs.open_evidence(waiting, by=clerk)


def test_file_is_scanned_once_the_scanner_is_back(waiting, settings):
    with pytest.raises(scanning.ScannerAway):
        scanning.scan_one()
    with scripted(answers(b"stream: OK\0")) as (settings.CLAMD_ADDRESS, server):
        assert scanning.scan_one() is True
        assert scanning.scan_one() is False
    assert server.streams == [b"x" * 200_000]
    waiting.refresh_from_db()
    assert waiting.scan == Scan.CLEAN
    assert waiting.scanned_at
    verbs.open_evidence(waiting, by=make_staff())


def test_infected_file_is_kept_and_never_opened(waiting, settings):
    with scripted(answers(b"stream: Own.Test FOUND\0")) as (settings.CLAMD_ADDRESS, _):
        assert scanning.scan_one()
        assert not scanning.scan_one(timezone.now() + timedelta(days=9))
    waiting.refresh_from_db()
    assert waiting.scan == Scan.INFECTED
    with waiting.file.open("rb") as file:
        assert len(file.read()) == 200_000
    with pytest.raises(NotAllowedNow):
        verbs.open_evidence(waiting, by=make_staff())


def test_file_in_error_is_tried_again_after_growing_pauses_and_holds_up_no_other(waiting, settings):
    at, pauses = timezone.now(), []
    other = make_filing(uploads=[evidence("b.txt", b"second")]).evidence.get()
    with scripted(answers(b"INSTREAM size limit exceeded. ERROR\0")) as (settings.CLAMD_ADDRESS, server):
        assert scanning.scan_one(at)
        server.conversation = answers(b"stream: OK\0")
        assert scanning.scan_one(at)
        other.refresh_from_db()
        assert other.scan == Scan.CLEAN
        server.conversation = answers(b"INSTREAM size limit exceeded. ERROR\0")
        for _ in range(10):
            waiting.refresh_from_db()
            assert waiting.scan == Scan.ERROR
            pauses.append((waiting.scan_again_at - at).total_seconds() / 60)
            assert not scanning.scan_one(waiting.scan_again_at - timedelta(seconds=1))
            at = waiting.scan_again_at
            assert scanning.scan_one(at)
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]


def test_file_that_is_gone_is_an_error_and_does_not_stop_the_worker(waiting, settings):
    waiting.file.storage.delete(waiting.file.name)
    with scripted(answers(b"stream: OK\0")) as (settings.CLAMD_ADDRESS, _):
        assert scanning.scan_one()
    waiting.refresh_from_db()
    assert waiting.scan == Scan.ERROR


def test_without_a_scanner_nothing_waits_for_one(db, settings):
    settings.CLAMD_ADDRESS = ""
    item = make_filing(uploads=[evidence()]).evidence.get()
    assert item.scan == Scan.OFF
    assert item.may_be_opened
    assert scanning.scan_one() is False


@needs_clamd
def test_real_clamd_is_believed(db, settings, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "socket")
    files = {"good.txt": b"what I saw", "bad.txt": b"xx" + BAD_WORDS, "large.txt": b"x" * 2_000_000}
    make_filing(uploads=[evidence(name, body) for name, body in files.items()])
    with real_clamd(tmp_path) as (settings.CLAMD_ADDRESS, _):
        while scanning.scan_one():
            pass
    found = dict(Evidence.objects.values_list("name", "scan"))
    assert found == {"good.txt": Scan.CLEAN, "bad.txt": Scan.INFECTED, "large.txt": Scan.ERROR}


@needs_clamd
def test_real_clamd_that_is_stopped_delays_and_loses_nothing(db, settings, tmp_path, impatient):
    settings.CLAMD_ADDRESS = str(tmp_path / "socket")
    make_filing(uploads=[evidence("good.txt", b"what I saw")])
    with real_clamd(tmp_path) as (settings.CLAMD_ADDRESS, process):
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(scanning.ScannerAway):
            scanning.scan_one()
        process.send_signal(signal.SIGCONT)
        assert scanning.scan_one()
    assert Evidence.objects.get().scan == Scan.CLEAN
