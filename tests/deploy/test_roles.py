"""The SQL of README: the portal runs as a role that owns nothing, and cannot touch what only grows (T10).

The statements are taken from README and run as they stand, only with other
names and a password.
"""

import os
import re
import subprocess
import sys
from contextlib import closing, contextmanager

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

NAME = f"roles_{os.getpid()}"
LETTER = "from commission import outbox; outbox.post(to='a@people.example', subject='S', body='B', language='en')"
COMMANDS = ["load_samples", "work --once", "recompute_deadlines", "forget", "sweep_files"]


def statements():
    """README's SQL in two parts: before and after `\\connect`."""
    block = re.search(r"```sql\n(.*?)```", (settings.BASE_DIR / "README.md").read_text(), re.DOTALL)[1]
    named = re.sub(r"\bportal(?=\b|_)", NAME, block).replace("…", "for-tests-alone")
    parts = re.split(r"\\connect .*", named)
    return [[each.strip() for each in part.split(";") if each.strip()] for part in parts]


def address(user, name=NAME):
    data = connection.settings_dict
    return f"postgresql:///{name}?host={data['HOST']}&user={user}&password=for-tests-alone" + (
        f"&port={data['PORT']}" if data["PORT"] else ""
    )


@contextmanager
def session(user, name=NAME):
    with closing(psycopg2.connect(address(user, name))) as made, made.cursor() as cursor:
        made.autocommit = True
        yield cursor


def manage(user, folder, *arguments):
    environment = os.environ | {
        "DATABASE_URL": address(user),
        "FILES_ROOT": str(folder / "files"),
        "LETTERS_FOLDER": str(folder / "mail"),
    }
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, (arguments, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


@pytest.fixture(scope="module")
def folder(django_db_setup, tmp_path_factory):
    """README's database, migrated as its owner, with what the portal has done in it as its own role."""
    root = connection.settings_dict["USER"]
    made = tmp_path_factory.mktemp("roles")
    (made / "mail").mkdir()
    before, after = statements()
    with session(root, "postgres") as cursor:
        for statement in before:
            cursor.execute(statement)
    try:
        with session(root) as cursor:
            for statement in after:
                cursor.execute(statement)
        manage(f"{NAME}_owner", made, "migrate", "--verbosity", "0")
        yield made
    finally:
        with session(root, "postgres") as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
            cursor.execute(f"DROP ROLE IF EXISTS {NAME}")
            cursor.execute(f"DROP ROLE IF EXISTS {NAME}_owner")


@pytest.fixture(scope="module")
def used(folder):
    """The same after the portal's main verbs: filed, registered, decided, published, sent, indexed, swept."""
    manage(NAME, folder, "shell", "--verbosity", "0", "--command", LETTER)
    for command in COMMANDS:
        manage(NAME, folder, *command.split())
    manage(f"{NAME}_owner", folder, "reindex")
    manage(NAME, folder, "load_samples")  # what the owner has written is open to it all the same
    return folder


def test_portal_does_all_its_work_as_the_role_that_owns_nothing(used):
    with session(NAME) as cursor:
        cursor.execute("SELECT count(DISTINCT kind) FROM appeals_event")
        (kinds,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM commission_searchentry")
        assert cursor.fetchone() > (0,)
        cursor.execute("SELECT count(*), count(sent_at) FROM commission_letter")
        letters, sent = cursor.fetchone()
    assert kinds >= 6
    assert letters == sent > 0


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE appeals_event SET kind = 'filed'", id="update"),
        pytest.param("DELETE FROM appeals_event", id="delete"),
        pytest.param("TRUNCATE appeals_event CASCADE", id="truncate"),
        pytest.param("ALTER TABLE appeals_event DISABLE TRIGGER ALL", id="disable-every-trigger"),
        pytest.param("ALTER TABLE appeals_event DISABLE TRIGGER appeals_event_unchanged", id="disable-the-trigger"),
        pytest.param("DROP TRIGGER appeals_event_unchanged ON appeals_event", id="drop-the-trigger"),
        pytest.param("DROP FUNCTION appeals_journal_is_append_only() CASCADE", id="drop-its-function"),
        pytest.param(
            "CREATE OR REPLACE FUNCTION appeals_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN NEW; END $$",
            id="replace-its-function",
        ),
        pytest.param("SET session_replication_role = replica", id="replay-without-triggers"),
        pytest.param("DROP TABLE appeals_event CASCADE", id="drop-the-table"),
        pytest.param("CREATE TABLE another (id int)", id="create-a-table"),
        pytest.param(f"SET ROLE {NAME}_owner", id="become-the-owner"),
        pytest.param(f"GRANT {NAME}_owner TO {NAME}", id="grant-oneself-the-owner"),
    ],
)
def test_journal_is_out_of_reach_for_the_portal(used, statement):
    count = "SELECT count(*) FROM appeals_event"
    with session(NAME) as cursor:
        cursor.execute(count)
        before = cursor.fetchone()
        with pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.IntegrityConstraintViolation)):
            cursor.execute(statement)
        cursor.execute(count)
        assert cursor.fetchone() == before > (0,)


def test_roles_have_the_time_outs_that_readme_gives_them(folder):
    found = {}
    for user in (NAME, f"{NAME}_owner"):
        with session(user) as cursor:
            cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
            found[user] = cursor.fetchone()
    assert found == {NAME: ("15s", "5s"), f"{NAME}_owner": ("0", "2s")}


def test_health_warns_of_a_role_that_owns_the_tables_and_is_content_with_one_that_owns_nothing(folder):
    look = ("health", "--free-megabytes", "0")
    assert "ok  database role: owns nothing\n" in manage(NAME, folder, *look)
    warned = manage(f"{NAME}_owner", folder, *look)  # which ends well: a warning is no alarm
    told = r"^\(!\) database role: owns \d+ tables, may replace \d+ guards, may drop every table"
    assert re.search(told, warned, re.MULTILINE)
