"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commission.settings")

_portal = get_wsgi_application()


def application(environ, start_response):
    """Django, with the path as it was sent kept aside: Django percent-encodes its broken bytes, which hides them."""
    environ["portal.path"] = environ.get("PATH_INFO", "")
    return _portal(environ, start_response)
