"""The portal as gunicorn loads it, with the address of tests.load.urls beside its own."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
# straight from their folders: nothing is collected for a test
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.ROOT_URLCONF = "tests.load.urls"
application = get_wsgi_application()
