"""Press releases: one row a language; translations share a key."""

import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from press.models.versions import Versions

BODY_CHARACTERS = 300_000
OWN = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+", "editable": False}


class ReleaseQuerySet(models.QuerySet):
    def public(self, at):
        """What lists hold and anybody may read at the instant `at`: the one gate of visibility."""
        return self.published(at).filter(Q(superseded_from=None) | Q(superseded_from__gt=at))

    def published(self, at):
        """What anybody may read at its own address at the instant `at`: public, or superseded by a newer one."""
        return self.approved().past_its_instants(at)

    def once_published(self, at):
        """What anybody may read at the instant `at`, or could until it was withdrawn."""
        decided = self.filter(status__in=[Release.Status.APPROVED, Release.Status.WITHDRAWN])
        return decided.past_its_instants(at)

    def past_its_instants(self, at):
        """What neither waits for its publication at the instant `at` nor for the end of an embargo."""
        return self.filter(Q(embargoed_until=None) | Q(embargoed_until__lte=at), published_at__lte=at)

    def approved(self):
        """What is or, as far as its instant is set, will become public."""
        return self.filter(status=Release.Status.APPROVED)

    def embargo_ends_between(self, start, end):
        """Approved, and readable from an instant that lies between these two because an embargo ends then."""
        return self.approved().filter(embargoed_until__gt=start, embargoed_until__lte=end, published_at__lte=end)

    def in_state(self, state, at):
        """Those that are in `state` at the instant `at`: one of `State`, or "change" or "out-of-date"."""
        states = Release.State
        dated = self.approved().filter(published_at__isnull=False)
        found = {
            states.APPROVED: lambda: self.approved().filter(published_at=None),
            states.SCHEDULED: lambda: dated.filter(published_at__gt=at),
            states.EMBARGOED: lambda: dated.filter(published_at__lte=at, embargoed_until__gt=at),
            states.PUBLISHED: lambda: self.public(at),
            states.SUPERSEDED: lambda: self.published(at).filter(superseded_from__lte=at),
            "change": lambda: self.filter(changes__made_at=None, changes__dropped_at=None, changes__isnull=False),
            "out-of-date": lambda: self.filter(translated_version__lt=F("translated_from__version")),
        }
        return found[state]() if state in found else self.filter(status=state)

    def visible_since(self, at):
        """What became visible at the instant `at` or later, as far as its instants say; beside another gate."""
        return self.filter(Q(published_at__gte=at) | Q(embargoed_until__gte=at))

    def in_language(self, language):
        return self.filter(language=language)

    def newest_first(self):
        return self.order_by("-published_at", "-id")

    def before(self, published_at, pk):
        """What stands below the release with this instant and id in a list, newest first."""
        # the first condition, which the second implies, is where the index begins to be read
        return self.filter(published_at__lte=published_at).filter(Q(published_at__lt=published_at) | Q(id__lt=pk))

    def after(self, published_at, pk):
        """What stands above the release with this instant and id in a list."""
        return self.filter(published_at__gte=published_at).filter(Q(published_at__gt=published_at) | Q(id__gt=pk))

    def oldest_first(self):
        return self.order_by("published_at", "id")

    def pinned(self, at):
        """Those that are to stand on top at the instant `at`, the last pinned first; asked of what is public."""
        standing = self.filter(pins__shown_from__lte=at, pins__shown_until__gt=at)
        return standing.order_by("-pins__shown_from", "-pins__id")

    def drafts_untouched_since(self, at):
        """Drafts that nobody has saved since `at`; the public has never read one."""
        return self.filter(status=Release.Status.DRAFT, changed_at__lt=at)

    def for_lists(self):
        """With no more than a list shows: title, lead, instant and address."""
        return self.only("language", "title", "lead", "published_at", "year", "slug")


