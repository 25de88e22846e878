"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest
from django.core.cache import caches


@pytest.fixture(scope="session", autouse=True)
def plain_static_files():
    """Static files straight from their folders: nothing is collected for tests."""
    from django.conf import settings
    from django.test import override_settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=storages, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def clean_cache():
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(scope="session")
def shared_data():
    """The folder with real input that is not part of the project; tests that need it skip where it lacks."""
    folder = Path(os.environ.get("SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    if not folder.exists():
        pytest.skip("the folder of real input is not here (SHARED_DATA names it)")
    return folder
