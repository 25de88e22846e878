"""Tries are counted evenly over a window, and what is stored is no visitor's address."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commission.models import Bucket
from commission.throttle import take

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_throttle_grants_the_limit_and_then_names_the_wait():
    assert [take("a", limit=3, seconds=60, at=NOW) for _ in range(4)] == [0, 0, 0, 20]


def test_throttle_grows_back_evenly():
    for _ in range(3):
        take("a", limit=3, seconds=60, at=NOW)
    assert take("a", limit=3, seconds=60, at=NOW + timedelta(seconds=19)) == 1
    assert take("a", limit=3, seconds=60, at=NOW + timedelta(seconds=20)) == 0
    assert take("a", limit=3, seconds=60, at=NOW + timedelta(seconds=20)) == 20


def test_throttle_refusal_costs_nothing():
    for _ in range(10):
        take("a", limit=1, seconds=60, at=NOW)
    assert take("a", limit=1, seconds=60, at=NOW + timedelta(seconds=60)) == 0


def test_throttle_counts_each_key_by_itself_and_stores_no_address():
    assert take("contact 192.0.2.1", limit=1, seconds=60, at=NOW) == 0
    assert take("contact 192.0.2.2", limit=1, seconds=60, at=NOW) == 0
    assert not Bucket.objects.filter(key__contains="192").exists()
