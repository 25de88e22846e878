"""Early readers: accredited journalists, the links that they were given, and each time that one was opened."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.releases import OWN, Release

LONGEST = timedelta(days=14)  # that a link may work
SET_BY = {"on_delete": models.PROTECT, "related_name": "+", "editable": False}


class EarlyReaderQuerySet(models.QuerySet):
    def current(self):
        """Those who may be given links."""
        return self.filter(ended_at=None)


class EarlyReader(models.Model):
    """A journalist who may be given a release before the public reads it."""

    name = models.CharField(_("name"), max_length=120)
    outlet = models.CharField(_("outlet"), max_length=120, help_text=_("The newsroom or agency they work for."))
    email = models.EmailField(_("e-mail"))
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, help_text=_("Of the letters to them.")
    )
    created_at = models.DateTimeField(_("accredited at"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, **OWN)

    objects = EarlyReaderQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("early reader")
        verbose_name_plural = _("early readers")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="early_reader_end_has_its_person",
            ),
            models.UniqueConstraint(
                Lower("email"), condition=Q(ended_at=None), name="early_reader_once",
                violation_error_message=_("An early reader with this e-mail address is there already."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name}, {self.outlet}"


class EarlyLinkQuerySet(models.QuerySet):
    def with_token(self, token):
        """The one that `token` opens or once opened; the digest of what is no token at all matches none."""
        return self.filter(token_digest=digest_of(token))

    def standing(self, at):
        """Those that open something at the instant `at`."""
        is_ahead = Q(release__published_at__gt=at) | Q(release__embargoed_until__gt=at)
        return self.filter(
            is_ahead, revoked_at=None, reader__ended_at=None, expires_at__gt=at,
            release__status=Release.Status.APPROVED, release__published_at__isnull=False,
            given_at__gte=F("release__approved_at"),
        )  # fmt: skip

    def with_openings(self):
        """With how often each was opened, and when last (None where it never was)."""
        return self.annotate(opened=Count("openings"), last_opened_at=Max("openings__at"))


class EarlyLink(models.Model):
    """A personal link to a release that the public cannot read yet.

    It belongs to the approval under which it was given: what is approved anew
    has other words, and is given anew.
    """

    class State(models.TextChoices):
        """What a link is at an instant, as `state` works it out."""

        STANDING = "standing", _("works")
        PUBLIC = "public", _("leads to the public page")
        EXPIRED = "expired", _("expired")
        REVOKED = "revoked", _("revoked")
        ENDED = "ended", _("ended with the approval")

    release = models.ForeignKey(Release, models.CASCADE, related_name="early_links")
    reader = models.ForeignKey(EarlyReader, models.PROTECT, related_name="links", verbose_name=_("early reader"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    given_at = models.DateTimeField(_("given at"), default=timezone.now, editable=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, **SET_BY)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, **OWN)

    objects = EarlyLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("link of an early reader")
        verbose_name_plural = _("links of early readers")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("given_at"), expires_at__lte=F("given_at") + LONGEST),
                name="early_link_expires_in_time",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="early_link_revocation_has_its_person",
            ),
            models.UniqueConstraint(
                "release", "reader", condition=Q(revoked_at=None), name="early_link_one_a_reader"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.reader} · {self.given_at:%Y-%m-%d}"

    def state(self, at):
        """What the link is at the instant `at`, one of `State`; what it leads to once that is public outlives it."""
        release = self.release
        if self.revoked_at is not None or self.reader.ended_at is not None:
            return self.State.REVOKED
        if release.status != Release.Status.APPROVED or release.approved_at is None:
            return self.State.ENDED
        if release.approved_at > self.given_at or release.published_at is None:
            return self.State.ENDED
        if release.is_published(at):
            return self.State.PUBLIC
        return self.State.EXPIRED if self.expires_at <= at else self.State.STANDING


class Opening(models.Model):
    """One time that an early reader's link was opened, and from which network."""

    link = models.ForeignKey(EarlyLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField(_("instant"), default=timezone.now)
    network = models.CharField(_("network"), max_length=60, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("opening of an early reader's link")
        verbose_name_plural = _("openings of early readers' links")

    def __str__(self):
        return f"{self.link} · {self.at:%Y-%m-%d %H:%M}"


def digest_of(token):
    """What the database keeps of the token of a link: it is random enough for a plain hash (256 bits)."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
