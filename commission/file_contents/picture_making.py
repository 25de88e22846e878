"""Pictures made of a picture that nobody has looked at yet, in a child process with limits (threat T4)."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from commission.file_contents import child_processes, picture_child

CHILD = Path(picture_child.__file__)
CHILD_SECONDS = 30
CPU_SECONDS = 10
MEMORY_BYTES = 512 * 1024 * 1024
# measured: 220 megapixels need 120 MB if baseline, 675 MB if progressive with subsampled colours, 1.4 GB if without
MEMORY_BYTES_OF_JPEG = 1024 * 1024 * 1024
LARGEST_BYTES = 20_000_000
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
    memory = MEMORY_BYTES_OF_JPEG if kind == "jpeg" else MEMORY_BYTES
    limits = child_processes.Limits(memory, CPU_SECONDS, LARGEST_BYTES, seconds)
    order = json.dumps({"make": entries, "still": still})
    with tempfile.TemporaryFile() as out:
        try:
            child_processes.run(child, [kind, order], file, out, limits)
        except (OSError, subprocess.SubprocessError) as error:
            raise NotMade("unreadable") from error
        out.seek(0)
        return _read(out)


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
