"""Settings fail at start, loudly, naming the variable."""

import os
import subprocess
import sys
from datetime import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from commission import environment


@pytest.fixture
def variable(monkeypatch):
    def set_to(value):
        monkeypatch.setenv("PORTAL_VARIABLE", value)

    monkeypatch.delenv("PORTAL_VARIABLE", raising=False)
    return set_to


def test_text_that_is_required_and_missing_names_the_variable(variable):
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE"):
        environment.text("PORTAL_VARIABLE")


def test_secret_that_is_too_short_is_refused(variable):
    variable("short")
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE must have at least 32"):
        environment.text("PORTAL_VARIABLE", at_least=32)


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("yes", True), ("off", False), ("FALSE", False)])
def test_flag_reads_words_for_yes_and_no(variable, value, expected):
    variable(value)
    assert environment.flag("PORTAL_VARIABLE", default=not expected) is expected


@pytest.mark.parametrize("value", ["maybe", "2", "ja"])
def test_flag_refuses_nonsense(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE"):
        environment.flag("PORTAL_VARIABLE", default=False)


@pytest.mark.parametrize("value", ["ten", "1.5", "0"])
def test_number_refuses_nonsense(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE"):
        environment.number("PORTAL_VARIABLE", 5, lowest=1)


def test_number_above_its_highest_is_refused(variable):
    variable("24")
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE must be at most 23"):
        environment.number("PORTAL_VARIABLE", 8, highest=23)


@pytest.mark.parametrize(
    ("value", "expected"), [("", [50, 80, 100]), ("1", [100]), ("0.9, 0.25", [25, 90]), ("0.5,0.5", [50])]
)
def test_fractions_become_percentages(variable, value, expected):
    variable(value)
    assert environment.percentages("PORTAL_VARIABLE", "0.5,0.8,1.0") == expected


@pytest.mark.parametrize("value", ["0", "1.1", "-0.5", "half", "0.5;0.8", "nan", "inf", "0.001", ","])
def test_fractions_that_are_no_part_of_a_whole_are_refused(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE"):
        environment.percentages("PORTAL_VARIABLE", "0.5")


@pytest.mark.parametrize("value", ["", "127.0.0.1:3310", "clamd.example:3310", "[::1]:3310", "/run/clamav/clamd.ctl"])
def test_endpoint_is_read(variable, value):
    variable(value)
    assert environment.endpoint("PORTAL_VARIABLE") == value


@pytest.mark.parametrize("value", ["clamd", ":3310", "clamd:", "clamd:http", "clamd:70000", "run/clamd.ctl"])
def test_endpoint_that_nobody_can_reach_is_refused(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE"):
        environment.endpoint("PORTAL_VARIABLE")


@pytest.mark.parametrize("value", ["", "https://hub.example/", "http://hub.example:8080/path?a=b"])
def test_web_address_is_read(variable, value):
    variable(value)
    assert environment.web_address("PORTAL_VARIABLE") == value


@pytest.mark.parametrize("value", ["hub.example", "ftp://hub.example/", "https://", "file:///etc/passwd"])
def test_web_address_that_is_none_is_refused(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE"):
        environment.web_address("PORTAL_VARIABLE")


def test_words_are_parted_by_commas(variable):
    variable(" a.example, b.example ,")
    assert environment.words("PORTAL_VARIABLE") == ["a.example", "b.example"]


def test_words_that_are_required_and_missing_name_the_variable(variable):
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE"):
        environment.words("PORTAL_VARIABLE")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(
            "postgresql://user:p%40ss@db.example:5433/portal?sslmode=require",
            ("portal", "user", "p@ss", "db.example", "5433", {"sslmode": "require"}),
            id="host",
        ),
        pytest.param(
            "postgresql://user:x@db1:5432,db2:5433/portal?target_session_attrs=read-write",
            ("portal", "user", "x", "db1,db2", "5432,5433", {"target_session_attrs": "read-write"}),
            id="several-hosts",
        ),
        pytest.param(
            "postgresql:///portal?host=/run/postgresql&user=web",
            ("portal", "web", "", "/run/postgresql", "", {}),
            id="socket-folder",
        ),
    ],
)
def test_database_address_is_read(variable, url, expected):
    variable(url)
    read = environment.database("PORTAL_VARIABLE")
    assert tuple(read[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == expected


@pytest.mark.parametrize("url", ["mysql://x/y", "portal", "postgresql://host/"])
def test_database_address_of_another_kind_is_refused(variable, url):
    variable(url)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE"):
        environment.database("PORTAL_VARIABLE")


@pytest.mark.parametrize(
    "name",
    ["SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "MAIL_FROM", "FILES_ROOT", "CODE_KEY", "CODE_PEPPER"],
)
def test_start_without_a_required_variable_names_it(name):
    without = {key: value for key, value in os.environ.items() if key != name}
    run = subprocess.run(
        [sys.executable, "-c", "import commission.settings"], env=without, capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert f"{name} must be set" in run.stderr


@pytest.mark.parametrize(("value", "expected"), [("24:00", time.min), ("18:00", time(18)), ("", time.min)])
def test_end_of_the_day_is_read(variable, value, expected):
    variable(value)
    assert environment.time_of_day("PORTAL_VARIABLE", "24:00") == expected


@pytest.mark.parametrize("value", ["25:00", "six", "24:30"])
def test_end_of_the_day_that_no_clock_shows_is_refused(variable, value):
    variable(value)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_VARIABLE"):
        environment.time_of_day("PORTAL_VARIABLE", "24:00")
