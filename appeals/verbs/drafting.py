"""A filing that is being written: begun, kept with its files, filed, or removed when its time is over."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import storages
from django.db import Error, transaction
from django.db.models import F, Sum, Value
from django.db.models.expressions import CombinedExpression
from django.utils import timezone

from appeals.evidence import file_limits, receiving, upload_room
from appeals.models import Draft, DraftFile, Evidence
from appeals.verbs.applicant import send_message
from appeals.verbs.filing import file

log = logging.getLogger("portal.drafts")


class DraftGone(Exception):
    """The draft has expired, was filed or was discarded meanwhile."""


class DraftChanged(Exception):
    """The draft is not what the visitor was shown: it was changed in another window."""


def _until(at):
    return at + timedelta(days=settings.BEGUN_FILINGS_KEPT_DAYS)


def _typed(draft, answers, at):
    """Keep `answers` beside the others, and the draft longer; its row stays locked. Raises DraftGone.

    The database joins them, so that of two windows neither undoes the other.
    """
    changes = {"answers": CombinedExpression(F("answers"), "||", Value(answers, Draft._meta.get_field("answers")))}
    if not draft.is_kept_briefly:
        changes["expires_at"] = draft.expires_at = _until(at)
    if not Draft.objects.unfiled(draft, at).update(**changes):
        raise DraftGone
    draft.answers |= answers


def _locked(draft, at):
    found = Draft.objects.unfiled(draft, at).select_for_update().first()
    if found is None:
        raise DraftGone
    return found


def begin(*, token_digest, language, answers, at, briefly=False):
    """Begin a draft behind a token; it is kept for settings.BEGUN_FILINGS_KEPT_DAYS from the last change on.

    `briefly` (too many are begun at the time) keeps it for Draft.BRIEFLY from now on, whatever is changed.
    """
    expires_at = at + Draft.BRIEFLY if briefly else _until(at)
    return Draft.objects.create(
        token_digest=token_digest, language=language, answers=answers, created_at=at, expires_at=expires_at
    )


@transaction.atomic
def keep(draft, *, answers, at):
    """Keep the answers of one step as they were typed, beside those of the others; raises DraftGone."""
    _typed(draft, answers, at)
    return draft


def keep_files(draft, *, files, at, answers=None):
    """Keep uploaded files (receiving.Received) with a draft; those that found no room.

    They are on the disk before a row names them, and leave it again when none
    came to; where the database was lost on the way, its rows may be there all
    the same, and what none names is left to the sweeper. A file that the draft
    holds already, as after a retry, is kept once. `answers` were typed beside
    them: they are kept with them, and also where the disk takes no file.
    Raises DraftGone.
    """
    stored, answers = [], answers or {}
    try:
        for item in files:
            stored += receiving.put_down([item], at=at)
    except Exception:
        receiving.discard(stored)
        keep(draft, answers=answers, at=at)
        raise
    try:
        kept, without_room = _named(draft, stored, answers, at=at)
    except Error:
        raise
    except Exception:
        receiving.discard(stored)
        raise
    receiving.discard([item for item in stored if item not in kept])
    return without_room


@transaction.atomic
def _named(draft, files, answers, *, at):
    """Make rows for stored files: those that have one now, and those that found no room."""
    _typed(draft, answers, at)
    held = list(draft.files.all())
    already = {(item.name, item.sha256, item.purpose) for item in held}
    new = [item for item in files if (item.name[:255], item.sha256, item.purpose) not in already]
    fitting, without_room = file_limits.fitting(new, beside=held)
    for item in fitting:
        DraftFile.objects.create(draft=draft, **item.as_columns())
    return fitting, without_room


@transaction.atomic
def remove_file(draft, *, uuid, at):
    """Remove a file of a draft, its bytes with it; one that is not there (any more) is no error. Raises DraftGone."""
    draft = _locked(draft, at)
    for item in draft.files.filter(uuid=uuid):
        _forget_files([item])
        item.delete()


def _forget_files(files):
    """Delete stored bytes when the transaction has committed; never those that evidence names."""
    names = [item.file.name for item in files]

    def delete():
        named = set(Evidence.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in named:
                storages["evidence"].delete(name)

    transaction.on_commit(delete)


def _emptied(draft, *, shown, at):
    """The files of a draft as verbs take them; it is filed with that: answers and rows go, the bytes stay."""
    as_shown = Draft.objects.unfiled(draft, at).filter(answers=draft.answers)
    if not as_shown.update(answers={}, filed_at=at):  # which also locks it to the end of the transaction
        _locked(draft, at)
        raise DraftChanged
    if list(draft.files.values_list("pk", flat=True)) != [item.pk for item in shown]:
        raise DraftChanged
    draft.files.all().delete()
    return [receiving.kept(item) for item in shown]  # a row of a file never changes


@transaction.atomic
def file_draft(draft, *, files, at, **facts):
    """File a draft: it is emptied and the filing made in one transaction, the serial locked last.

    `draft` and `files` are what the visitor was shown, `facts` what verbs.file
    takes. Raises DraftGone, DraftChanged and FiledOtherwise; nothing is changed then.
    """
    return file(files=_emptied(draft, shown=files, at=at), **facts)


@transaction.atomic
def add_draft(draft, filing, *, files, text, at):
    """Add a draft to a filing that was already made; raises DraftGone and DraftChanged."""
    return send_message(filing, text=text, files=_emptied(draft, shown=files, at=at), at=at)


@transaction.atomic
def discard(draft):
    """Remove a draft with its files, because the visitor begins anew or its time is over."""
    found = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is not None:
        _forget_files(list(found.files.all()))
        found.delete()


def remove_expired(*, at):
    """Remove the drafts whose time is over; how many they were."""
    removed = 0
    for pk in Draft.objects.expired(at).values_list("pk", flat=True):
        with transaction.atomic():
            draft = Draft.objects.expired(at).select_for_update(skip_locked=True).filter(pk=pk).first()
            if draft is not None:
                discard(draft)
                removed += 1
    return removed


def make_room(at=None):
    """Remove the drafts whose time is over and, while drafts take too much, those whose time ends first.

    Texts may take settings.BEGUN_FILINGS_MAX_BYTES, files what
    upload_room.most_for_begun says. Drafts that were begun in a flood end
    first, so a flood washes itself away. Result: False, for the worker.
    """
    at = at or timezone.now()
    removed = remove_expired(at=at)
    for draft in _too_many():
        discard(draft)
        removed += 1
    if removed:
        log.info("begun filings removed", extra={"number": removed})
    return False


def _too_many():
    """The drafts that have to go so that the others have room."""
    sums = Draft.objects.weighed().aggregate(texts=Sum("text_bytes", default=0), files=Sum("file_bytes", default=0))
    texts = sums["texts"] - settings.BEGUN_FILINGS_MAX_BYTES
    most = upload_room.most_for_begun(sums["files"])
    files = 0 if most is None else sums["files"] - most
    if texts <= 0 and files <= 0:
        return
    for draft in Draft.objects.filter(filed_at=None).weighed().defer("answers"):
        if texts > 0 or (files > 0 and draft.file_bytes):
            yield draft
            texts, files = texts - draft.text_bytes, files - draft.file_bytes
        elif files <= 0:
            return
