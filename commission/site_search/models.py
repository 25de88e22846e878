"""What the press office tells the search."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

TEXT_CHARACTERS = 100
LEAST_TEXTS, MOST_TEXTS = 2, 20


class SynonymSet(models.Model):
    """Texts that mean the same: who asks for one of them finds what has another; written by `synonyms.keep`."""

    texts = ArrayField(models.CharField(max_length=TEXT_CHARACTERS), verbose_name=_("texts"))
    # how the search knows them, in every language (commission.searching.expansion.keys)
    keys = ArrayField(models.TextField(), editable=False)
    changed_at = models.DateTimeField(_("changed at"), editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("changed by"),
    )  # fmt: skip

    class Meta:
        ordering = ["texts"]
        verbose_name = _("set of synonyms")
        verbose_name_plural = _("sets of synonyms")
        constraints = [
            models.CheckConstraint(condition=Q(texts__len__gte=LEAST_TEXTS), name="synonyms_are_at_least_two"),
        ]
        indexes = [
            # the search's question: which sets have one of these keys
            GinIndex(fields=["keys"], name="synonyms_by_key"),
        ]

    def __str__(self):
        return " = ".join(self.texts)
