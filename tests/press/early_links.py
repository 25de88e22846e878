"""An embargoed release, who may give links to it, who reads it early, and the links as letters bring them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from commission.models import Letter
from press import verbs
from tests.factories_press import make_early_reader, make_release, writer

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def publisher():
    return writer("press-approver")


@pytest.fixture
def reader():
    return make_early_reader()


@pytest.fixture
def embargoed():
    return make_release(title="Embargoword", embargoed_until=timezone.now() + DAY)


def give(release, *readers, **arguments):
    """Give links; the last one and its address, as the letter to the reader says it."""
    links = verbs.give_early(release, readers=readers, by=writer("press-approver"), **arguments)
    return links[-1], address_in(Letter.objects.order_by("-pk").first())


def address_in(letter):
    return re.search(r"/\w\w/press/early/[\w-]{43}/", letter.body).group(0)
