"""The text of a PDF that nobody has looked at yet, read by a child process with limits (threat T4)."""

import subprocess
import tempfile
from pathlib import Path

from commission.file_contents import child_processes, pdf_child

CHILD = Path(pdf_child.__file__)
# measured: a page of close print takes a tenth of a second of a processor, and 80 of them have so many characters
MOST_PAGES, MOST_CHARACTERS = 1_000, 200_000
READING_SECONDS = 30  # no page is begun after them: of a long document the beginning is read
CHILD_SECONDS = READING_SECONDS + 15
LIMITS = child_processes.Limits(
    memory=512 * 1024 * 1024, cpu_seconds=CHILD_SECONDS, written=5 * MOST_CHARACTERS, seconds=CHILD_SECONDS
)


def text_of(file, *, child=CHILD, limits=LIMITS):
    """The text of an open PDF, at most MOST_CHARACTERS of it; empty for one that cannot be read, or only by a password.

    So is one that takes more than its child process may: what was made to
    break readers has no text, and no error.
    """
    order = [str(number) for number in (MOST_PAGES, MOST_CHARACTERS, READING_SECONDS)]
    with tempfile.TemporaryFile() as out:
        try:
            child_processes.run(child, order, file, out, limits)
        except (OSError, subprocess.SubprocessError):
            return ""
        out.seek(0)
        return out.read().decode(errors="ignore")[:MOST_CHARACTERS]
