"""A limit on how often something may be tried, counted in PostgreSQL so that every process and host shares it."""

import hashlib
import ipaddress
import math
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from commission.models import Bucket

# one statement, so that the row is locked for as short as can be: most of what people send passes one of these
_TAKE = """
    INSERT INTO commission_bucket AS held (key, full_at) VALUES (%(key)s, %(at)s + %(taken)s)
    ON CONFLICT (key) DO UPDATE SET full_at = greatest(held.full_at, %(at)s) + %(taken)s
    WHERE greatest(held.full_at, %(at)s) + %(taken)s <= %(at)s + %(all)s
"""


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
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"key": digest, "at": at, "taken": taken, "all": all_of_them})
        if cursor.rowcount:
            return 0
    full_at = Bucket.objects.values_list("full_at", flat=True).get(key=digest)
    return max(1, math.ceil((full_at + taken - at - all_of_them).total_seconds()))


def network(address):
    """The network of an address: /24 of IPv4, /48 of IPv6; what is no address stands for itself."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    found = getattr(found, "ipv4_mapped", None) or found
    length = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, length), strict=False))
