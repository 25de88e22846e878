"""Staff see how many read by e-mail, and an address only where they type it; what they end stands in the history."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from commission.models import Letter
from press.models import Subscription, Topic
from press.subscriptions import mailings
from tests.factories_readers import make_news, make_reader, make_readers

pytestmark = pytest.mark.django_db
LIST = "/admin/press/subscription/"


@pytest.fixture
def publisher(client, django_user_model, in_english):
    user = django_user_model.objects.create_user("press-publisher", is_staff=True)
    user.groups.add(Group.objects.get(name="publishers"))
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def test_numbers_are_seen_and_no_address(client, publisher):
    topic = Topic.objects.create(slug="results", name={"en": "Results"})
    make_reader("one@example.org", topics=[topic])
    make_reader("two@example.org", frequency="daily")
    make_reader("three@example.org", is_confirmed=False)
    text = client.get(LIST).content.decode()
    assert '<th scope="row">EN</th><td>2</td><td>1</td>' in text
    assert '<th scope="row">Results</th><td>1</td>' in text
    assert '<th scope="row">All topics</th><td>1</td>' in text
    assert "1 more has not been confirmed" in text
    assert "@example.org" not in text


@pytest.mark.parametrize("typed", ["one@example.org", "ONE@example.org"])
def test_address_is_found_where_it_is_typed_whole(client, publisher, typed):
    make_reader("one@example.org")
    assert "End the subscription" in client.get(LIST, {"email": typed}).content.decode()


def test_no_number_leads_to_an_address(client, publisher):
    reader = make_reader("one@example.org")
    for address in (f"{LIST}{reader.pk}/change/", f"{LIST}{reader.pk}/end/", f"{LIST}end/?language=en", f"{LIST}end/"):
        assert "one@" not in client.get(address).content.decode()


@pytest.mark.parametrize("typed", ["one", "@example.org", "two@example.org", "%", ""])
def test_nothing_is_found_by_a_part_of_an_address(client, publisher, typed):
    make_reader("one@example.org")
    assert "End the subscription" not in client.get(LIST, {"email": typed}).content.decode()


def test_publisher_ends_a_subscription_and_the_history_holds_no_address(client, publisher):
    reader = make_reader("one@example.org")
    address = f"{LIST}end/?email=one%40example.org&language=en"
    assert address.replace("&", "&amp;") in client.get(LIST, {"email": "one@example.org"}).content.decode()
    assert "one@example.org" in client.get(address).content.decode()
    for _ in range(2):
        assert client.post(address).status_code == 302
    reader.refresh_from_db()
    assert reader.ended_because == Subscription.End.STAFF
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (publisher, str(reader.pk))
    assert "one@" not in str(vars(entry))


def test_queries_of_the_numbers_do_not_grow(client, publisher, django_assert_max_num_queries):
    make_readers(20)
    for number in range(5):
        make_reader(f"topic{number}@example.org", topics=[Topic.objects.create(slug=f"t{number}", name={"en": "T"})])
    client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(LIST, {"email": "topic1@example.org"})


def test_page_of_a_release_says_how_many_letters_are_sent(client, publisher):
    make_readers(3)
    release = make_news()
    page = reverse("admin:press_release_change", args=[release.pk])
    assert "Letters to readers" not in client.get(page).content.decode()
    mailings.write_some()
    letter = Letter.objects.first()
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())
    assert "Letters to readers: 1 of 3 sent." in client.get(page).content.decode()
