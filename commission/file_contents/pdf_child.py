"""A program of its own: reads a PDF on standard input and writes its text to standard output.

Started by commission.file_contents.pdf_text and never imported: what it reads
may be made to break readers, so it runs with limits, knows no secret of the
portal, and may die at any time. Arguments: how many pages and characters are
read at the most, and how many seconds it begins another page. What asks for a
password, or cannot be read, has no text.
"""

import sys
import time


def pages_of(file, most):
    """The text of each page, of `most` at the most, one after the other; empty for a page that cannot be read."""
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(file).pages):
        if number == most:
            return
        try:
            yield page.extract_text()
        except (MemoryError, RecursionError):
            raise
        except Exception:
            yield ""  # its neighbours may be well


def main(pages, characters, seconds):
    until, left = time.monotonic() + seconds, characters
    for text in pages_of(sys.stdin.buffer, pages):
        sys.stdout.buffer.write((text[:left] + "\n").encode(errors="ignore"))
        left -= len(text) + 1
        if left <= 0 or time.monotonic() > until:
            return


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
