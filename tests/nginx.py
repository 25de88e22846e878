"""The nginx of deploy/nginx.conf on loopback, with nothing changed but paths, ports and the certificate.

For the tests of deploy/ and for the benchmark. As root it runs as `nobody`, else as whoever runs it.
"""

import contextlib
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program():
    """The path of nginx, which is not on everybody's PATH; None where it is not installed."""
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def configuration(folder, port, upstream, more=""):
    """The example with `folder` for its files, listening on `port` before the socket `upstream`, and `more` servers."""
    text = EXAMPLE.read_text()
    temporary = "".join(f"\n  {name}_temp_path {folder}/{name};" for name in TEMPORARY)
    for found, put in [
        (r"^user .*;$", ""),
        (r"/run/nginx\.pid", f"{folder}/nginx.pid"),
        (r"/var/log/nginx/portal\.log", f"{folder}/access.log"),
        (r"/var/cache/nginx/portal", f"{folder}/cache"),
        (r"unix:/run/portal/web\.sock", f"unix:{upstream}"),
        (r"listen 80 default_server;", f"listen 127.0.0.1:{free_port()};"),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        (r"ssl_certificate .*;", ""),
        (r"ssl_certificate_key .*;", ""),
        (r"ssl_protocols .*;", ""),
        (r"root /srv/portal/deploy;", f"root {folder};"),
        (r"^http \{", "http {" + temporary + more),
    ]:
        text, times = re.subn(found, put, text, flags=re.MULTILINE)
        if times != 1:
            raise ValueError(f"{EXAMPLE.name}: {found} stands there {times} times")
    return text


@contextlib.contextmanager
def folder():
    """A folder that nginx and the portal behind it may both use, removed in the end."""
    made = Path(tempfile.mkdtemp(prefix="portal-nginx-"))
    made.chmod(0o755)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(made, nobody.pw_uid, nobody.pw_gid)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def running(where, upstream, more="", *, smaller=None):
    """nginx with its files in `where`, before the portal at the socket `upstream`; gives the port.

    `smaller` says which figures of the example to replace, so that a few requests reach a limit.
    """
    port = free_port()
    text = configuration(where, port, upstream, more)
    for found, put in (smaller or {}).items():
        text = text.replace(found, put)
    (where / "nginx.conf").write_text(text)
    shutil.copy(EXAMPLE.with_name("crowded.html"), where)
    unprivileged = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        unprivileged = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    log = where / "error.log"
    command = [program(), "-p", where, "-c", where / "nginx.conf", "-e", log, "-g", "daemon off;"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **unprivileged)
    try:
        _wait_for(port, process, log)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port, process, log):
    until = time.monotonic() + 10
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nginx did not start: " + (log.read_text() if log.exists() else "no log"))
