"""What happens to filings. Each verb is one transaction: change, journal row, letter."""

import hashlib
import json
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from appeals import clock, codes, evidence_kinds, letters
from appeals.models import Event, Evidence, Filing, RegisterSerial, Supplement
from commission import outbox

# the facts that a person sends; their digest tells a retry from another filing
CONTENT = (
    "kind", "applicant_name", "applicant_address", "applicant_email", "applicant_phone", "capacity", "contested_kind",
    "decision_number", "decision_by", "respondent", "happened_where", "happened_on", "learned_on", "demand",
    "statement", "ground", "evidence_explanation", "remedy_sought", "wants_to_attend",
)  # fmt: skip


class FiledOtherwise(Exception):
    """The form key already belongs to a filing with other content; nothing was changed."""


@dataclass(frozen=True)
class _Received:
    """An uploaded file, measured."""

    upload: object
    sha256: str
    kind: str


def record(filing, kind, *, by, at, subject_id=None, digest=""):
    """Append a line to the journal."""
    return Event.objects.create(filing=filing, kind=kind, happened_at=at, by=by, subject_id=subject_id, digest=digest)


def _measured(upload):
    digest = hashlib.sha256()
    head = b""
    for chunk in upload.chunks():
        head = head or chunk[: evidence_kinds.HEAD_BYTES]
        digest.update(chunk)
    return _Received(upload, digest.hexdigest(), evidence_kinds.kind_of(head))


