"""The models of the newsroom, by subject."""

from press.models.attachments import Attachment
from press.models.calendar import CalendarEvent
from press.models.changes import Change, Step
from press.models.mailings import Delivery, HubPing, Mailing
from press.models.old_addresses import OldAddress
from press.models.pictures import Picture, ReleasePicture, Rendition
from press.models.pins import Pin
from press.models.readers import EarlyLink, EarlyReader, Opening
from press.models.related import Relation
from press.models.releases import BODY_CHARACTERS, FormerAddress, Release
from press.models.subscriptions import SubscribedTopic, Subscription
from press.models.topics import Topic
from press.models.writing import Presence, Typed

__all__ = [
    "BODY_CHARACTERS", "Attachment", "CalendarEvent", "Change", "Delivery", "EarlyLink", "EarlyReader", "FormerAddress",
    "HubPing", "Mailing", "OldAddress", "Opening", "Picture", "Pin", "Presence", "Relation", "Release",
    "ReleasePicture", "Rendition", "Step", "SubscribedTopic", "Subscription", "Topic", "Typed",
]  # fmt: skip
