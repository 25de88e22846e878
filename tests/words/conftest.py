"""How the work of a pure function grows with its text."""

from time import process_time

import pytest

LENGTH = 200_000


def _seconds(function, text):
    """What the processor took at best, so that neighbours on the machine and the collector of garbage count little."""

    def once():
        start = process_time()
        function(text)
        return process_time() - start

    return min(once() for _ in range(3))


@pytest.fixture
def slower_by():
    """Of how much more time 200,000 letters of a repeated piece take than a part of them."""

    def measured(function, piece, *, times):
        whole = (piece * LENGTH)[:LENGTH]
        part = _seconds(function, whole[: LENGTH // times])
        return _seconds(function, whole) / max(part, 0.001)  # below that a clock says nothing

    return measured
