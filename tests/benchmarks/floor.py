"""The floor under every page: a bare Django view of 10 kB, without middleware, template or database.

What the portal's pages are compared with, served by the same gunicorn on the
same machine in the same run, so that the ratio means the same everywhere.
"""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

PAGE = b"<!doctype html><title>Floor</title>".ljust(10_000, b".")


def page(request):
    """The same bytes for every address."""
    return HttpResponse(PAGE)


urlpatterns = [re_path("", page)]

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], LOGGING_CONFIG=None)
application = get_wsgi_application()
