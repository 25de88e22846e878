"""What carries a right by itself never stands in a log: not in the line of a request, not in one of an error."""

import json
import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from commission import logs

TOKEN = "kD3x_9-ZqLw7RbT2uYv5NcM8aXe1HsFjGp0oIiQrStU"

pytestmark = pytest.mark.urls(__name__)


def answer(request, token):
    if token.startswith("bad"):
        raise ValueError(f"no such thing as {token}")
    return HttpResponse("here" if token == TOKEN else "", status=200 if token == TOKEN else 404)


urlpatterns = [path("en/link/<token>/", answer), path("en/plain/<name>/", lambda request, name: HttpResponse())]
handler404 = "tests.floor.test_logs.not_found"
handler500 = "tests.floor.test_logs.broken"


def not_found(request, exception):
    return HttpResponse(status=404)


def broken(request):
    return HttpResponse(status=500)


@pytest.fixture
def written():
    """The lines that the portal's own formatter writes while the test runs."""
    lines = []

    class Keeper(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    keeper = Keeper()
    keeper.setFormatter(logs.JsonFormatter())
    logging.getLogger().addHandler(keeper)
    yield lines
    logging.getLogger().removeHandler(keeper)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(f"/en/link/{TOKEN}/", id="opened"),
        pytest.param(f"/en/link/{TOKEN[:-1]}/", id="not-found-by-the-view"),
        pytest.param(f"/en/link/{TOKEN}", id="without-its-slash"),
        pytest.param(f"/en/link/{TOKEN}./", id="with-a-full-stop"),
        pytest.param(f"/en/link/{TOKEN}/more/", id="with-more-behind"),
        pytest.param(f"/en/link/{TOKEN}/%00", id="refused"),
        pytest.param(f"/en/nowhere/{TOKEN}/", id="nowhere"),
        pytest.param(f"/en/link/bad{TOKEN}/", id="broken"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_log_covers_the_token_of_an_address(written, address, method):
    client = Client(raise_request_exception=False)
    getattr(client, method)(address)
    assert written
    assert not [line for line in written if TOKEN[:-1] in line]
    line = next(json.loads(line) for line in written if '"portal.access"' in line)
    assert "…" in line["path"]
    assert line["path"].startswith("/en/")


@pytest.mark.urls("commission.urls")
def test_log_covers_the_token_where_the_form_is_refused_for_its_csrf(written):
    Client(enforce_csrf_checks=True).post(f"/en/appeals/hearing/{TOKEN}/", {"end": "1"})
    assert any("Forbidden" in line for line in written)
    assert TOKEN not in "".join(written)


def test_log_shows_every_other_address_as_it_is(written):
    Client().get("/en/plain/a-name-of-no-great-length/")
    assert any("/en/plain/a-name-of-no-great-length/" in line for line in written)


def test_log_covers_addresses_in_the_lines_of_another_program():
    record = logging.LogRecord(
        "gunicorn.error", logging.ERROR, "", 0, "Error handling request %s", (f"/l/{TOKEN}/",), None
    )
    assert logs.cover_arguments(record)
    assert record.getMessage() == "Error handling request /l/…/"


def test_log_of_gunicorn_is_covered_in_production():
    from pathlib import Path

    from django.conf import settings

    assert re.search(
        r"error_log\.addFilter\(logs\.cover_arguments\)", Path(settings.BASE_DIR, "deploy/gunicorn.conf.py").read_text()
    )
