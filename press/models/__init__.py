"""The models of the newsroom, by subject."""

from press.models.calendar import CalendarEvent
from press.models.changes import Change, Step
from press.models.old_addresses import OldAddress
from press.models.pins import Pin
from press.models.related import Relation
from press.models.releases import BODY_CHARACTERS, FormerAddress, Release
from press.models.topics import Topic

__all__ = [
    "BODY_CHARACTERS", "CalendarEvent", "Change", "FormerAddress", "OldAddress", "Pin", "Relation", "Release", "Step",
    "Topic",
]  # fmt: skip
