"""The models of the newsroom, by subject."""

from press.models.changes import Change, Step
from press.models.releases import BODY_CHARACTERS, FormerAddress, Release
from press.models.topics import Topic
from press.models.writing import Presence, Typed

__all__ = ["BODY_CHARACTERS", "Change", "FormerAddress", "Presence", "Release", "Step", "Topic", "Typed"]
