"""The models of the newsroom, by subject."""

from press.models.attachments import Attachment
from press.models.changes import Change, Step
from press.models.mailings import Delivery, HubPing, Mailing
from press.models.pictures import Picture, ReleasePicture, Rendition
from press.models.releases import BODY_CHARACTERS, FormerAddress, Release
from press.models.subscriptions import SubscribedTopic, Subscription
from press.models.topics import Topic

__all__ = [
    "BODY_CHARACTERS", "Attachment", "Change", "Delivery", "FormerAddress", "HubPing", "Mailing", "Picture", "Release",
    "ReleasePicture", "Rendition", "Step", "SubscribedTopic", "Subscription", "Topic",
]  # fmt: skip
