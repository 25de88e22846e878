"""Fixtures that every test may use."""

import os
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import translation

from tests import real_input
from tests.commands import run
from tests.databases import created
from tests.once import made_once

hypothesis.settings.register_profile("on a busy machine", deadline=None)
hypothesis.settings.load_profile("on a busy machine")
NO_DATABASE = "postgresql://nobody@127.0.0.1:1/nothing"
GUARDED = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"


@pytest.fixture(scope="session", autouse=True)
def plain_static_files():
    """Static files straight from their folders: nothing is collected for tests."""
    from django.conf import settings
    from django.test import override_settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=storages, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def pytest_collection_modifyitems(items):
    """What takes long comes first, so that no worker is left alone with it in the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def static_root(tmp_path_factory):
    """Static files with their manifest, which production's storage insists on; nobody changes them."""

    def collect(folder):
        environment = os.environ | {"STATIC_ROOT": str(folder), "DATABASE_URL": NO_DATABASE}
        run(environment, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")

    return made_once(tmp_path_factory, "collected-static", collect)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """The name of a database with every migration and nothing else, from which others are copied in no time."""
    name = f"{os.environ['PORTAL_TEST_TEMPLATES']}_migrated"

    def migrate(folder):
        environment = os.environ | {"DATABASE_URL": created(name, template="template0")}
        run(environment, "manage.py", "migrate", "--verbosity", "0")

    made_once(tmp_path_factory, "migrated", migrate)
    return name


@pytest.fixture(scope="session")
def sampled(tmp_path_factory, migrated):
    """The same with the samples: `name`, and in `files` what they have on the disk."""
    name = f"{os.environ['PORTAL_TEST_TEMPLATES']}_sampled"

    def load(folder):
        address = created(name, template=migrated)
        environment = os.environ | {"DATABASE_URL": address, "DEMO": "1", "FILES_ROOT": str(folder)}
        run(environment, "manage.py", "load_samples")
        run(environment, "manage.py", "reindex", "--verbosity", "0")

    return SimpleNamespace(name=name, files=made_once(tmp_path_factory, "sampled", load))


@pytest.fixture(autouse=True)
def clean_cache():
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker, migrated):
    """The test database, whichever tests were chosen: by itself pytest-django makes none for those that commit."""
    from django.test.utils import setup_databases, teardown_databases

    connection.settings_dict["TEST"]["TEMPLATE"] = migrated
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"], serialized_aliases=[])
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def shared_rows(django_db_setup, django_db_blocker):
    """Where a module's fixtures write what its tests only read: `with shared_rows():`.

    From then on until the module's last test it is there; what a test writes goes with the test.
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def in_english(settings):
    """The site and the texts of its errors in English, whatever the language of the commission."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """The test database without a transaction around the test; tables that were empty before are so again after it."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        tables = connection.introspection.django_table_names(only_existing=True)
        empty = [name for name in tables if not _holds_rows(cursor, name)]
        cursor.execute(GUARDED)
        guarded = [name for (name,) in cursor.fetchall()]
        try:
            yield
        finally:
            _emptied(empty, guarded)
            connection.close()


def _holds_rows(cursor, table):
    cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608  a name of our own
    return cursor.fetchone()[0]


def _emptied(tables, guarded):
    """Past the guards, which refuse it even to a test."""
    with connection.cursor() as cursor:
        for name in guarded:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        with transaction.atomic():  # foreign keys are looked at when it ends
            for name in tables:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608  a name of our own
        for name in guarded:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


@pytest.fixture(scope="session")
def shared_data():
    """The folder with real input that is not part of the project; tests that need it skip where it lacks."""
    folder = real_input.folder()
    if folder is None:
        pytest.skip("the folder of real input is not here (SHARED_DATA names it)")
    return folder
