"""The models that press and appeals both stand on."""

import secrets
from datetime import time

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commission.text_search import fold
from commission.translated import TranslatedField, in_language

in_an_address = RegexValidator(
    r"^[A-Za-z0-9-]+\Z", _("Only Latin letters, digits and hyphens: it stands in addresses.")
)


class ElectionQuerySet(models.QuerySet):
    def next_voting(self, on):
        """The announced election whose voting day is next, seen from the date `on`; None if there is none."""
        return self.announced(on).filter(voting_on__gte=on).order_by("voting_on").first()

    def announced(self, on):
        return self.filter(Q(announced_on=None) | Q(announced_on__lte=on))

    def current(self, on):
        """The election to which a filing of the date `on` belongs: of those under way the nearest voting day; or None.

        An election is under way from its announcement to the end of its proceedings, weeks after voting.
        """
        under_way = self.announced(on).filter(ends_on__gte=on)
        return min(under_way, key=lambda election: abs(election.voting_on - on), default=None)


class Election(models.Model):
    """An election or referendum; its key is the middle part of register numbers."""

    key = models.CharField(
        _("key"), max_length=12, unique=True, help_text=_("For example M2026."), validators=[in_an_address]
    )
    name = TranslatedField(_("name"))
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    voting_on = models.DateField(_("voting day"))
    poll_closes_at = models.TimeField(_("close of the poll"), default=time(19))
    ends_on = models.DateField(
        _("end of the proceedings"), help_text=_("The last day on which a filing belongs to this election.")
    )

    objects = ElectionQuerySet.as_manager()

    class Meta:
        ordering = ["-voting_on"]
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("voting_on")), name="election_ends_after_voting"),
            models.CheckConstraint(condition=Q(key__regex=r"^[A-Za-z0-9-]+$"), name="election_key_fits_an_address"),
        ]

    def __str__(self):
        return in_language(self.name) or self.key


class ElectionCommissionQuerySet(models.QuerySet):
    def within(self, commission):
        """A commission and all below it."""
        below = Q(pk=commission.pk) | Q(superior=commission.pk) | Q(superior__superior=commission.pk)
        return self.filter(below)

    def is_above_all(self, commission):
        """Whether every other commission stands below this one: no other is at the top."""
        return commission.superior_id is None and not self.filter(superior=None).exclude(pk=commission.pk).exists()

    def numbered(self, text):
        """The commission of the number `text`, however its letters are written."""
        return self.filter(number__iexact=text)

    def matching(self, text):
        """The commission of the number `text`, else those whose number and names hold each of its words, folded."""
        exact = self.numbered(text)
        if exact.exists():
            return exact
        names = [part for code, _ in settings.LANGUAGES for part in (Value(" "), KeyTextTransform(code, "name"))]
        found = self.annotate(folded=fold(Concat("number", *names, output_field=models.TextField())))
        for word in text.split():
            found = found.filter(folded__contains=fold(Value(word)))
        return found


