"""Pictures made of a picture that nobody has looked at yet, in a child process with limits (threat T4)."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from commission.file_contents import picture_child

CHILD = Path(picture_child.__file__)
CHILD_SECONDS = 30
MOST_PIXELS, MOST_PIXELS_OF_JPEG = picture_child.MOST_PIXELS, picture_child.MOST_PIXELS_OF_JPEG


class NotMade(Exception):
    """Nothing could be made of a picture; `reason` is `pixels`, `animated` or `unreadable`."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Made:
    """A picture that was made: its bytes without metadata, its size in pixels."""

    content: bytes
    width: int
    height: int


def make(file, kind, entries, *, still=False, child=CHILD, seconds=CHILD_SECONDS):
    """What `entries` order, made of an open file of `kind`: width and height of the original upright, and a list.

    The entries are those of `picture_child`; `still` refuses what moves or has
    several pages. Raises NotMade where the picture cannot be read, claims too
    many pixels, or makes the child die or take longer than `seconds`.
    """
    with tempfile.TemporaryFile() as out:
        try:
            _run(file, [sys.executable, "-I", str(child), kind, json.dumps({"make": entries, "still": still})], out,
                 seconds)  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            raise NotMade("unreadable") from error
        out.seek(0)
        return _read(out)


def _run(file, command, out, seconds):
    with tempfile.TemporaryFile() as copy:
        source = file
        if _has_descriptor(file):
            file.seek(0)
            os.lseek(file.fileno(), 0, os.SEEK_SET)  # what the child reads from
        else:  # in memory, or kept by a storage that is no disk
            for chunk in file.chunks():
                copy.write(chunk)
            copy.seek(0)
            source = copy
        subprocess.run(
            command,
            stdin=source,
            stdout=out,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath},  # no secret of the portal is within its reach
            timeout=seconds,
            check=True,
        )


def _read(out):
    """The answer of the child, whose first line says what follows."""
    try:
        head = json.loads(out.readline())
        if "refused" in head:
            raise NotMade(head["refused"])
        parts = [Made(out.read(each["bytes"]), each["width"], each["height"]) for each in head["made"]]
        return head["width"], head["height"], parts
    except (ValueError, KeyError, TypeError) as error:
        raise NotMade("unreadable") from error


def _has_descriptor(file):
    try:
        return file.fileno() >= 0
    except (AttributeError, OSError):
        return False
