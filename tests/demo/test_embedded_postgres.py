"""PostgreSQL for the demo and the tests: it starts wherever the project lies, and loosens no permission outside."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

import psycopg2
import pytest

from commission import embedded_postgres
from commission.embedded_postgres import Server

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL as another user")


@pytest.fixture
def open_folder():
    """A folder that every user may enter: pytest's own is closed to others."""
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def started():
    """Start a server in a folder; what was started is stopped, and what moved is removed."""
    servers = []

    def start(folder):
        server = Server(folder, durable=False)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.stop()
        if server.moved_because:
            shutil.rmtree(server.folder)
            Path(f"{server.folder}.lock").unlink()


def answer_of(server):
    server.create_database("sample")
    link = psycopg2.connect(host=str(server.folder), user="postgres", dbname="sample")
    with link, link.cursor() as cursor:
        cursor.execute("CREATE EXTENSION pg_trgm")
        cursor.execute("SELECT lower('Ə') || similarity('москва', 'москве')::numeric(3, 2)")
        found = cursor.fetchone()[0]
    link.close()
    return found


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@AS_ROOT
def test_data_moves_where_the_unprivileged_user_can_reach_it_and_the_reason_is_told(tmp_path, started):
    closed = tmp_path / "closed"
    (closed / "project" / "var").mkdir(parents=True)
    closed.chmod(0o700)
    server = started(closed / "project" / "var" / "postgres")
    assert answer_of(server) == "ə0.56"
    assert not server.folder.is_relative_to(tmp_path)
    assert str(server.folder) in server.moved_because
    assert str(closed / "project" / "var") in server.moved_because
    assert mode(closed) == 0o700
    assert mode(server.folder) == 0o700
    assert Server(closed / "project" / "var" / "postgres").folder == server.folder


@AS_ROOT
def test_binaries_that_the_unprivileged_user_cannot_reach_are_copied(tmp_path, open_folder, started, monkeypatch):
    installed = embedded_postgres._binaries()
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(installed.parent, closed / "embedded_postgres", symlinks=True)
    for libraries in installed.parent.parent.glob("embedded_postgres.libs"):
        shutil.copytree(libraries, closed / libraries.name)
    monkeypatch.setattr(embedded_postgres, "_binaries", lambda: closed / "embedded_postgres" / installed.name)
    server = started(open_folder / "postgres")
    assert answer_of(server) == "ə0.56"
    assert server.pginstall.is_relative_to(server.folder)
    assert mode(closed) == 0o700


def test_path_with_a_space_will_do(open_folder, started):
    server = started(open_folder / "with a space" / "postgres")
    assert answer_of(server) == "ə0.56"
    assert server.moved_because == ""


def test_path_too_long_for_a_socket_will_do(open_folder, started):
    server = started(open_folder / ("d" * 120) / "postgres")
    assert answer_of(server) == "ə0.56"
    assert "too long" in server.moved_because
