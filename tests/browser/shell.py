"""Python code that runs inside the portal: one process for all of it, which is started when it is first needed."""

import contextlib
import io
import json
import os
import subprocess
import sys
import traceback

import pytest
from django.conf import settings


class Shell:
    """What `manage.py shell` is for one piece of code, for many; a context that ends with its process."""

    def __init__(self, environment):
        self.environment, self._process = environment, None

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        if self._process:
            with self._process:  # closes its input, which ends it
                pass

    def run(self, code):
        """What the code prints; it fails the test where the code fails."""
        if self._process is None:
            command = [sys.executable, "-m", "tests.browser.shell"]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
            self._process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.environment, **pipes)
        self._process.stdin.write(json.dumps(code) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline() or '["", "the shell has ended"]')
        if said[1]:
            pytest.fail(f"{code}\n{said[0]}{said[1]}")
        return said[0]


def answer(code, names):
    """What the code prints, with its traceback if it fails."""
    printed, error = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            exec(code, {**names})  # noqa: S102  code of the tests
    except Exception:
        error = traceback.format_exc()
    return [printed.getvalue(), error]


def main():
    """Answer each line of the input; logs go where errors go, so that the output holds answers alone."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    import django

    django.setup()
    from django.core.management.commands.shell import Command
    from django.db import connections

    names = Command().get_namespace(verbosity=0)
    for line in sys.stdin:
        said = answer(json.loads(line), names)
        connections.close_all()
        print(json.dumps(said), file=answers, flush=True)  # noqa: T201  an answer


if __name__ == "__main__":
    main()
