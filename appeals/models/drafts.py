"""What an applicant has typed and not sent yet: kept behind a random token for some days."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Func, Sum

from appeals.models.evidence import StoredFile


class DraftQuerySet(models.QuerySet):
    def open(self, *, token_digest, at):
        """The draft of a token that has not expired and was not filed."""
        return self.filter(token_digest=token_digest, expires_at__gt=at, filed_at=None)

    def unfiled(self, draft, at):
        """This one, as the database holds it now, unless it has expired or was filed."""
        return self.filter(pk=draft.pk, expires_at__gt=at, filed_at=None)

    def expired(self, at):
        """Those whose time is over, sent or not."""
        return self.filter(expires_at__lte=at)

    def weighed(self):
        """With `text_bytes`, what the answers take in the database, and `file_bytes`; the next to end first."""
        text = Func(F("answers"), function="pg_column_size", output_field=models.BigIntegerField())
        return self.annotate(text_bytes=text, file_bytes=Sum("files__size", default=0)).order_by("expires_at", "pk")


class Draft(models.Model):
    """The answers given so far, by field; the form key of the submission is never among them."""

    BRIEFLY = timedelta(hours=12)

    token_digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    filed_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    def __str__(self):
        return f"draft {self.pk}"

    @property
    def is_kept_briefly(self):
        """Whether it was begun when so many were that its time is short, and is not prolonged."""
        return self.expires_at - self.created_at <= self.BRIEFLY


class DraftFile(StoredFile):
    """A file of a draft; its stored bytes become evidence when the draft is filed."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
