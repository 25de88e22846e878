"""The real server, as production starts it: what it answers without a database, to slow and to broken uploads."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, urlencode

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from tests.conftest import NO_DATABASE

WEB_TIMEOUT = 3
TOKEN = "a" * 32  # with HTTPS off, a cookie and a field that agree are enough
BOUNDARY = "b0undary"


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(static_root, log, database_url):
    """Gunicorn on a free port; it and its workers are ended whatever happens."""
    port = free_port()
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "STATIC_ROOT": str(static_root),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_TIMEOUT": str(WEB_TIMEOUT),
        "WEB_WORKERS": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "commission.wsgi"]
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_for(port, process, log)
            yield SimpleNamespace(port=port, log=log, pid=process.pid)
        finally:
            end(process)


def wait_for(port, process, log):
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            if ask(port, "GET", "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"gunicorn did not start:\n{log.read_text()}")


def end(process):
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def ask(port, method, path, fields=None):
    headers = {"Connection": "close", "Cookie": f"csrftoken={TOKEN}"}
    body = None
    if fields:
        body = urlencode(fields)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as link:
        link.request(method, path, body, headers)
        answer = link.getresponse()
        return SimpleNamespace(status=answer.status, headers=answer.headers, text=answer.read().decode())


def multipart(fields):
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()


@contextmanager
def upload(port, length, content_type, path="/en/contact/"):
    """A raw connection on which the head of a POST has been sent; its body is the caller's."""
    head = (
        f"POST {path} HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\n"
        f"Cookie: csrftoken={TOKEN}\r\n"
        f"Content-Type: {content_type}\r\n"
        f"Content-Length: {length}\r\n"
        "Connection: close\r\n\r\n"
    )
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as link:
        link.sendall(head.encode())
        yield link


def answer_on(link):
    response = http.client.HTTPResponse(link)
    with closing(response):
        response.begin()
        return SimpleNamespace(status=response.status, text=response.read().decode())


@pytest.fixture(scope="module")
def without_database(static_root, tmp_path_factory):
    with running(static_root, tmp_path_factory.mktemp("log") / "server.log", NO_DATABASE) as server:
        yield server


@pytest.fixture(scope="module")
def with_database(static_root, tmp_path_factory, django_db_setup):
    """The server on the test database, which is only made for tests that carry the mark `django_db`."""
    known = connection.settings_dict
    options = {"host": known["HOST"], "user": known["USER"], "port": known["PORT"], "password": known["PASSWORD"]}
    query = urlencode({key: value for key, value in options.items() if value})
    url = f"postgresql:///{quote(known['NAME'])}?{query}"
    with running(static_root, tmp_path_factory.mktemp("log") / "server.log", url) as server:
        yield server


FORM = {
    "csrfmiddlewaretoken": TOKEN,
    "name": "Ayan Sample",
    "text": "Where is my polling station?",
    "end": "1",
}


def test_server_without_database_is_alive(without_database):
    answer = ask(without_database.port, "GET", "/healthz")
    assert (answer.status, answer.text) == (200, "alive\n")


def test_server_without_database_is_not_ready(without_database):
    answer = ask(without_database.port, "GET", "/readyz")
    assert (answer.status, answer.text) == (503, "database away\n")
    assert answer.headers["Retry-After"] == "10"


def test_server_without_database_asks_readers_to_come_back(without_database):
    answer = ask(without_database.port, "GET", "/en/")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "10"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "The service is away for a moment" in answer.text


def test_server_without_database_keeps_what_was_typed(without_database):
    answer = ask(without_database.port, "POST", "/en/contact/", FORM)
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "10"
    assert '<textarea hidden name="text">\nWhere is my polling station?</textarea>' in answer.text
    assert '<form method="post" action="/en/contact/"' in answer.text
    assert 'name="csrfmiddlewaretoken"' in answer.text
    assert TOKEN not in answer.text


@pytest.mark.django_db
def test_server_with_database_is_ready(with_database):
    assert ask(with_database.port, "GET", "/readyz").status == 200


