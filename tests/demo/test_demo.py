"""`make demo`: ready, recovers after a kill -9 of its parent, and its Ctrl-C leaves no process."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from commission.embedded_postgres import Server

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "TMPDIR")
PATIENCE = 240


class Demo:
    """The demo as a person starts it, on a port and in a folder of its own."""

    def __init__(self, folder, port):
        self.folder, self.address = folder, f"http://127.0.0.1:{port}"
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        with (folder / "demo.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "commission.demo"],
                cwd=ROOT,
                env=environment | {"PORT": str(port), "DEMO_FOLDER": str(folder)},
                stdout=log,
                stderr=log,
            )

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.address}/en/", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def wait_until(self, condition):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if condition():
                return
            time.sleep(0.3)
        pytest.fail((self.folder / "demo.log").read_text())

    def is_ready(self):
        return "Ready:" in (self.folder / "demo.log").read_text() and self.answers()

    def end(self, signum):
        self.process.send_signal(signum)
        self.process.wait(60)


def processes_that_name(text):
    """Command lines of living processes that hold `text` in their environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if text.encode() in path.read_bytes():
                found.append((path.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return [line for line in found if line.strip()]


def is_refused_and_disturbs_nobody(running, folder, says):
    """Another demo, in the same folder or on the same port, ends with the reason; the one that runs goes on."""
    folder.mkdir(exist_ok=True)
    other = Demo(folder, running.address.rpartition(":")[2])
    assert other.process.wait(60) == 1
    assert says in (folder / "demo.log").read_text()
    assert running.answers()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_demo_recovers_from_a_kill_and_leaves_nothing(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    marker = f"DEMO_FOLDER={tmp_path}"
    first = Demo(tmp_path, port)
    try:
        first.wait_until(first.is_ready)
        first.end(signal.SIGKILL)
        first.wait_until(lambda: not first.answers())
        (tmp_path / "demo.log").unlink()
        second = Demo(tmp_path, port)
        second.wait_until(second.is_ready)
        is_refused_and_disturbs_nobody(second, tmp_path, "A demo runs already with the folder")
        is_refused_and_disturbs_nobody(second, tmp_path / "other", f"Port {port} cannot be had")
        second.end(signal.SIGINT)
        assert not second.answers()
        assert not Server(tmp_path / "postgres").answers()
        second.wait_until(lambda: processes_that_name(marker) == [])
    finally:
        first.process.kill()
        first.process.wait()
        server = Server(tmp_path / "postgres")
        server.stop()
        if server.moved_because:  # as root: pytest's folder is closed to the database's user
            shutil.rmtree(server.folder)
            Path(f"{server.folder}.lock").unlink()
