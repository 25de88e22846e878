"""A limit on how often something may be tried, counted in PostgreSQL so that every process and host shares it."""

import hashlib
import ipaddress
import math
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from commission.models import Bucket


@transaction.atomic
def take(key, *, limit, seconds, cost=1, at=None):
    """Take `cost` of the `limit` tries that `key` has in `seconds`; one that costs more than all of them takes all.

    Result: 0 if the try was granted, else the whole seconds until it is, and
    then nothing is counted. Tries grow back evenly, one every
    ``seconds / limit`` (the generic cell rate algorithm, ITU-T I.371). `key`
    may hold a visitor's address: only its digest is stored.
    """
    at = at or timezone.now()
    all_of_them = timedelta(seconds=seconds)
    taken = timedelta(seconds=seconds * min(cost, limit) / limit)
    digest = hashlib.sha256(key.encode()).hexdigest()
    Bucket.objects.bulk_create([Bucket(key=digest, full_at=at)], ignore_conflicts=True)
    bucket = Bucket.objects.select_for_update().get(key=digest)
    full_at = max(bucket.full_at, at) + taken
    if full_at > at + all_of_them:
        return math.ceil((full_at - at - all_of_them).total_seconds())
    bucket.full_at = full_at
    bucket.save(update_fields=["full_at"])
    return 0


def network(address):
    """The network of an address: /24 of IPv4, /48 of IPv6; what is no address stands for itself."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    found = getattr(found, "ipv4_mapped", None) or found
    length = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, length), strict=False))
