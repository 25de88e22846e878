"""How the work of a pure function grows with its text."""

from time import process_time

import pytest

LENGTH = 200_000


def _seconds(function, text):
    """What the processor took, so that neighbours on the machine count little."""
    start = process_time()
    function(text)
    return process_time() - start


@pytest.fixture
def slower_by():
    """Of how much more time 200,000 letters of a repeated piece take than a part of them."""

    def measured(function, piece, *, times):
        whole = (piece * LENGTH)[:LENGTH]
        part = min(_seconds(function, whole[: LENGTH // times]) for _ in range(3))
        return _seconds(function, whole) / max(part, 0.001)  # below that a clock says nothing

    return measured