@pytest.mark.django_db
def test_server_answers_an_upload_slower_than_its_time_out(with_database):
    body = multipart(FORM)
    step = len(body) // 5
    pieces = [body[at : at + step] for at in range(0, len(body), step)]
    started = time.monotonic()
    with upload(with_database.port, len(body), f"multipart/form-data; boundary={BOUNDARY}") as link:
        for piece in pieces:
            link.sendall(piece)
            time.sleep(1)
        answer = answer_on(link)
    assert time.monotonic() - started > WEB_TIMEOUT + 1
    assert answer.status == 200
    assert "id_email_error" in answer.text  # the form was read to its end and found incomplete
    assert "Where is my polling station?" in answer.text
    assert "WORKER TIMEOUT" not in with_database.log.read_text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(multipart(FORM), f"multipart/form-data; boundary={BOUNDARY}", id="multipart"),
        pytest.param(urlencode(FORM).encode(), "application/x-www-form-urlencoded", id="urlencoded"),
    ],
)
def test_server_refuses_a_body_that_was_cut_off(with_database, body, content_type):
    with upload(with_database.port, len(body), content_type) as link:
        link.sendall(body[: body.index(b"polling")])
        link.shutdown(socket.SHUT_WR)
        answer = answer_on(link)
    assert answer.status == 400
    assert "The form did not arrive whole" in answer.text


EVIDENCE = "/en/appeals/new/evidence/"
LARGE = 100_000_000  # the largest file that the form takes
CHUNK = b"x" * 1_000_000


@pytest.fixture
def committed():
    """A connection beside the test's transaction: it sees what the server commits; what was begun goes at the end."""
    known = connection.settings_dict
    link = psycopg2.connect(
        dbname=known["NAME"], host=known["HOST"], port=known["PORT"] or None, user=known["USER"] or None,
        password=known["PASSWORD"] or None,
    )  # fmt: skip
    link.autocommit = True
    with closing(link), link.cursor() as cursor:
        yield cursor
        cursor.execute("DELETE FROM appeals_draftfile")
        cursor.execute("DELETE FROM appeals_draft")


def peak_memory(server):
    """The most memory that a worker ever had, in bytes."""
    workers = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    lines = [Path(f"/proc/{worker}/status").read_text() for worker in workers]
    return max(int(line.split("VmHWM:")[1].split()[0]) for line in lines) * 1024


def parts_around_a_file():
    """What stands before and behind the bytes of a file in the body of the evidence step."""
    name = 'Content-Disposition: form-data; name="evidence"; filename="film.mp4"\r\nContent-Type: video/mp4'
    before = multipart({"csrfmiddlewaretoken": TOKEN}).removesuffix(f"--{BOUNDARY}--\r\n".encode())
    return before + f"--{BOUNDARY}\r\n{name}\r\n\r\n".encode(), b"\r\n" + multipart({"end": "1"})


@pytest.mark.django_db
def test_server_takes_a_large_file_without_its_memory(with_database, committed):
    before, behind = parts_around_a_file()
    content_type = f"multipart/form-data; boundary={BOUNDARY}"
    assert ask(with_database.port, "GET", "/en/appeals/new/").status == 200
    memory = peak_memory(with_database)
    length = len(before) + LARGE + len(behind)
    with upload(with_database.port, length, content_type, path=EVIDENCE) as link:
        link.sendall(before)
        for _chunk in range(LARGE // len(CHUNK)):
            link.sendall(CHUNK)
        link.sendall(behind)
        assert answer_on(link).status == 303
    committed.execute("SELECT size, file FROM appeals_draftfile")
    ((size, name),) = committed.fetchall()
    assert size == (Path(settings.FILES_ROOT) / "evidence" / name).stat().st_size == LARGE
    assert peak_memory(with_database) - memory < LARGE / 4


@pytest.mark.django_db
@pytest.mark.parametrize("kept", [0.5, 1.0], ids=["in the file", "behind the file"])
def test_server_keeps_nothing_of_an_upload_that_was_cut_off(with_database, committed, kept):
    before, behind = parts_around_a_file()
    body = before + CHUNK + behind
    stored = set(Path(settings.FILES_ROOT).rglob("*"))
    with upload(with_database.port, len(body), f"multipart/form-data; boundary={BOUNDARY}", path=EVIDENCE) as link:
        link.sendall(body[: int((len(before) + len(CHUNK)) * kept)])
        link.shutdown(socket.SHUT_WR)
        answer = answer_on(link)
    assert answer.status == 400
    assert "The form did not arrive whole" in answer.text
    committed.execute("SELECT count(*) FROM appeals_draft")
    assert committed.fetchone() == (0,)
    assert set(Path(settings.FILES_ROOT).rglob("*")) == stored
