"""The example of deploy/: a real nginx as deploy/nginx.conf says, before the real gunicorn on a Unix socket."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from tests import databases, nginx

pytestmark = [pytest.mark.skipif(nginx.program() is None, reason="nginx is not installed"), pytest.mark.long]

TOKEN = "a" * 32  # with HTTPS off, a cookie and a field that agree are enough
BOUNDARY = "b0undary"
FORGED = "1000000000"
NEW = "/en/appeals/new/"
STEPS = {
    "act": {"kind": "complaint", "commission": "CEC", "contested_kind": "inaction"},
    "applicant": {"applicant_name": "Ayan Sample", "capacity": "voter", "applicant_address": "A street"},
    "statement": {"statement": "The list was not shown.", "ground": "Article 46", "remedy_sought": "Show the list."},
}


def database_parameters(name):
    known = connection.settings_dict
    parameters = {"host": known["HOST"], "user": known["USER"], "port": known["PORT"], "password": known["PASSWORD"]}
    return {key: value for key, value in parameters.items() if value} | {"dbname": name}


@pytest.fixture(scope="module")
def database(sampled):
    """A database of its own: what is filed through the server is committed and cannot be taken back."""
    name = f"deploy_{os.getpid()}"
    with databases.database(name, template=sampled.name) as url:
        yield SimpleNamespace(name=name, url=url)


@pytest.fixture(scope="module")
def site(database, static_root):
    """The port of nginx, and the portal's process behind it."""
    with nginx.folder() as folder:
        environment = {
            "DATABASE_URL": database.url,
            "STATIC_ROOT": str(folder / "static"),
            "ARRIVAL_HEADER": "X-Arrived",
            "TRUSTED_PROXIES": "unix",
            "WEB_WORKERS": "1",
        }
        shutil.copytree(static_root, folder / "static")  # nginx, which serves them, may not enter the tests' own folder
        portal = folder / "web.sock"
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", f"unix:{portal}"]
        with open(folder / "web.log", "wb") as log:
            process = subprocess.Popen(
                [*command, "commission.wsgi"],
                cwd=settings.BASE_DIR,
                env=os.environ | environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            with nginx.running(folder, portal) as port:
                wait_for(port, process, folder / "web.log")
                old = fresh("/en/press/")
                ask(port, old)
                yield SimpleNamespace(
                    old=old,
                    asked_at=time.monotonic(),
                    port=port,
                    process=process,
                    database=database,
                    log=folder / "access.log",
                )
        finally:
            end(process)


def wait_for(port, process, log):
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        if ask(port, "/healthz").status == 200:
            return
        time.sleep(0.1)
    pytest.fail(f"the portal did not start:\n{log.read_text()}")


def end(process):
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def ask(port, path, **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as link:
        link.request("GET", path, headers={"Connection": "close"} | headers)
        answer = link.getresponse()
        return SimpleNamespace(
            status=answer.status, kept=answer.headers["X-Cache-Status"], headers=answer.headers, text=answer.read()
        )


@contextmanager
def frozen(process):
    """The portal as it is when it hangs: its master and its workers stand still."""
    os.killpg(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGCONT)


def fresh(path):
    """An address that nobody has asked for yet."""
    return f"{path}?fresh={uuid.uuid4().hex}"


def test_public_page_is_served_and_kept(site):
    address = fresh("/en/press/")
    first, second = ask(site.port, address), ask(site.port, address)
    assert (first.status, first.kept) == (200, "MISS")
    assert (second.status, second.kept) == (200, "HIT")
    assert first.text == second.text
    assert b"Press releases" in first.text


def test_page_is_kept_no_longer_than_the_portal_says(site):
    address = fresh("/en/press/")
    ask(site.port, address)
    time.sleep(2.1)  # s-maxage=1, in whole seconds
    assert ask(site.port, address).kept == "STALE"  # within stale-while-revalidate, while a new one is fetched
    time.sleep(0.7)
    assert ask(site.port, address).kept == "HIT"


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_kept_page_comes_as_the_browser_can_read_it(site, encoding):
    address = fresh("/en/press/")
    for accepted in ("gzip", "identity"):
        ask(site.port, address, **{"Accept-Encoding": accepted})
    answer = ask(site.port, address, **{"Accept-Encoding": encoding})
    assert answer.kept == "HIT"
    assert (answer.headers["Content-Encoding"] == "gzip") == (encoding == "gzip")
    assert (b"Press releases" in answer.text) == (encoding == "identity")


@pytest.mark.parametrize("path", ["/en/contact/", "/en/appeals/new/", "/en/appeals/follow/", "/healthz", "/"])
def test_form_and_whatever_else_may_not_be_stored_is_never_kept(site, path):
    address = fresh(path)
    assert [ask(site.port, address).kept for _ in range(2)] == ["MISS", "MISS"]


def test_session_neither_gets_a_kept_page_nor_leaves_one(site):
    address = fresh("/en/press/")
    assert ask(site.port, address, Cookie="sessionid=somebody").kept == "BYPASS"
    assert ask(site.port, address).kept == "MISS"
    assert ask(site.port, address, Cookie="sessionid=somebody").kept == "BYPASS"


def test_admin_is_outside_of_the_shield(site):
    answers = [ask(site.port, "/admin/login/") for _ in range(2)]
    assert [(answer.status, answer.kept) for answer in answers] == [(200, None)] * 2


def test_static_file_with_its_content_in_the_name_is_kept(site):
    page = ask(site.port, "/en/").text.decode()
    path = re.search(r'href="(/static/css/base\.\w+\.css)"', page)[1]
    ask(site.port, path)
    answer = ask(site.port, path)
    assert (answer.status, answer.kept) == (200, "HIT")
    assert "immutable" in answer.headers["Cache-Control"]


def test_page_is_still_answered_while_the_portal_hangs(site):
    address = fresh("/en/press/")
    page = ask(site.port, address).text
    time.sleep(2.1)
    with frozen(site.process):
        started = time.monotonic()
        answer = ask(site.port, address)
        assert time.monotonic() - started < 3
        assert (answer.status, answer.kept) == (200, "STALE")
        assert answer.text == page
    assert ask(site.port, "/healthz").status == 200


def multipart(fields, file=None):
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="evidence"; filename="photo.jpg"\r\n\r\n'
    end = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="end"\r\n\r\n1\r\n--{BOUNDARY}--\r\n'
    sent = b"" if file is None else head.encode() + file + b"\r\n"
    return "".join(parts).encode() + sent + end.encode()


def post(port, path, body, *, rest=0, cookie="", **headers):
    """The answer to a form; `rest` seconds lie between the two halves of its body."""
    lines = {
        "Host": f"127.0.0.1:{port}",
        "Cookie": f"csrftoken={TOKEN}; {cookie}",
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(len(body)),
        "Connection": "close",
    } | headers
    head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as link:
        link.sendall(head.encode() + body[: len(body) // 2])
        time.sleep(rest)
        link.sendall(body[len(body) // 2 :])
        response = http.client.HTTPResponse(link)
        with closing(response):
            response.begin()
            return SimpleNamespace(status=response.status, headers=response.headers, text=response.read().decode())


def begun(port, photo):
    """A draft with its file, up to the check page: the cookie that opens it."""
    cookie = ""
    for step, fields in [*STEPS.items(), ("evidence", {"evidence_explanation": "As seen."})]:
        body = multipart(fields | {"csrfmiddlewaretoken": TOKEN}, photo if step == "evidence" else None)
        answer = post(port, f"{NEW}{step}/", body, cookie=cookie)
        assert answer.status == 303, answer.text
        cookie = re.search(r"draft-en=\w+", answer.headers.as_string())[0]
    return cookie


def filed(database, form_key_digest):
    with closing(psycopg2.connect(**database_parameters(database.name))) as link, link.cursor() as cursor:
        cursor.execute(
            "SELECT filing.arrived_at, evidence.size FROM appeals_filing AS filing"
            " JOIN appeals_evidence AS evidence ON evidence.filing_id = filing.id WHERE form_key_digest = %s",
            [form_key_digest],
        )
        return cursor.fetchone()


def test_filing_goes_through_with_its_file_and_the_instant_of_arrival_is_that_of_nginx(site):
    from appeals.codes import form_key_digest

    photo = os.urandom(3_000_000)
    cookie = begun(site.port, photo)
    check = ask(site.port, f"{NEW}check/", Cookie=cookie).text.decode()
    sent = {name: re.search(rf'name="{name}" value="(\w+)"', check)[1] for name in ("form_key", "shown")}
    body = multipart(sent | {"declaration": "on", "csrfmiddlewaretoken": TOKEN})
    started = datetime.now(UTC)
    forged = {"X-Arrived": FORGED, "X-Forwarded-For": "192.0.2.1"}
    answer = post(site.port, f"{NEW}check/", body, rest=2, cookie=cookie, **forged)
    assert (answer.status, answer.headers["Location"]) == (303, "/en/appeals/receipt/"), answer.text
    arrived_at, size = filed(site.database, form_key_digest(sent["form_key"]))
    assert size == len(photo)
    assert abs((arrived_at - started).total_seconds()) < 1.5  # not when the body was there, and not what was forged


LARGE = multipart({"csrfmiddlewaretoken": TOKEN}, b"x" * 3_000_000)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{NEW}evidence/", 303),  # read to its end, and kept
        ("/ru/appeals/follow/case/messages/", 403),  # read to its end; number and code are asked for
        ("/az/appeals/follow/case/appeal/", 403),
        (f"/en/appeals/hearing/{'t' * 43}/", 404),
    ],
)
def test_large_body_is_taken_where_files_are_sent(site, path, status):
    assert post(site.port, path, LARGE).status == status


@pytest.mark.parametrize(
    "path",
    [NEW, *(f"{NEW}{step}/" for step in ("act", "statement", "check", "competent")), "/en/appeals/follow/",
     "/en/appeals/follow/case/address/", "/en/appeals/", "/en/contact/"],
)  # fmt: skip
def test_large_body_is_refused_where_no_files_are_sent(site, path):
    assert post(site.port, path, LARGE).status == 413


def test_every_form_that_takes_files_may_be_large_in_nginx():
    """The locations of nginx against the forms: a new place for files would be refused there."""
    text = nginx.EXAMPLE.read_text()
    found = re.findall(r"location ~ (\S+) \{[^}]*client_max_body_size 210m", text)
    with_files = [
        reverse(f"appeals:{name}", args=args)
        for name, args in [("filing-evidence", []), ("case-messages", []), ("case-appeal", []), ("hearing", ["t" * 43])]
    ]
    assert all(any(re.search(pattern, path) for pattern in found) for path in with_files)
    views = Path(settings.BASE_DIR) / "appeals" / "views"
    taking = {path.stem for path in views.glob("*.py") if re.search(r"orm\(.*request\.FILES", path.read_text())}
    assert taking == {"filing", "messages", "appeal", "hearing"}


def test_who_looks_does_not_wait_behind_who_sends(site):
    text = nginx.EXAMPLE.read_text()
    assert len(re.findall(r"limit_req_zone \$sending zone=(?:steps|filing):1m rate=\d+r/s;", text)) == 2
    bodies = re.findall(r"location ~ (\S+) \{([^}]*)\}", text)
    queued = {path: re.search(r"limit_req zone=(\w+) burst=12000;", body) for path, body in bodies}
    of = {
        path: next(queue[1] for pattern, queue in queued.items() if queue and re.search(pattern, path))
        for path in (f"{NEW}act/", f"{NEW}check/", f"{NEW}evidence/", "/az/appeals/follow/", "/en/appeals/hearing/t/")
    }
    assert list(of.values()) == ["steps", "filing", "filing", "steps", "filing"]


@pytest.mark.parametrize("path", ["/en/appeals/hearing/{}/", "/en/appeals/hearing/{}", "/xx/appeals/hearing/{}/x"])
def test_no_log_of_nginx_holds_what_opens_a_hearing(site, path):
    token = uuid.uuid4().hex
    ask(site.port, path.format(token), Referer=f"https://portal.example{path.format(token)}")
    too_large = post(
        site.port, path.format(token), b"", **{"Content-Length": "300000000"}
    )  # which is an error to nginx
    assert too_large.status == 413
    time.sleep(0.3)
    logs = site.log.read_text() + site.log.with_name("error.log").read_text()
    assert "/appeals/hearing/... 404" in logs
    assert token not in logs


def test_log_of_nginx_names_neither_the_question_nor_the_visitor(site):
    ask(site.port, "/en/search/?q=quillfeather")
    time.sleep(0.2)
    log = site.log.read_text()
    assert "/en/search/" in log
    assert "quillfeather" not in log
    assert "127.0.0.1" not in log


def test_page_older_than_it_should_be_is_answered_while_the_portal_hangs(site):
    """Last in the file: by now the page that was asked for first is nearly old enough."""
    time.sleep(max(0, site.asked_at + 33 - time.monotonic()))  # s-maxage and stale-while-revalidate are over
    with frozen(site.process):
        started = time.monotonic()
        answer = ask(site.port, site.old)
        assert (answer.status, answer.kept) == (200, "STALE")
        assert b"Press releases" in answer.text
        assert time.monotonic() - started < 8  # proxy_read_timeout
