"""Programs of their own for files that nobody has looked at yet: child processes with limits and no secret (T4)."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from commission.file_contents import limited_start

START = Path(limited_start.__file__)


@dataclass(frozen=True)
class Limits:
    """What a child may use: bytes of memory, seconds of a processor, bytes that it writes, seconds until it ends."""

    memory: int
    cpu_seconds: int
    written: int
    seconds: float


def run(child, arguments, file, out, limits):
    """Run the Python program `child` (a path), with an open `file` as its standard input and `out` as its output.

    Raises OSError or subprocess.SubprocessError where it cannot be started,
    dies, or takes too long.
    """
    limited = [str(START), str(limits.memory), str(limits.cpu_seconds), str(limits.written)]
    with tempfile.TemporaryFile() as copy:
        subprocess.run(
            [sys.executable, "-I", *limited, str(child), *arguments],
            stdin=_with_descriptor(file, copy),
            stdout=out,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath},  # no secret of the portal is within its reach
            timeout=limits.seconds,
            check=True,
        )


def _with_descriptor(file, copy):
    """What a child can read from, at its beginning: `file`, or its `copy` where it is in memory or on no disk."""
    if _has_descriptor(file):
        file.seek(0)
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        return file
    for chunk in file.chunks():
        copy.write(chunk)
    copy.seek(0)
    return copy


def _has_descriptor(file):
    try:
        return file.fileno() >= 0
    except (AttributeError, OSError):
        return False
