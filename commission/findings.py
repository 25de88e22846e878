"""What a look at the portal's health finds; every room may look at what is its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its name, whether it is well, and what was seen.

    What is not well and no alarm either is a warning: the portal runs, and
    could be safer.
    """

    name: str
    is_well: bool
    seen: str
    is_alarm: bool = True
