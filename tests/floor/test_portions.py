"""Nothing rests on a cursor that stays open on the server: behind a pool of connections there is none."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commission.portions import in_portions

pytestmark = pytest.mark.django_db


def test_what_is_long_is_read_whole_and_in_portions(django_assert_num_queries):
    Group.objects.all().delete()
    names = [f"group {number}" for number in range(7)]
    Group.objects.bulk_create(Group(name=name) for name in names)
    for size, queries in ((3, 4), (7, 2), (100, 2)):
        with django_assert_num_queries(queries):
            assert [group.name for group in in_portions(Group.objects.order_by("-name"), size)] == names
    assert list(in_portions(Group.objects.none())) == []


def test_no_cursor_is_opened_on_the_server():
    with CaptureQueriesContext(connection) as captured:
        list(Group.objects.iterator(chunk_size=1))
    assert [query["sql"].split()[0] for query in captured] == ["SELECT"]
