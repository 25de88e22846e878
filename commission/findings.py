"""What a look at the portal's health finds; every room may look at what is its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its name, whether it is well, and what was seen."""

    name: str
    is_well: bool
    seen: str