def content_digest(content, commission, received):
    """The digest of all that was sent: fields, commission, files by name and content."""
    facts = {name: str(content.get(name, "")) for name in CONTENT}
    files = [[item.upload.name, item.sha256] for item in received]
    text = json.dumps([facts, commission.number, files], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _next_number(commission, election, at):
    """The next register number, gapless: the row lock holds to the end of the transaction (112-1.3)."""
    prefix = f"{commission.number}-{election.key if election else timezone.localtime(at).year}"
    serials = RegisterSerial.objects.select_for_update().filter(prefix=prefix)
    serial = serials.first()
    if serial is None:
        RegisterSerial.objects.bulk_create([RegisterSerial(prefix=prefix)], ignore_conflicts=True)
        serial = serials.get()
    serial.last += 1
    serial.save(update_fields=["last"])
    return f"{prefix}-{serial.last:06d}"


def _new_filing_id():
    """The id of a filing that is not stored yet, so that its journal and evidence can be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Filing._meta.db_table])
        return cursor.fetchone()[0]


def _already(form_key, digest):
    """The filing of this form key if what was sent is the same; None if there is none; raises FiledOtherwise."""
    filing = Filing.objects.filter(form_key_digest=codes.form_key_digest(form_key)).first()
    if filing and filing.content_digest != digest:
        raise FiledOtherwise
    return filing


def file(*, form_key, commission, election, language, content, uploads, arrived_at):
    """File a complaint or an appeal; the same form key with the same content gives the same filing.

    Files are on the disk before the transaction begins, so no committed filing
    lacks one. Raises FiledOtherwise where the key was used for other content.
    """
    received = [_measured(upload) for upload in uploads]
    digest = content_digest(content, commission, received)
    if filing := _already(form_key, digest):
        return filing
    files = _stored(received, arrived_at)
    try:
        return _enter(form_key, commission, election, language, content, digest, files, arrived_at)
    except IntegrityError:
        _discard(files)
        if filing := _already(form_key, digest):
            return filing
        raise


def _stored(received, at):
    """Put the files on the disk under random names: (measured file, name) of each."""
    storage = storages["evidence"]
    return [(item, storage.save(f"{at:%Y/%m}/{uuid.uuid4().hex}", item.upload)) for item in received]


def _discard(files):
    for _item, name in files:
        storages["evidence"].delete(name)


def _attach(filing, files):
    for item, name in files:
        Evidence.objects.create(
            filing=filing,
            file=name,
            name=item.upload.name[:255],
            size=item.upload.size,
            sha256=item.sha256,
            kind=item.kind,
            is_named_otherwise=evidence_kinds.is_named_otherwise(item.upload.name, item.kind),
        )


@transaction.atomic
def _enter(form_key, commission, election, language, content, digest, files, arrived_at):
    limit = clock.to_file(
        happened_on=content.get("happened_on"), learned_on=content.get("learned_on"), election=election
    )
    decide_by = clock.to_decide(arrived_at, election=election)
    code = codes.access_code(form_key, secret=settings.CODE_KEY)
    filing = Filing(
        pk=_new_filing_id(),
        commission=commission,
        election=election,
        language=language,
        arrived_at=arrived_at,
        declared_true_at=arrived_at,
        filing_deadline=limit.deadline if limit else None,
        decision_deadline=decide_by.deadline if decide_by else None,
        is_late=bool(limit) and not limit.is_in_time(arrived_at),
        form_key_digest=codes.form_key_digest(form_key),
        content_digest=digest,
        code_digest=codes.code_digest(code, pepper=settings.CODE_PEPPER),
        **{name: content[name] for name in CONTENT if name in content},
    )
    # foreign keys are checked at the commit: what needs no number goes first, so that the
    # serial, which every other filing with this commission waits for, is locked last and shortest
    _attach(filing, files)
    record(filing, Event.Kind.FILED, by=None, at=arrived_at, digest=digest)
    filing.number = _next_number(commission, election, arrived_at)
    filing.save(force_insert=True)
    _tell(filing, letters.received(filing))
    return filing


def _tell(filing, letter):
    """Put a letter to the applicant into the outbox, if an address for letters was given."""
    if filing.applicant_email:
        outbox.post(to=filing.applicant_email, language=filing.language, about=filing.number, **letter)


def supplement(filing, *, text, uploads, arrived_at):
    """Add what the applicant sent later, with its files, to the filing; the same twice counts once."""
    received = [_measured(upload) for upload in uploads]
    said = "\n".join([text, *(item.sha256 for item in received)])
    digest = hashlib.sha256(said.encode()).hexdigest()
    if known := Supplement.objects.filter(filing=filing, content_digest=digest).first():
        return known
    files = _stored(received, arrived_at)
    try:
        with transaction.atomic():
            added = Supplement.objects.create(filing=filing, text=text, content_digest=digest, arrived_at=arrived_at)
            _attach(filing, files)
            record(filing, Event.Kind.SUPPLEMENTED, by=None, at=arrived_at, subject_id=added.pk, digest=digest)
        return added
    except IntegrityError:
        _discard(files)
        return Supplement.objects.get(filing=filing, content_digest=digest)


def _moved(filing, status, kind, *, by, at, **changes):
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    filing.move_to(status, at=at)
    for name, value in changes.items():
        setattr(filing, name, value)
    filing.save()
    record(filing, kind, by=by, at=at)
    _tell(filing, letters.moved(filing))
    return filing


@transaction.atomic
def register(filing, *, by, at=None):
    """Accept a filing onto the public register."""
    at = at or timezone.now()
    return _moved(
        filing, Filing.Status.REGISTERED, Event.Kind.REGISTERED, by=by, at=at, registered_at=at, registered_by=by
    )


@transaction.atomic
def return_(filing, *, reasons, by, at=None):
    """Return a filing that is too late or no complaint, with reasons (112-1.12)."""
    at = at or timezone.now()
    return _moved(filing, Filing.Status.RETURNED, Event.Kind.RETURNED, by=by, at=at, reasons=reasons)


@transaction.atomic
def forward(filing, *, to, by, at=None):
    """Forward a filing to the competent commission; the instant of arrival stays (Instruction 11/53-2, 1.2)."""
    at = at or timezone.now()
    return _moved(filing, Filing.Status.FORWARDED, Event.Kind.FORWARDED, by=by, at=at, forwarded_to=to)


@transaction.atomic
def decide(filing, *, outcome, reasons, remedy_ordered="", by, at=None):
    """Decide a registered filing; a decision is written and gives reasons (112.4)."""
    at = at or timezone.now()
    changes = {"outcome": outcome, "reasons": reasons, "remedy_ordered": remedy_ordered}
    return _moved(
        filing, Filing.Status.DECIDED, Event.Kind.DECIDED, by=by, at=at, decided_at=at, decided_by=by, **changes
    )


# what a filing says of persons and in their words; numbers, dates, kinds and digests stay
PERSONAL = (
    "applicant_name", "applicant_address", "applicant_email", "applicant_phone", "respondent", "happened_where",
    "demand", "statement", "ground", "evidence_explanation", "remedy_sought", "reasons", "remedy_ordered",
)  # fmt: skip


@transaction.atomic
def empty(filing, *, at):
    """Remove texts and files of a filing whose time is over; number, dates, outcome, journal and digests stay."""
    filing = Filing.objects.select_for_update().get(pk=filing.pk)
    for name in PERSONAL:
        setattr(filing, name, "")
    filing.emptied_at = at
    filing.save(update_fields=[*PERSONAL, "emptied_at"])
    filing.supplements.update(text="")
    gone = [item.file.name for item in filing.evidence.exclude(file="")]
    filing.evidence.update(file="", name="")
    record(filing, Event.Kind.EMPTIED, by=None, at=at, digest=filing.content_digest)
    transaction.on_commit(lambda: [storages["evidence"].delete(name) for name in gone])
    return filing
