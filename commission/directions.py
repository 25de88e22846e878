"""Characters that change in which direction text runs: they would turn "exe.gpj" into "jpg.exe" for the eye."""

import re

_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # Unicode, UAX 9


def without_direction_controls(text):
    """`text` as it is stored, letter after letter."""
    return _CONTROLS.sub("", text)
