"""The portal as production starts it, on a database of its own, and a real browser that visits it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from types import SimpleNamespace

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.browser.post import running_post
from tests.browser.shell import Shell
from tests.commands import run
from tests.databases import database
from tests.once import made_once

PASSWORD = "a long password for tests"
READY_WITHIN = 60
WIDE = {"width": 1280, "height": 900}
PATIENCE = 30_000  # milliseconds, for a busy machine
ACCOUNT = """
import sys
from django.contrib.auth.models import Group, User
from commission.models import ElectionCommission, Membership
name, group, commission = {name!r}, {group!r}, {commission!r}
user = User(username=name, is_staff=True, is_superuser=not group)
user.set_password({password!r})
user.save()
if group:
    user.groups.add(Group.objects.get(name=group))
if commission:
    Membership.objects.create(user=user, commission=ElectionCommission.objects.get(number=commission))
"""
KNOWN_ACCOUNT = """
from django.contrib.auth.models import User
user = User.objects.get(username={name!r})
user.set_password({password!r})
user.save()
"""


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def gunicorn(environment, log):
    """The real server; it is ended whatever happens."""
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "commission.wsgi"]
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_for(environment["SITE_URL"], process, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=25)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(address, process, log):
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=3):
                return
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"gunicorn did not become ready:\n{log.read_text()}")


@pytest.fixture(scope="session")
def portal(tmp_path_factory, sampled, static_root):
    """A running portal with the samples: `address`, `account(name, group)` for staff, `shell(code)` for other rows.

    What else runs with it takes its `environment` and the name of its `database`.
    """
    folder, port, name = tmp_path_factory.mktemp("portal"), free_port(), f"browser_{os.getpid()}"
    for part in ("files/incoming", "letters"):
        (folder / part).mkdir(parents=True)
    shutil.copytree(sampled.files, folder / "files", dirs_exist_ok=True)
    with database(name, template=sampled.name) as database_url:
        environment = os.environ | {
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "DEMO": "1",
            "HTTPS": "0",
            "WEB_WORKERS": "1",  # it has threads, and one visitor at a time
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "SITE_URL": f"http://127.0.0.1:{port}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "FILES_ROOT": str(folder / "files"),
            "LETTERS_FOLDER": str(folder / "letters"),
            "STATIC_ROOT": str(static_root),
        }
        compile_them = ("-m", "commission.translations", "compile")
        made_once(tmp_path_factory, "compiled", lambda _folder: run(environment, *compile_them))
        shell = Shell(environment)

        def account(name, group=None, commission=None):
            """Make an account in `group`, or a superuser's, that works for `commission`; its password is PASSWORD."""
            shell.run(ACCOUNT.format(name=name, group=group, commission=commission, password=PASSWORD))

        def password(name, password):
            """Give an account of the samples a password."""
            shell.run(KNOWN_ACCOUNT.format(name=name, password=password))

        with shell, gunicorn(environment, folder / "server.log"):
            yield SimpleNamespace(
                address=environment["SITE_URL"], account=account, password=password, shell=shell.run,
                environment=environment, database=name,
            )  # fmt: skip


@pytest.fixture(scope="package")
def chromium():
    """The installed browser; ended with this folder, because the ORM refuses to work beside its event loop."""
    program = shutil.which("chromium")
    if not program:
        pytest.skip("Chromium is not installed")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium has no sandbox for root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


def open_page(chromium, portal):
    """A new visitor's page, and the list of the errors that it leaves in the console, each breach of the policy too."""
    context = chromium.new_context(base_url=portal.address, viewport=WIDE, locale="en-GB", timezone_id="Asia/Baku")
    context.set_default_timeout(PATIENCE)
    page, complaints = context.new_page(), []

    def listen(said):
        # Chromium reports a page's own 404 or 422 as an error too; the tests ask for those themselves
        is_own_status = said.text.startswith("Failed to load resource") and said.location.get("url") == page.url
        if said.type == "error" and not is_own_status:
            complaints.append(said.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


@pytest.fixture(scope="package")
def only_page(chromium, portal):
    """What the `page` of each test is: to open another one takes half a second of a processor."""
    page, complaints = open_page(chromium, portal)
    yield page, complaints
    page.context.close()


@pytest.fixture
def page(only_page):
    """The page of the only visitor, who was never here; the test fails where something went wrong on it."""
    page, complaints = only_page
    complaints.clear()
    yield page
    page.evaluate("() => { try { localStorage.clear(); sessionStorage.clear() } catch { /* a page of no site */ } }")
    page.goto("about:blank")
    page.context.clear_cookies()
    page.emulate_media(color_scheme="light", media="null")
    page.set_viewport_size(WIDE)
    assert complaints == []


@pytest.fixture
def visitors(chromium, portal):
    """Lets several visitors come, each with a browser of their own; the page of the next one."""
    opened = []

    def come():
        opened.append(open_page(chromium, portal))
        return opened[-1][0]

    yield come
    for page, _ in opened:
        page.context.close()
    assert [told for _, complaints in opened for told in complaints] == []


@pytest.fixture(scope="session")
def cast(portal):
    """The staff of the whole cases; each signs in with PASSWORD."""
    portal.shell(f"from tests.browser.cases import make_cast\nmake_cast({PASSWORD!r})")


@pytest.fixture
def post(portal):
    """The letters, sent by the worker to a mail server."""
    with running_post(portal) as post:
        yield post


@pytest.fixture
def comes(chromium, portal, cast):
    """Lets a person come, with a browser of their own, in which nothing went wrong when they leave."""
    people = []

    def come(kind, *name):
        people.append(kind(chromium, portal.address, *name))
        return people[-1]

    yield come
    for person in people:
        person.leaves()
