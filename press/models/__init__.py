"""The models of the newsroom, by subject."""

from press.models.changes import Change, Step
from press.models.readers import EarlyLink, EarlyReader, Opening
from press.models.releases import BODY_CHARACTERS, FormerAddress, Release
from press.models.topics import Topic

__all__ = [
    "BODY_CHARACTERS", "Change", "EarlyLink", "EarlyReader", "FormerAddress", "Opening", "Release", "Step", "Topic",
]  # fmt: skip
