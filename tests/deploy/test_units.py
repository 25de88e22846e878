"""The example units of systemd: what they start exists, they run as nobody special, and no secret stands in them."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

DEPLOY = Path(settings.BASE_DIR) / "deploy"
SERVICES = ["portal-web.service", "portal-worker.service", "portal-forget.service"]
HARDENING = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "RestrictNamespaces": "yes",
    "SystemCallFilter": "@system-service",
    "UMask": "0077",
}


def unit(name):
    parser = configparser.RawConfigParser(strict=True, delimiters=["="])
    parser.optionxform = str
    parser.read(DEPLOY / name)
    return parser


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_shut_in_and_knows_no_secret(name):
    service = unit(name)["Service"]
    assert service["User"] == "portal"
    assert service["EnvironmentFile"] == "/etc/portal/environment"
    assert "Environment" not in service
    assert {key: service[key] for key in HARDENING} == HARDENING
    assert "/var/lib/portal" in service["ReadWritePaths"]


@pytest.mark.parametrize("name", SERVICES)
def test_service_starts_what_exists(name):
    words = unit(name)["Service"]["ExecStart"].split()
    if "manage.py" in words:
        assert words[words.index("manage.py") + 1] in get_commands()
    else:
        assert (Path(settings.BASE_DIR) / words[words.index("-c") + 1]).is_file()
        assert words[-1] == "commission.wsgi"


def test_socket_of_the_portal_is_where_nginx_looks_for_it():
    socket = re.search(r"-b (unix:\S+)", unit("portal-web.service")["Service"]["ExecStart"])[1]
    assert f"server {socket} " in (DEPLOY / "nginx.conf").read_text()


def test_timer_starts_the_service_of_its_name_which_sweeps_too():
    assert unit("portal-forget.service")["Service"]["ExecStartPost"].endswith("manage.py sweep_files")
    assert unit("portal-forget.timer")["Timer"]["Persistent"] == "yes"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("name", [*SERVICES, "portal-forget.timer"])
def test_systemd_understands_every_line(name, tmp_path):
    """With programs and accounts that every machine has; what systemd says of other units does not count."""
    for each in [*SERVICES, "portal-forget.timer"]:
        text = re.sub(r"(ExecStart|ExecStartPost)=\S+", r"\1=/bin/true", (DEPLOY / each).read_text())
        text = re.sub(r"(User|Group)=portal", r"\1=root", text)
        (tmp_path / each).write_text(text)
    done = subprocess.run(["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert not said, done.stderr
