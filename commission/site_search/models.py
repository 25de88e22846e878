"""What the press office tells the search, and what was asked of it.

Questions are counted by the day; of them the press office and other visitors
are shown some. Nothing here names or points at a person: no address, no
cookie, no instant finer than a day.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

TEXT_CHARACTERS = 100
LEAST_TEXTS, MOST_TEXTS = 2, 20
QUESTION_CHARACTERS = 100


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


class CountedQuestion(models.Model):
    """How often a question was asked on a day, and whether something was found when it was asked last."""

    day = models.DateField(db_index=True)
    language = models.CharField(max_length=8)
    question = models.CharField(max_length=QUESTION_CHARACTERS, db_collation="C")  # folded
    spelling = models.CharField(max_length=QUESTION_CHARACTERS)  # as it was typed first on the day
    times = models.PositiveIntegerField()
    has_result = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint("language", "question", "day", name="question_counted_once_a_day")]

    def __str__(self):
        return f"{self.question} ({self.day})"


class PastQuestion(models.Model):
    """A question and how often it was asked of late; written by commission.site_search.past_questions."""

    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    question = models.CharField(max_length=QUESTION_CHARACTERS, db_collation="C")  # its index finds beginnings
    spelling = models.CharField(_("question"), max_length=QUESTION_CHARACTERS)
    times = models.PositiveIntegerField(_("times asked"))
    last_on = models.DateField(_("last asked on"))

    class Meta:
        abstract = True
        ordering = ["-times", "question"]

    def __str__(self):
        return self.spelling


class UnansweredQuestion(PastQuestion):
    """A question with which nothing was found when it was asked last."""

    class Meta(PastQuestion.Meta):
        verbose_name = _("question without result")
        verbose_name_plural = _("questions without result")
        constraints = [models.UniqueConstraint("language", "question", name="unanswered_question_once")]


class SuggestedQuestion(PastQuestion):
    """A question that so many asked with success that it is offered to others, unless the press office hides it."""

    is_hidden = models.BooleanField(
        _("hidden"), default=False, help_text=_("It is not suggested to visitors, however often it is asked.")
    )

    class Meta(PastQuestion.Meta):
        verbose_name = _("suggested question")
        verbose_name_plural = _("suggested questions")
        constraints = [models.UniqueConstraint("language", "question", name="suggested_question_once")]
