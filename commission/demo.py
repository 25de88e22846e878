"""`make demo`: the whole portal on one machine, with throw-away secrets; data lies in var/.

Production differs in its database, its mail server, https and its passwords alone.
"""

import ctypes
import fcntl
import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from commission.embedded_postgres import Server, ServerFailed

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("DEMO_FOLDER") or ROOT / "var")
GROUPS = ["editors", "publishers", "case officers", "experts", "commissioners", "administrators"]
AT_THE_TOP = ["case officers", "experts", "commissioners"]  # who also works at the central commission
ACCOUNTS = {
    **{group.replace(" ", "-"): group for group in GROUPS},
    **{f"cec-{group.replace(' ', '-')}": group for group in AT_THE_TOP},
    "superuser": None,  # everything but the cases, which nobody sees without a membership
}
PR_SET_PDEATHSIG = 1


def kept_secrets():
    """The demo's secrets, made once and kept where only their owner reads them."""
    kept = VAR / "demo-secrets.json"
    if not kept.exists():
        made = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "CODE_KEY", "CODE_PEPPER")}
        part = kept.with_suffix(".part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(made, file)
        part.rename(kept)
    return json.loads(kept.read_text())


def only_demo():
    """The lock of the folder, which goes with this process; ends it where another demo runs there.

    That one's database would be stopped together with this one's.
    """
    lock = open(VAR / "demo.lock", "w")  # noqa: SIM115  it stays open as long as the demo runs
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"A demo runs already with the folder {VAR}: end it, or name another folder with DEMO_FOLDER=….")
    return lock


def refuse_taken(port):
    """End where somebody else listens on the port, whose pages would be taken for the demo's."""
    try:
        with socket.create_server(("127.0.0.1", int(port))):
            return
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(f"Port {port} cannot be had ({error}): PORT=9000 make demo takes another.")


def set_environment(port):
    os.environ.update(kept_secrets())
    os.environ.update(
        DEMO="1",
        HTTPS="0",
        PORT=port,
        SITE_URL=f"http://127.0.0.1:{port}",
        ALLOWED_HOSTS="127.0.0.1,localhost",
        MAIL_FROM="portal@commission.example",
        FILES_ROOT=str(VAR / "files"),
        STATIC_ROOT=str(VAR / "static"),
        LETTERS_FOLDER=str(VAR / "mail"),
        DJANGO_SETTINGS_MODULE="commission.settings",
    )


def collect_static():
    """Collect the static files where one has changed since the last time: compressing them takes seconds."""
    from django.core.management import call_command

    files = [f"{path} {path.stat().st_mtime_ns}" for path in sorted((ROOT / "static").rglob("*")) if path.is_file()]
    files.append((ROOT / "requirements" / "demo.txt").read_text())
    wanted, stamp = hashlib.sha256("\n".join(files).encode()).hexdigest(), VAR / "static.stamp"
    if not stamp.exists() or stamp.read_text() != wanted:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted)


def prepare():
    """Bring the database, the translations, the static files and the samples up to date."""
    subprocess.run([sys.executable, "-m", "commission.translations", "compile"], cwd=ROOT, check=True)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    collect_static()
    call_command("load_samples")
    call_command("reindex", verbosity=0)


def staff_accounts():
    """One account for each group, those of the complaints side also at the central commission, and one of everything.

    Each gets a fresh password; the commission for which it works is printed beside it.
    """
    from django.contrib.auth.models import Group, User
    from django.db import connection

    for name, group in ACCOUNTS.items():
        password = secrets.token_urlsafe(12)
        user, _ = User.objects.get_or_create(username=name)
        user.is_staff, user.is_superuser = True, group is None
        user.set_password(password)
        user.save()
        user.groups.set(Group.objects.filter(name=group))
        member = getattr(user, "membership", None)
        print(f"  {name:18} {password}   {member.commission.number if member else ''}".rstrip())
    connection.close()


def child(log, *command):
    """A child process that ends with this one, even when this one is killed; it writes to var/<log>."""

    def bind_to_parent():
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    with open(VAR / log, "ab") as out:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            preexec_fn=bind_to_parent,
            start_new_session=True,  # Ctrl-C reaches the demo alone, which stops its children in order
        )


def wait_until_ready(address, children):
    for _ in range(240):
        if any(process.poll() is not None for process in children):
            return False
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=3):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    return False


def run(port):
    prepare()
    address = f"http://127.0.0.1:{port}"
    print(f"Staff sign in at {address}/admin/ with these accounts:")
    staff_accounts()
    children = []
    try:
        children.append(child("worker.log", "manage.py", "work"))
        children.append(child("web.log", "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "commission.wsgi"))
        if not wait_until_ready(address, children):
            sys.exit("The portal did not start; the reason stands in var/web.log.")
        print(f"Ready: {address}/  (letters: {VAR / 'mail'}; Ctrl-C stops everything)", flush=True)
        while all(process.poll() is None for process in children):
            time.sleep(0.5)
        sys.exit("A part of the portal has ended; the reason stands in var/web.log or var/worker.log.")
    finally:
        for process in children:
            process.terminate()
        for process in children:
            try:
                process.wait(timeout=25)
            except subprocess.TimeoutExpired:
                process.kill()


def stop(*_):
    raise KeyboardInterrupt


def main():
    for folder in ("mail", "files/incoming", "static"):
        (VAR / folder).mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)  # a shell may have started this with Ctrl-C ignored
    lock, server = only_demo(), None
    set_environment(os.environ.get("PORT", "8000"))
    refuse_taken(os.environ["PORT"])
    try:
        if not os.environ.get("DATABASE_URL"):
            server = Server(VAR / "postgres")
            server.start()
            server.create_database("portal")
            os.environ["DATABASE_URL"] = server.url("portal")
            if server.moved_because:
                print(server.moved_because)
        run(os.environ["PORT"])
    except KeyboardInterrupt:
        print("\nStopped.")
    except ServerFailed as error:
        sys.exit(str(error))
    finally:
        if server:
            server.stop()
        lock.close()


if __name__ == "__main__":
    main()
