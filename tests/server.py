"""Where the tests run: a real PostgreSQL, settings close to production's, nothing outside var/.

Loaded as a pytest plug-in before Django's settings are read. `DATABASE_URL`
set means that server is used; otherwise an embedded one is started once for
all workers and stopped when the last run that uses it ends.
"""

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from psycopg2 import OperationalError

from commission.embedded_postgres import Server
from tests.databases import drop_all

VAR = Path(__file__).resolve().parent.parent / "var"
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ

(VAR / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns where it lacks, and a module asks at its import

_server = _in_use = None
if not IS_WORKER and not os.environ.get("DATABASE_URL"):
    VAR.mkdir(exist_ok=True)
    _server = Server(VAR / "test-postgres", durable=False)
    os.environ["DATABASE_URL"] = _server.url(f"run_{os.getpid()}")
if not IS_WORKER:
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(VAR / "hypothesis")
    os.environ["PORTAL_TEST_FILES"] = tempfile.mkdtemp(prefix="portal-test-")
    os.environ["PORTAL_TEST_TEMPLATES"] = f"template_{os.getpid()}"

os.environ.update(
    SECRET_KEY="for-tests-alone-" * 5,
    CODE_KEY="code-key-for-tests-alone-" * 2,
    CODE_PEPPER="code-pepper-for-tests-alone-" * 2,
    SITE_URL="https://portal.example",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1,portal.example",
    HTTPS="0",
    MAIL_FROM="portal@commission.example",
    # of each worker its own: tests look at what lies in it
    FILES_ROOT=os.path.join(os.environ["PORTAL_TEST_FILES"], os.environ.get("PYTEST_XDIST_WORKER", "main")),
    LETTERS_FOLDER="",
    TIME_ZONE="Asia/Baku",
    DJANGO_SETTINGS_MODULE="commission.settings",
)


def pytest_configure(config):
    global _in_use
    if _server:
        _in_use = (VAR / "test-postgres.users").open("w")  # held until the run ends
        fcntl.flock(_in_use, fcntl.LOCK_SH)
        _server.start()


def pytest_unconfigure(config):
    if not IS_WORKER:
        shutil.rmtree(os.environ["PORTAL_TEST_FILES"], ignore_errors=True)
        with suppress(OperationalError):  # a server that is not there holds none
            drop_all(os.environ["PORTAL_TEST_TEMPLATES"])
    if _server and _in_use:
        try:
            fcntl.flock(_in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # another run still uses the server
        _server.stop()
        _in_use.close()
