"""The models of the newsroom, by subject."""

from press.models.attachments import Attachment
from press.models.changes import Change, Step
from press.models.pictures import Picture, ReleasePicture, Rendition
from press.models.releases import BODY_CHARACTERS, FormerAddress, Release
from press.models.topics import Topic

__all__ = [
    "BODY_CHARACTERS", "Attachment", "Change", "FormerAddress", "Picture", "Release", "ReleasePicture", "Rendition",
    "Step", "Topic",
]  # fmt: skip
