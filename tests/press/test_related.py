"""From a release a reader goes on to the older, the newer and those about the same: through the gate, both ways."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from press import neighbours, related, verbs
from press.models import Relation, Release
from tests.factories_press import NOON, make_release, writer

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OBSERVERS = "<p>Accreditation of observers and their cards in the constituency of Quillfeather</p>"
LISTS = "<p>Corrections of voter lists at polling stations near Bramblewick</p>"


def about_observers(**fields):
    return make_release(**({"title": "Observers accredited", "lead": "Cards are issued.", "body": OBSERVERS} | fields))


def about_lists(**fields):
    return make_release(**({"title": "Voter lists corrected", "lead": "One visit.", "body": LISTS} | fields))


def test_related_are_those_with_the_same_words_and_know_of_each_other():
    first, other = about_observers(), about_lists()
    second = about_observers(title="More observers accredited")
    assert neighbours.related(second, NOW) == [first]
    assert neighbours.related(first, NOW) == [second]
    assert neighbours.related(other, NOW) == []


def test_related_is_nearness_that_is_the_same_from_either_side():
    first, second = about_observers(), about_observers(title="Cards for observers")
    (forth,), (back,) = related.nearest(first.pk), related.nearest(second.pk)
    assert forth == (second.pk, pytest.approx(back[1]))


def test_related_are_worked_out_without_reading_whole_tables():
    """The planner knows nothing of what was entered a moment ago, and read all of it for each word."""
    first = about_observers()
    with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
        related.nearest(first.pk)
        (statement,) = [query["sql"] for query in asked if "@@" in query["sql"]]
        cursor.execute(re.sub(r";\s*WITH", "; EXPLAIN WITH", statement))
        plan = str(cursor.fetchall())
    assert "search_entry_vector" in plan
    assert "Seq Scan" not in plan


@pytest.mark.parametrize("hide", ["draft", "later", "withdrawn", "superseded"])
def test_related_and_adjacent_show_only_what_is_public(client, hide):
    shown = about_observers()
    if hide == "draft":
        about_observers(title="Hiddenword", status=Release.Status.DRAFT)
    elif hide == "later":
        about_observers(title="Hiddenword", published_at=NOW + timedelta(days=1))
    else:
        hidden = about_observers(title="Hiddenword")
        if hide == "withdrawn":
            verbs.withdraw(hidden, by=writer(), reason="Wrong.")
        else:
            newer = about_lists(title="Otherword", body="<p>Nothing alike whatsoever</p>", lead="")
            verbs.supersede(hidden, newer=newer, by=writer())
    text = client.get(shown.get_absolute_url()).content.decode()
    assert "Hiddenword" not in text
    assert "hiddenword" not in text


def test_related_of_another_language_are_not_shown():
    first = about_observers()
    about_observers(language="az", title="Observers accredited az")
    assert neighbours.related(first, NOW) == []


def test_related_follow_a_correction():
    first, second = about_observers(), about_observers(title="Cards for observers")
    words = {"title": "Voter rolls", "body": "<p>Something altogether different: Fernhollow</p>", "lead": ""}
    change = verbs.propose(second, words=words, is_major=False, by=writer())
    verbs.make(change, by=writer("press-approver"))
    assert neighbours.related(first, NOW) == []


def test_related_keep_only_the_nearest():
    first = about_observers()
    for number in range(3 * related.KEPT):
        about_observers(title=f"Observers accredited {number}")
    assert Relation.objects.filter(release=first).count() <= 2 * related.KEPT
    assert len(neighbours.related(first, NOW)) == neighbours.RELATED_SHOWN


def test_adjacent_are_the_ones_beside_it_in_the_list_of_its_language():
    oldest, middle, newest = (about_lists(published_at=NOON + timedelta(hours=hour)) for hour in range(3))
    about_lists(language="az", published_at=NOON + timedelta(hours=1))
    assert neighbours.adjacent(middle, NOW) == {"older": oldest, "newer_one": newest}
    assert neighbours.adjacent(oldest, NOW) == {"older": None, "newer_one": middle}
    assert neighbours.adjacent(newest, NOW) == {"older": middle, "newer_one": None}


def test_adjacent_of_one_instant_stand_in_the_order_of_the_list():
    first, second, third = (about_lists(published_at=NOON) for _ in range(3))
    assert neighbours.adjacent(second, NOW) == {"older": first, "newer_one": third}


def test_release_page_leads_on(client):
    first, second = about_observers(), about_observers(title="More observers", published_at=NOON + timedelta(hours=1))
    text = client.get(first.get_absolute_url()).content.decode()
    onward = text.partition("On the same subject")[2]
    assert onward.count(second.get_absolute_url()) == 2
    assert 'rel="next"' in onward
