"""How the work of a pure function grows with its text."""

from time import process_time

import pytest

LENGTH = 200_000


def _seconds(function, text):
    """The least of three measurements of this process alone, so that neighbours on the machine count little."""
    taken = []
    for _ in range(3):
        start = process_time()
        function(text)
        taken.append(process_time() - start)
    return min(taken)


@pytest.fixture
def slower_by():
    """Of how much more time 200,000 letters of a repeated piece take than a part of them."""

    def measured(function, piece, *, times):
        whole = (piece * LENGTH)[:LENGTH]
        part = max(_seconds(function, whole[: LENGTH // times]), 0.001)  # below that a clock says nothing
        return _seconds(function, whole) / part

    return measured
