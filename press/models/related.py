"""Which releases are about the same, as worked out from their words."""

from django.db import models
from django.db.models import F, Q

from press.models.releases import Release


class Relation(models.Model):
    """One release has words of another; a row for each direction, so that each side keeps its nearest.

    It says nothing of who may read either: whoever shows one asks the gate.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Release, models.CASCADE, related_name="related_from")
    weight = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint("release", "other", name="relation_once"),
            models.CheckConstraint(condition=~Q(release=F("other")), name="relation_to_another"),
        ]

    def __str__(self):
        return f"{self.release_id} · {self.other_id}"
