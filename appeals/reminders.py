"""Staff are reminded of limits that run out and told daily what runs; written by the worker, each thing once.

What keeps two workers from writing twice is a unique row made in the
transaction of the letter: the second one runs into it and writes nothing.
A case about the commission's own act is told to the commission above it.
"""

import logging
from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Case, DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Value, When
from django.utils import timezone

from appeals import access, staff_letters
from appeals.models import Digest, Filing, Reminder
from commission import outbox
from commission.models import ElectionCommission

log = logging.getLogger("portal.reminders")

BATCH = 500
DIGESTS_AT_ONCE = 20
ONE_DAY = timedelta(days=1)

# the filing contests an act of the very commission with which it lies
ABOUT_THEIR_OWN = Case(
    When(contested_commission=F("commission"), then=True),
    When(contested_decision__commission=F("commission"), then=True),
    When(contested_filing__commission=F("commission"), then=True),
    default=False,
)


def officers(commission):
    """Addresses of those who handle filings at a commission, else at the next one above it; [] if nobody does."""
    while commission:
        users = get_user_model().objects.with_perm(access.HANDLE)
        found = users.filter(is_staff=True, membership__commission=commission).exclude(email="")
        if addresses := sorted(set(found.values_list("email", flat=True))):
            return addresses
        commission = commission.superior
    return []


# Reminders -------------------------------------------------------------------


def remind(at=None):
    """Remind staff of up to BATCH filings that have reached a part of their limit; True if there was one.

    A filing that has passed several parts since the last time is told of once,
    by the highest. Who is reminded of several gets one letter.
    """
    at = at or timezone.now()
    try:
        with transaction.atomic():
            reached = _reached_untold(at)
            Reminder.objects.bulk_create(_rows_of(reached, at))
            outbox.post_all(_reminders(reached, at))
    except IntegrityError:
        log.info("another worker has reminded in this moment")
        return True
    return bool(reached)


def _reached_untold(at):
    """Up to BATCH pairs of a running filing and the highest percentage of its limit that has passed untold."""
    for percent in sorted(settings.REMINDERS_AT, reverse=True):
        told = Reminder.objects.filter(filing=OuterRef("pk"), percent=percent, deadline=OuterRef("decision_deadline"))
        part = ExpressionWrapper((F("decision_deadline") - F("received_at")) * (percent / 100), DurationField())
        latest = ExpressionWrapper(Value(at) - part, DateTimeField())
        found = Filing.objects.running().filter(~Exists(told), decision_deadline__isnull=False, received_at__lte=latest)
        found = found.annotate(is_about_their_own=ABOUT_THEIR_OWN).select_related("commission__superior", "expert")
        if filings := list(found.order_by("decision_deadline", "pk")[:BATCH]):
            return [(filing, percent) for filing in filings]
    return []


def _rows_of(reached, at):
    """A row for the percentage that is told, and for each lower one that was not."""
    known = set(
        Reminder.objects.filter(filing__in=[filing for filing, _ in reached]).values_list(
            "filing", "percent", "deadline"
        )
    )
    return [
        Reminder(filing=filing, percent=percent, deadline=filing.decision_deadline, reminded_at=at)
        for filing, highest in reached
        for percent in settings.REMINDERS_AT
        if percent <= highest and (filing.pk, percent, filing.decision_deadline) not in known
    ]


def _reminders(reached, at):
    """One letter for everybody who is to be reminded of something."""
    by_address, known = defaultdict(list), {}
    for filing, percent in reached:
        addressees = _addressees(filing, known)
        if not addressees:
            log.warning("nobody to remind", extra={"filing": filing.number})
        for address in addressees:
            by_address[address].append((filing, percent))
    for address, of_theirs in by_address.items():
        about = of_theirs[0][0].number if len(of_theirs) == 1 else ""
        yield staff_letters.reminder(of_theirs, at=at) | {"to": address, "about": about}


def _addressees(filing, known):
    """The assigned expert, else those who handle filings at the commission; `known` keeps what was asked before."""
    expert = filing.expert
    if expert and expert.is_active and expert.email:
        return [expert.email]
    commission = filing.commission.superior if filing.is_about_their_own else filing.commission
    if commission not in known:
        known[commission] = officers(commission)
    return known[commission]


# The daily digest ------------------------------------------------------------


def write_digests(at=None):
    """Write the day's digest of up to DIGESTS_AT_ONCE commissions, from DIGEST_HOUR on; True if one was written."""
    at = at or timezone.now()
    local = timezone.localtime(at)
    if local.hour < settings.DIGEST_HOUR:
        return False
    done = Digest.objects.filter(day=local.date()).values("commission")
    waiting = ElectionCommission.objects.filter(pk__in=_where_something_runs()).exclude(pk__in=done).order_by("pk")
    waiting = list(waiting.select_related("superior")[:DIGESTS_AT_ONCE])
    for commission in waiting:
        _write_digest(commission, local.date(), at)
    return bool(waiting)


def _where_something_runs():
    """The ids of the commissions that have something running before them."""
    running = Filing.objects.running().annotate(is_about_their_own=ABOUT_THEIR_OWN)
    places = running.order_by().values_list("commission", "commission__superior", "is_about_their_own").distinct()
    return {above if is_about_their_own else own for own, above, is_about_their_own in places} - {None}


def _write_digest(commission, day, at):
    """Write the digest of one commission, unless another worker does so in this moment."""
    try:
        with transaction.atomic():
            Digest.objects.create(commission=commission, day=day, written_at=at)
            before = Digest.objects.filter(commission=commission, day__lt=day).order_by("-day").first()
            since = max(before.written_at, at - ONE_DAY) if before else at - ONE_DAY
            outbox.post_all(_digests(commission, since, at))
    except IntegrityError:
        log.info("another worker writes this digest", extra={"commission": commission.number})


def _digests(commission, since, at):
    filings, new = [], 0
    for theirs in _before(commission):
        filings += theirs.running().only("number", "status", "decision_deadline")
        new += theirs.filter(received_at__gt=since, received_at__lte=at).count()
    # by time left, the overdue first and those without a limit last
    filings.sort(key=lambda filing: (filing.decision_deadline is None, filing.decision_deadline or at, filing.pk))
    letter = staff_letters.digest(filings, new=new, at=at)
    return [letter | {"to": address, "about": commission.number} for address in officers(commission)]


def _before(commission):
    """What lies before a commission, in two querysets: its own, and what is about the acts of those right below it."""
    marked = Filing.objects.annotate(is_about_their_own=ABOUT_THEIR_OWN)
    yield marked.filter(commission=commission, is_about_their_own=False)
    yield marked.filter(commission__superior=commission, is_about_their_own=True)
