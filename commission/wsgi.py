"""The entry point of gunicorn: ``gunicorn commission.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")
application = get_wsgi_application()
