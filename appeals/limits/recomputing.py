"""When limits have to be worked out anew: what they depend on has changed, or somebody has asked for it.

The worker compares the fingerprint of all that a limit depends on (rules,
non-working days, voting days, the end of the day) with the one of the last
time. So a change counts wherever it was made, be it in the admin, in a
migration, in the settings or in the database itself, and no part of the portal
has to tell another.
"""

import hashlib
import json
import logging

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from appeals import verbs
from appeals.models import NonWorkingDay, Recomputation, TimeLimitRule
from commission.models import Election

log = logging.getLogger("portal.recomputing")

OF_A_RULE = (
    "limit", "days", "phase", "phase_days", "counts_working_days", "end_rolls", "stops_for_information", "valid_from",
    "valid_until",
)  # fmt: skip


def fingerprint():
    """The digest of all on which a limit that may still run depends."""
    rules = TimeLimitRule.objects.filter(is_active=True, limit__in=verbs.RECOMPUTED)
    facts = [
        list(rules.order_by("pk").values_list(*OF_A_RULE)),
        list(NonWorkingDay.objects.order_by("day").values_list("day", flat=True)),
        list(Election.objects.order_by("pk").values_list("pk", "voting_on", "poll_closes_at")),
        [settings.TIME_ZONE, settings.LAST_DAY_ENDS_AT],
    ]
    return hashlib.sha256(json.dumps(facts, cls=DjangoJSONEncoder).encode()).hexdigest()


def recompute_if_due(at=None):
    """Recompute all that runs if it is due; whether it was.

    It is marked done at its end: one that was broken off is done again, which
    changes nothing twice.
    """
    now = fingerprint()
    asked = Recomputation.objects.waiting().select_related("asked_by").first()
    if asked is None and now == Recomputation.objects.last_fingerprint():
        return False
    at = at or timezone.now()
    changed = verbs.recompute_running(by=asked.asked_by if asked else None, at=at)
    done = {"fingerprint": now, "done_at": timezone.now(), "changed": changed}
    if asked:
        Recomputation.objects.waiting().filter(pk__lte=asked.pk).update(**done)
    else:
        Recomputation.objects.create(asked_at=at, **done)
    log.info("time limits worked out anew", extra={"changed": changed})
    return True
