"""What an applicant has typed and not sent yet: kept behind a random token for some days."""

from django.db import models

from appeals.models.evidence import StoredFile


class DraftQuerySet(models.QuerySet):
    def open(self, *, token_digest, at):
        """The draft of a token that has not expired and was not filed."""
        return self.filter(token_digest=token_digest, expires_at__gt=at, filed_at=None)

    def expired(self, at):
        """Those whose time is over, sent or not."""
        return self.filter(expires_at__lte=at)


class Draft(models.Model):
    """The answers given so far, by field; the form key of the submission is never among them."""

    token_digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8)
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    filed_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    def __str__(self):
        return f"draft {self.pk}"


class DraftFile(StoredFile):
    """A file of a draft; its stored bytes become evidence when the draft is filed."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
