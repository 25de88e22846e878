"""A filing comes in: online or on paper, once, whole, with its number and its journal row."""

import hashlib
import json

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from appeals import codes, competence, contents, letters
from appeals.evidence import receiving
from appeals.limits import clock
from appeals.models import CoApplicant, Event, Evidence, Filing
from appeals.verbs.journal import moved, record, tell
from appeals.verbs.numbering import next_number

# the facts that a person sends; their digest tells a retry from another filing
CONTENT = (
    "kind", "applicant_name", "applicant_address", "applicant_email", "applicant_phone", "capacity", "contested_kind",
    "decision_number", "decision_by", "respondent", "happened_where", "happened_on", "learned_on", "demand",
    "statement", "ground", "evidence_explanation", "remedy_sought", "wants_to_attend",
)  # fmt: skip
LINKS = ("contested_commission", "contested_filing", "contested_decision")


class FiledOtherwise(Exception):
    """The form key already belongs to a filing with other content; nothing was changed."""


def content_digest(content, commission, files, co_applicants=()):
    """The digest of all that was sent: fields, links, commission, who else signs, files by name and content."""
    facts = {name: str(content.get(name, "")) for name in CONTENT}
    facts |= {name: str(content[name].pk) for name in LINKS if content.get(name)}
    sent = [[item.name, item.sha256] for item in files]
    text = json.dumps([facts, commission.number, sent, list(co_applicants)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _new_filing_id():
    """The id of a filing that is not stored yet, so that its journal and evidence can be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Filing._meta.db_table])
        return cursor.fetchone()[0]


def _already(form_key, digest):
    """The filing of this form key if what was sent is the same; None if there is none; raises FiledOtherwise."""
    of_this_form = Filing.objects.filter(form_key_digest=codes.form_key_digest(form_key))
    # mostly there is none, and a question after one column costs a third of one after all of them
    found = of_this_form.values_list("content_digest", flat=True).first()
    if found is None:
        return None
    if found != digest:
        raise FiledOtherwise
    return of_this_form.get()


def file(
    *,
    form_key,
    commission,
    election,
    language,
    content,
    files=(),
    co_applicants=(),
    arrived_at,
    channel=Filing.Channel.ONLINE,
    postmarked_on=None,
    by=None,
):
    """File a complaint or an appeal; the same form key with the same content gives the same filing.

    `content` maps the names in CONTENT and LINKS to what was given, and may say
    `is_about_campaign`, on which the competent commission depends. `files` are
    receiving.Received, `co_applicants` pairs of name and address. `by` is the
    member of staff who enters a filing that came on paper, by post, by
    telephone or in person, and registers it with that. Files are on the disk
    before the transaction begins, so no committed filing lacks one. Raises
    FiledOtherwise where the key was used for other content.
    """
    digest = content_digest(content, commission, files, co_applicants)
    if filing := _already(form_key, digest):
        return filing
    files = receiving.put_down(files, at=arrived_at)
    facts = {"commission": commission, "election": election, "language": language, "channel": channel}
    try:
        with transaction.atomic():
            limit = clock.to_decide(arrived_at, election=election)
            filing = _prepared(form_key, content, digest, files, arrived_at, postmarked_on, facts, limit)
            return _entered(filing, files, co_applicants, limit, by=by)
    except IntegrityError:
        receiving.discard(files)
        if filing := _already(form_key, digest):
            return filing
        raise


def _prepared(form_key, content, digest, files, arrived_at, postmarked_on, facts, limit):
    """The filing with its time limits and marks, not stored and without its number."""
    election = facts["election"]
    to_file = clock.to_file(
        happened_on=content.get("happened_on"), learned_on=content.get("learned_on"), election=election
    )
    purposes = {item.purpose for item in files}
    if carried := content.get("contested_filing"):  # an appeal carries the whole file of the case over
        purposes |= set(carried.evidence.filter(hearing=None).values_list("purpose", flat=True))
    lacking = contents.missing(
        content,
        has_evidence=Evidence.Purpose.EVIDENCE in purposes,
        has_authority=Evidence.Purpose.AUTHORITY in purposes,
    )
    code = codes.access_code(form_key, secret=settings.CODE_KEY)
    return Filing(
        pk=_new_filing_id(),
        **facts,
        arrived_at=arrived_at,
        received_at=arrived_at,
        postmarked_on=postmarked_on,
        declared_true_at=arrived_at if facts["channel"] == Filing.Channel.ONLINE else None,
        filing_deadline=to_file.deadline if to_file else None,
        decision_deadline=limit.deadline if limit else None,
        is_late=bool(to_file) and not to_file.was_met(arrived_at, postmarked_on),
        is_incomplete=bool(lacking),
        is_misdirected=competence.seems_misdirected(
            facts["commission"],
            content.get("contested_commission"),
            is_about_campaign=content.get("is_about_campaign", False),
        ),
        form_key_digest=codes.form_key_digest(form_key),
        content_digest=digest,
        code_digest=codes.code_digest(code, pepper=settings.CODE_PEPPER),
        **{name: content[name] for name in (*CONTENT, *LINKS) if name in content},
    )


def _entered(filing, files, co_applicants, limit, *, by):
    # foreign keys are checked at the commit: what needs no number goes first, so that the
    # serial, which every other filing with this commission waits for, is locked last and shortest
    evidence = receiving.attach(filing, files)
    for name, address in co_applicants:
        CoApplicant.objects.create(filing=filing, name=name, address=address)
    at = filing.arrived_at
    record(filing, Event.Kind.FILED, by=by, at=at, digest=filing.content_digest)
    if filing.contested_filing:
        record(filing.contested_filing, Event.Kind.APPEALED, by=None, at=at, subject_id=filing.pk)
    filing.number = next_number(filing.commission, filing.election, at)
    filing.save(force_insert=True)
    if by:
        now = timezone.now()
        moved(
            filing, Filing.Status.REGISTERED, Event.Kind.REGISTERED, by=by, at=now, registered_at=now, registered_by=by
        )
    if filing.applicant_email:  # else nobody gets the letter, and writing it takes longer than a question
        tell(filing, letters.received(filing, limit, evidence))
    return filing
