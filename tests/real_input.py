"""Where the real input is that is not part of the project."""

import os
from pathlib import Path


def folder():
    """The folder that SHARED_DATA names, else the one beside the project; None where neither is there."""
    found = Path(os.environ.get("SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    return found if found.exists() else None
