"""Messages from the public, and the topics that route them to a mailbox."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.translated import TranslatedField, in_language

# without 0, 1, I, L, O and U, which are misread or misheard
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
TEXT_CHARACTERS = 10_000


def new_reference():
    """A reference that cannot be guessed and can be read over the telephone, for example M-7K3Q-2F9D."""
    drawn = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))
    return f"M-{drawn[:4]}-{drawn[4:]}"


class TopicQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(is_offered=True)


class Topic(models.Model):
    """What a message is about, and which mailbox reads it."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = TranslatedField(_("name"))
    mailbox = models.EmailField(_("mailbox"), blank=True, help_text=_("Empty: the commission's general mailbox."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_offered = models.BooleanField(_("offered in the form"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return in_language(self.name) or self.key


class MessageQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_at=None)


class Message(models.Model):
    """What somebody wrote to the commission; stored before anything else happens, never dropped."""

    class Mark(models.TextChoices):
        NONE = "", _("not marked")
        TRAP = "trap", _("filled in the field that people do not see")
        TOO_FAST = "too_fast", _("sent faster than one can type")
        NO_FORM = "no_form", _("not sent from the form")

    reference = models.CharField(_("reference"), max_length=12, unique=True, default=new_reference, editable=False)
    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name=_("topic"))
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    text = models.TextField(_("message"), max_length=TEXT_CHARACTERS)
    language = models.CharField(_("language"), max_length=8)
    mark = models.CharField(_("mark"), max_length=12, choices=Mark, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    arrived_at = models.DateTimeField(_("arrived at"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("answered by")
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_at", "-id"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        permissions = [("answer_message", "Can answer messages")]
        indexes = [
            # the admin's list, and what `forget` removes
            models.Index(fields=["-arrived_at", "-id"], name="message_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="message_answer_has_its_author",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def language_name(self):
        return str(dict(settings.LANGUAGES).get(self.language, self.language))