class ElectionCommission(models.Model):
    """A commission of one of three tiers; complaints about a tier go to the tier above."""

    class Tier(models.TextChoices):
        PRECINCT = "precinct", _("precinct commission")
        CONSTITUENCY = "constituency", _("constituency commission")
        CENTRAL = "central", _("central commission")

    number = models.CharField(
        _("number"), max_length=12, unique=True, help_text=_("For example CEC, C033, P33012."),
        validators=[in_an_address],
    )  # fmt: skip
    tier = models.CharField(_("tier"), max_length=12, choices=Tier)
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="lower", verbose_name=_("superior commission")
    )
    name = TranslatedField(_("name"))
    address = TranslatedField(_("address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)

    objects = ElectionCommissionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("election commission")
        verbose_name_plural = _("election commissions")
        # who files names the commission by its number, large letters or small
        indexes = [models.Index(Upper("number"), name="commission_by_number")]
        constraints = [
            models.CheckConstraint(
                condition=Q(tier="central", superior=None) | (~Q(tier="central") & Q(superior__isnull=False)),
                name="superior_of_all_but_central",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[A-Za-z0-9-]+$"), name="commission_number_fits_an_address"
            ),
        ]

    def __str__(self):
        return in_language(self.name) or self.number

    def is_within(self, commission):
        """Whether it is `commission` or stands below it, by the same rule as the queryset's `within`."""
        above = self.superior
        return commission.pk in {self.pk, self.superior_id, above and above.superior_id}


class Membership(models.Model):
    """The commission for which a member of staff works; without one, nobody sees a filing."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("member of staff"))
    commission = models.ForeignKey(
        ElectionCommission, models.PROTECT, related_name="memberships", verbose_name=_("commission")
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self):
        return f"{self.user} · {self.commission}"


def new_message_id():
    """A Message-ID that stays the same over every try to send (RFC 5322, 3.6.4)."""
    return f"<{secrets.token_hex(16)}@{settings.SITE_URL.split('//')[-1].split(':')[0]}>"


class LetterQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(sent_at=None)

    def due(self, at):
        """Letters to be tried now, oldest first; those that go to many wait until no other is due."""
        return self.waiting().filter(next_try_at__lte=at).order_by("is_bulk", "id")

    def stuck(self):
        """Letters that have failed at least once and are not sent."""
        return self.waiting().filter(attempts__gt=0)


class Letter(models.Model):
    """An outgoing letter: a row written in the verb's transaction, sent by the worker."""

    to = models.EmailField(_("to"))
    reply_to = models.EmailField(_("reply to"), blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=8)
    about = models.CharField(_("about"), max_length=60, blank=True, help_text=_("The number it belongs to."))
    message_id = models.CharField(max_length=120, unique=True, default=new_message_id, editable=False)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    next_try_at = models.DateTimeField(_("next try at"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("tries"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    # the mail server's answer to the last try (RFC 5321, 4.2.1: from 500 on it stays the same); None where it gave none
    refusal_code = models.PositiveSmallIntegerField(_("code of the refusal"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    holds_link = models.BooleanField(
        _("holds a link that carries a right"), default=False, help_text=_("Its text is removed once it is sent.")
    )
    is_bulk = models.BooleanField(_("goes to many"), default=False, help_text=_("All other letters leave before it."))
    headers = models.JSONField(_("further headers"), default=dict, blank=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            # the worker's question, which letter comes next: read in its order, and only as far as one is due
            models.Index(fields=["is_bulk", "id"], name="letter_due", condition=Q(sent_at=None)),
        ]

    def __str__(self):
        return self.subject


class SearchEntryQuerySet(models.QuerySet):
    def visible(self, at):
        """What the public may find at the instant `at`."""
        return self.filter(visible_from__lte=at).filter(Q(visible_until=None) | Q(visible_until__gt=at))


class Searchable(models.Model):
    """What the engine of the search (commission.searching) must know of a text, in whichever table it stands."""

    language = models.CharField(_("language"), max_length=8)
    title = models.TextField(_("title"))
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)
    attached = models.TextField(blank=True)  # the text of its files
    published_at = models.DateTimeField(_("published at"))
    entered_at = models.DateTimeField(default=timezone.now)
    vector = SearchVectorField(editable=False)
    length = models.FloatField(default=0)  # in words, as the weighing counts them

    class Meta:
        abstract = True

    def __str__(self):
        return self.title


class SearchEntry(Searchable):
    """One public text in one language, as the search sees it; written by commission.search_index."""

    class Kind(models.TextChoices):
        RELEASE = "release", _("Press release")
        PAGE = "page", _("Page")
        DECISION = "decision", _("Decision")
        REGISTER = "register", _("Entry of the register")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    object_id = models.BigIntegerField()
    address = models.CharField(_("address"), max_length=400)
    topic = models.CharField(max_length=80, blank=True)  # the key in its address
    commission = models.CharField(max_length=12, blank=True)  # its number
    outcome = models.CharField(max_length=24, blank=True)
    visible_from = models.DateTimeField(_("visible from"))
    visible_until = models.DateTimeField(_("visible until"), null=True, blank=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint("kind", "object_id", "language", name="search_entry_of_one_source")]
        indexes = [GinIndex(fields=["vector"], name="search_entry_vector", fastupdate=False)]

    @property
    def kind_name(self):
        """`get_kind_display`, which for a page of results writes the list of all kinds twenty times."""
        return self.Kind(self.kind).label


class SearchWord(models.Model):
    """In how many public texts a lexeme stands, and how it is written; kept by commission.searching.counts."""

    lexeme = models.TextField(primary_key=True)
    word = models.TextField(blank=True)  # as one of the texts writes it; empty for what is no word
    stem = models.TextField(blank=True)  # the lexeme without its language, where it is a word
    documents = models.BigIntegerField()

    class Meta:
        indexes = [
            # words that are written alike, for typing errors
            GinIndex(fields=["stem"], name="search_word_alike", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self):
        return self.lexeme


class SearchWordChange(models.Model):
    """What a text adds to the counts of its lexemes, or takes from them, from an instant on; the worker adds it up."""

    vector = SearchVectorField()  # of the text
    length = models.FloatField()
    texts = models.SmallIntegerField()  # 1 or -1; 0 where only words are told
    words = models.JSONField(default=dict)  # how the text writes its lexemes
    counts_from = models.DateTimeField()

    def __str__(self):
        return f"{self.texts:+} from {self.counts_from}"


class Bucket(models.Model):
    """The tries that are left to one key (commission.throttle); without a row all of them are."""

    key = models.CharField(max_length=64, primary_key=True)
    # without an index, though `forget` asks for it: the row of all uploads is changed with each of them, and only
    # where no index holds what changes are its old versions cleared away at once
    full_at = models.DateTimeField()

    def __str__(self):
        return self.key
