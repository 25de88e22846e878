"""Two scanners for tests: a real clamd with one signature of our own, and a server that speaks its protocol badly."""

import contextlib
import shutil
import socket
import socketserver
import struct
import subprocess
import threading
import time

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
BAD_WORDS = b"plainly-invented-virus-for-tests"


@contextlib.contextmanager
def real_clamd(folder, **options):
    """A clamd on a socket in `folder` that knows BAD_WORDS; the path of the socket and the process."""
    (folder / "db").mkdir()
    (folder / "db" / "own.ndb").write_text(f"Own.Test:0:*:{BAD_WORDS.hex()}\n")
    lines = {
        "DatabaseDirectory": folder / "db",
        "LocalSocket": folder / "socket",
        "TemporaryDirectory": folder,
        "Foreground": "yes",
        "StreamMaxLength": "1M",
        "ConcurrentDatabaseReload": "no",
    } | options
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen([CLAMD, "-c", folder / "clamd.conf"], stdout=log, stderr=log)
    try:
        until = time.monotonic() + 30
        while not (folder / "socket").exists():
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < until, "clamd did not start"
            time.sleep(0.05)
        yield str(folder / "socket"), process
    finally:
        process.kill()
        process.wait()


class _Conversation(socketserver.BaseRequestHandler):
    def handle(self):
        with contextlib.suppress(OSError):
            command = self.request.recv(16, socket.MSG_PEEK).partition(b"\0")[0]
            self.request.recv(len(command) + 1)
            if command == b"zPING":
                self.server.ping(self)
            else:
                self.server.conversation(self)

    def stream(self, most=None):
        """What the client streams, up to `most` bytes."""
        got = b""
        while most is None or len(got) < most:
            length = struct.unpack("!L", self._exactly(4))[0]
            if not length:
                break
            got += self._exactly(length)
        return got

    def _exactly(self, length):
        data = b""
        while len(data) < length:
            part = self.request.recv(length - len(data))
            if not part:
                raise OSError("cut")
            data += part
        return data

    def say(self, text):
        self.request.sendall(text)


def pong(link):
    link.say(b"PONG\0")


def silent(link):
    link.server.stopping.wait(30)


def answers(text):
    """A server that takes the whole stream and says `text`."""

    def conversation(link):
        link.server.streams.append(link.stream())
        link.say(text)

    return conversation


def cuts(link):
    """A server that closes the line in the middle of the stream."""
    link.stream(most=10)


def too_large(link):
    """As clamd does with a stream over its limit: it says so and closes while the client still sends."""
    link.stream(most=10)
    link.say(b"INSTREAM size limit exceeded. ERROR\0")


@contextlib.contextmanager
def scripted(conversation, ping=pong):
    """A TCP server that holds `conversation` with whoever streams to it; its address and the server."""

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads, block_on_close = True, True, False

    with Server(("127.0.0.1", 0), _Conversation) as server:
        server.conversation, server.ping, server.streams = conversation, ping, []
        server.stopping = threading.Event()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}", server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()