class Release(models.Model):
    """A press release in one language.

    The status holds what persons have decided. Whether an approved one is
    scheduled, under embargo, public or superseded is computed when asked.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        APPROVED = "approved", _("approved")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class State(models.TextChoices):
        """What a release is at an instant, as `state` works it out."""

        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        APPROVED = "approved", _("approved")
        SCHEDULED = "scheduled", _("scheduled")
        EMBARGOED = "embargoed", _("under embargo")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")
        WITHDRAWN = "withdrawn", _("withdrawn")

    # what a correction may change once the public has read a release
    WORDS = ("title", "lead", "body", "dateline_place", "press_contact", "document_number")

    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    translation_key = models.UUIDField(_("translations share this key"), default=uuid.uuid4)
    translated_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="translations")
    # the version of the original that the translation says; when that has grown, the translation is out of date
    translated_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=500)
    slug = models.SlugField(_("address"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(editable=False)
    dateline_place = models.CharField(_("place of the dateline"), max_length=100, blank=True)
    lead = models.TextField(_("lead"), blank=True, validators=[MaxLengthValidator(2_000)])
    body = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(BODY_CHARACTERS)])
    topic = models.ForeignKey("Topic", models.PROTECT, null=True, blank=True, verbose_name=_("topic"))
    press_contact = models.CharField(_("press contact"), max_length=300, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    # whose words they are: who saved them last
    author = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("author"), **OWN)
    # how often the words were saved; a save made from an older one is refused
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, editable=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, **OWN)
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("approved by"), **OWN)
    override_reason = models.CharField(_("reason for approving it alone"), max_length=500, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, **OWN)
    embargoed_until = models.DateTimeField(_("embargo until"), null=True, editable=False)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, editable=False)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", editable=False
    )
    # when the newer one becomes public: until then nothing tells of it
    superseded_from = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, **OWN)
    withdrawal_reason = models.CharField(_("reason of the withdrawal"), max_length=500, blank=True, editable=False)
    source_url = models.CharField(_("imported from"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ReleaseQuerySet.as_manager()
    history = Versions(
        verbose_name=_("version of a press release"), verbose_name_plural=_("history of the press releases")
    )

    class Meta:
        ordering = ["-published_at", "-id"]
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")
        permissions = [("publish_release", "May approve, publish, correct and withdraw press releases")]
        constraints = [
            models.UniqueConstraint("language", "year", "slug", name="release_address"),
            models.UniqueConstraint("translation_key", "language", name="release_once_a_language"),
            models.UniqueConstraint(
                "language", "source_url", condition=~Q(source_url=""), name="release_imported_once"
            ),
            # who approves is not who wrote, or says why (T10); what is imported was approved elsewhere
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(author=None) | ~Q(approved_by=F("author")) | ~Q(override_reason=""),
                name="release_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "review"], approved_at=None, approved_by=None)
                | Q(status__in=["approved", "withdrawn"], approved_at__isnull=False, approved_by__isnull=False)
                | (Q(status__in=["approved", "withdrawn"], approved_at__isnull=False, author=None) & ~Q(source_url="")),
                name="release_approval_has_its_person",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(submitted_at__isnull=False), name="release_was_handed_in"
            ),
            # an instant is given to what was approved, and goes with the approval
            models.CheckConstraint(
                condition=Q(status__in=["approved", "withdrawn"]) | Q(published_at=None, embargoed_until=None),
                name="release_instant_only_of_approved",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) ^ Q(status="withdrawn"), name="release_withdrawn_has_instant"
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | Q(published_at__isnull=False), name="release_withdrawn_was_public"
            ),
            models.CheckConstraint(
                condition=Q(superseded_from=None) | Q(superseded_by__isnull=False), name="release_superseded_by_one"
            ),
            models.CheckConstraint(condition=~Q(superseded_by=F("id")), name="release_supersedes_another"),
        ]
        indexes = [
            # every public list, page after page
            models.Index(
                F("language"), F("published_at").desc(), F("id").desc(),
                name="release_list", condition=Q(status="approved"),
            ),
            models.Index(
                F("language"), F("topic"), F("published_at").desc(), F("id").desc(),
                name="release_topic_list", condition=Q(status="approved"),
            ),
            # what became visible lately: letters to readers, the hub, the news sitemap
            models.Index(
                fields=["embargoed_until"],
                name="release_embargo",
                condition=Q(status="approved", embargoed_until__isnull=False),
            ),
            # the archive's counts, which are answered from this index alone
            models.Index(
                fields=["language", "published_at"], include=["topic", "embargoed_until", "superseded_from"],
                name="release_archive", condition=Q(status="approved"),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        if (
            self.language == translation.get_language()
        ):  # a list's rows all are, and changing it costs more than the rest
            return reverse("press:release", args=[self.year, self.slug])
        with translation.override(self.language):
            return reverse("press:release", args=[self.year, self.slug])

    @property
    def visible_from(self):
        """The instant from which an approved release may be read; None for any other, and where none is set."""
        if self.status != self.Status.APPROVED or self.published_at is None:
            return None
        return max(self.published_at, self.embargoed_until or self.published_at)

    @property
    def updated_at(self):
        """When what the public reads was last changed so that it is told; a minor change is silent."""
        return max(self.visible_from, self.corrected_at or self.visible_from)

    @property
    def is_editable(self):
        """Whether its words are changed by saving them; what is or was public is corrected instead."""
        return self.status in (self.Status.DRAFT, self.Status.REVIEW)

    def state(self, at):
        """What the release is at the instant `at`, one of `State`."""
        if self.status != self.Status.APPROVED:
            return self.State(self.status)
        if self.published_at is None:
            return self.State.APPROVED
        if self.published_at > at:
            return self.State.SCHEDULED
        if self.visible_from > at:
            return self.State.EMBARGOED
        is_superseded = self.superseded_from is not None and self.superseded_from <= at
        return self.State.SUPERSEDED if is_superseded else self.State.PUBLISHED

    def is_public(self, at):
        """Whether `ReleaseQuerySet.public` holds this row at the instant `at`."""
        return self.state(at) == self.State.PUBLISHED

    def is_published(self, at):
        """Whether anybody may read it at its own address at the instant `at`: public or superseded."""
        return self.state(at) in (self.State.PUBLISHED, self.State.SUPERSEDED)

    @property
    def is_out_of_date(self):
        """Whether the original of a translation was changed since; False for what is no translation."""
        return self.translated_from is not None and self.translated_version < self.translated_from.version


class FormerAddress(models.Model):
    """An address that a release once had and that redirects to it for good."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="former_addresses")
    language = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint("language", "year", "slug", name="former_address")]

    def __str__(self):
        return f"{self.language}/{self.year}/{self.slug}"
