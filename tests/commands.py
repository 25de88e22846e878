"""Commands of the portal in processes of their own."""

import subprocess
import sys

import pytest
from django.conf import settings


def run(environment, *command):
    """What a command of the portal prints; it fails the test where the command fails."""
    done = subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout
