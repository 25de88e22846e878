"""The models of the newsroom, by subject."""

from press.models.changes import Change, Step
from press.models.mailings import Delivery, HubPing, Mailing
from press.models.releases import BODY_CHARACTERS, FormerAddress, Release
from press.models.subscriptions import SubscribedTopic, Subscription
from press.models.topics import Topic

__all__ = [
    "BODY_CHARACTERS", "Change", "Delivery", "FormerAddress", "HubPing", "Mailing", "Release", "Step",
    "SubscribedTopic", "Subscription", "Topic",
]  # fmt: skip
