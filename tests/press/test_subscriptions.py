"""Subscriptions by e-mail: nothing is sent before its reader confirms, one way out is always open, no page tells."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from commission.form_key import new_form_key
from commission.models import Letter
from press import verbs
from press.models import Release, Subscription, Topic
from press.verbs import subscribing
from tests.factories_press import make_release, writer
from tests.factories_readers import make_reader

pytestmark = pytest.mark.django_db
NEW = "/en/press/subscriptions/"
WORTH_HIDING = ("confirmation", "settings", "end")


@pytest.fixture
def topics():
    return [make_topic("results"), make_topic("lists")]


def make_topic(slug):
    """A topic of which the public has read."""
    topic = Topic.objects.create(slug=slug, name={"en": slug.title()}, is_featured=True)
    make_release(topic=topic)
    return topic


@pytest.fixture
def ask(client, monkeypatch):
    """Sends the form as somebody does who took a minute; keywords change fields."""
    key = new_form_key()
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr("commission.middleware.timezone.now", lambda: later)

    def send(**changes):
        fields = {"email": "ayan@example.org", "language": "en", "frequency": "at_once", "website": "", "end": "1"}
        return client.post(NEW, fields | {"form_key": key} | changes)

    return send


def link_of(letter, kind):
    """The path of the link of a letter that leads to a page of subscriptions."""
    return re.search(rf"https://portal\.example(/\w+/press/subscriptions/{kind}/[\w-]{{43}}/)", letter.body)[1]


def confirm(letter):
    """Press the button of the page behind a letter's link, as a browser without cookies does."""
    return Client(enforce_csrf_checks=True).post(link_of(letter, "confirmation"), {"end": "1"})


def address_of(subscription, purpose):
    return f"/en/press/subscriptions/{purpose}/{subscription.token(purpose)}/"


# Asked for and confirmed -----------------------------------------------------


def test_subscription_is_asked_for_and_confirmed_with_the_button_alone(ask, client, topics):
    answer = ask(topics=["results"], frequency="daily")
    assert (answer.status_code, answer["Location"]) == (303, f"{NEW}sent/")
    letter = Letter.objects.get()
    assert (letter.to, letter.language, letter.is_bulk, letter.holds_link) == ("ayan@example.org", "en", False, True)
    page = client.get(link_of(letter, "confirmation"))
    assert "ayan@example.org" in page.content.decode()
    assert not Subscription.objects.active().exists(), "a program that opens links has confirmed"
    answer = confirm(letter)
    assert answer.status_code == 303
    reader = Subscription.objects.active().get()
    assert (reader.frequency, [topic.slug for topic in reader.topics.all()]) == ("daily", ["results"])
    assert "is confirmed" in client.get(answer["Location"]).content.decode()


def test_subscription_confirmed_twice_stays_as_it_was(ask):
    ask()
    letter = Letter.objects.get()
    confirm(letter)
    first = Subscription.objects.get().confirmed_at
    assert confirm(letter).status_code == 303
    assert Subscription.objects.get().confirmed_at == first


def test_letter_is_in_the_language_that_was_chosen(ask):
    ask(language="az")
    assert "/az/press/subscriptions/confirmation/" in Letter.objects.get().body


def test_address_that_is_known_gets_the_same_answer_and_nothing_is_changed(ask, topics):
    unknown = ask(email="nobody@example.org")
    reader = make_reader("Ayan@Example.org", topics=topics[:1])
    known = ask(email="ayan@example.org", frequency="daily")
    assert (known.status_code, known["Location"], known.content) == (303, unknown["Location"], unknown.content)
    assert set(known.headers) == set(unknown.headers)
    reader.refresh_from_db()
    assert (reader.frequency, reader.topics.count()) == ("at_once", 1)
    letter = Letter.objects.get(subject__contains="already")
    assert letter.to == "Ayan@Example.org"
    assert link_of(letter, "settings") == address_of(reader, "settings")


def test_subscription_of_each_language_is_one_of_its_own(ask):
    ask(language="az")
    ask(language="en")
    assert Subscription.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        make_reader("AYAN@example.org", language="az")


def test_new_request_replaces_the_link_of_the_last(ask, client):
    ask()
    ask(frequency="daily")
    first, second = Letter.objects.order_by("pk")
    assert client.get(link_of(first, "confirmation")).status_code == 404
    assert confirm(second).status_code == 303
    assert Subscription.objects.get().frequency == "daily"


def test_subscription_after_its_end_begins_anew_and_old_links_open_nothing(ask, client):
    reader = make_reader("ayan@example.org")
    old = address_of(reader, "settings")
    subscribing.end(reader, because=Subscription.End.READER)
    ask()
    assert not Subscription.objects.active().exists()
    confirm(Letter.objects.get())
    assert Subscription.objects.active().get().pk == reader.pk
    assert client.get(old).status_code == 404


def test_address_gets_few_letters_a_day_whoever_asks(ask):
    assert {ask().status_code for _ in range(subscribing.LETTERS + 3)} == {303}
    assert Letter.objects.count() == subscribing.LETTERS


def test_one_network_asks_so_often_and_keeps_what_was_typed(ask):
    answers = [ask(email=f"a{number}@example.org") for number in range(25)]
    assert answers[19].status_code == 303
    assert answers[-1].status_code == 429
    assert "a24@example.org" in answers[-1].content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"email": ""}, id="no address"),
        pytest.param({"email": "a@example.org, b@example.org"}, id="two addresses"),
        pytest.param({"email": "a@example.org\nBcc: b@example.org"}, id="a header"),
        pytest.param({"email": "a" * 250 + "@example.org"}, id="too long"),
        pytest.param({"language": "de"}, id="a language that is not there"),
        pytest.param({"frequency": "hourly"}, id="a frequency that is not there"),
        pytest.param({"topics": ["nothing"]}, id="a topic that is not there"),
        pytest.param({"form_key": "forged"}, id="a key that the site did not give"),
        pytest.param({"form_key": ""}, id="no key"),
    ],
)
def test_bad_form_comes_back_and_sends_nothing(ask, topics, fields):
    answer = ask(**fields)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Letter.objects.exists()
    assert not Subscription.objects.exists()


def test_form_sent_too_fast_asks_once_more_and_then_takes_it(client, monkeypatch):
    fields = {"email": "ayan@example.org", "language": "en", "frequency": "at_once", "end": "1"}
    page = client.post(NEW, fields | {"form_key": new_form_key()})
    assert "Look once more" in page.content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', page.content.decode())[1]
    later = timezone.now() + timedelta(seconds=5)
    monkeypatch.setattr("commission.middleware.timezone.now", lambda: later)
    assert client.post(NEW, fields | {"form_key": key}).status_code == 303
    assert Letter.objects.count() == 1


def test_field_that_people_do_not_see_looks_like_success_and_sends_nothing(ask):
    assert ask(website="https://spam.example")["Location"] == f"{NEW}sent/"
    assert not Letter.objects.exists()


def test_form_offers_the_topic_from_whose_page_one_comes(client, topics):
    page = client.get(f"{NEW}?topic=results").content.decode()
    assert re.search(r'value="results"[^>]*checked', page)
    assert not re.search(r'value="lists"[^>]*checked', page)


def test_form_queries_do_not_grow_with_topics(client, topics, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(NEW)
    for number in range(5):
        make_topic(f"more-{number}")
    with django_assert_num_queries(2):
        client.get(NEW)


def test_form_names_no_topic_of_which_nothing_was_published(client):
    Topic.objects.create(slug="none", name={"en": "Unheardof"}, is_featured=True)
    make_release(topic=Topic.objects.create(slug="hidden", name={"en": "Hiddenname"}), status=Release.Status.DRAFT)
    page = client.get(NEW).content.decode()
    assert 'value="hidden"' not in page
    assert "Topics" not in page


def test_topic_is_offered_once_something_of_it_was_published_even_if_that_was_withdrawn(client):
    topic = Topic.objects.create(slug="annulled", name={"en": "Annulled"})
    verbs.withdraw(make_release(topic=topic), by=writer(), reason="Wrong.")
    for page in (NEW, "/en/press/topics/annulled/", "/en/press/topics/annulled/feed/"):
        assert "Annulled" in client.get(page).content.decode()


@pytest.mark.parametrize("page", ["", "feed/", "rss/"])
def test_topic_of_which_nothing_was_published_is_not_found(client, page):
    make_release(topic=Topic.objects.create(slug="hidden", name={"en": "Hiddenname"}), status=Release.Status.DRAFT)
    assert client.get(f"/en/press/topics/hidden/{page}").status_code == 404


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("/en/", NEW),
        ("/en/press/", NEW),
        ("/en/press/", "/en/press/rss/"),
        ("/en/press/topics/results/", f"{NEW}?topic=results"),
        ("/en/press/topics/results/", "/en/press/topics/results/rss/"),
    ],
)
def test_pages_lead_to_letters_and_feeds(client, topics, page, link):
    assert f'href="{link}"' in client.get(page).content.decode()


# Settings and end ------------------------------------------------------------


def test_reader_changes_topics_and_frequency_behind_the_link(client, topics):
    reader = make_reader()
    answer = Client(enforce_csrf_checks=True).post(
        address_of(reader, "settings"), {"topics": ["lists"], "frequency": "daily", "end": "1"}
    )
    assert answer.status_code == 303
    assert "Saved" in client.get(answer["Location"]).content.decode()
    reader.refresh_from_db()
    assert (reader.frequency, [topic.slug for topic in reader.topics.all()]) == ("daily", ["lists"])


def test_link_to_the_end_shows_a_button_and_only_the_button_ends(client):
    reader = make_reader()
    address = address_of(reader, "end")
    assert "reader@example.org" in client.get(address).content.decode()
    assert Subscription.objects.active().exists(), "a program that opens links has ended it"
    answer = Client(enforce_csrf_checks=True).post(address, {"end": "1"})
    assert answer.status_code == 303
    reader.refresh_from_db()
    assert (reader.is_active, reader.ended_because) == (False, "reader")
    assert "no more letters" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_one_click_of_a_mail_program_ends_it_without_cookie_and_again(content_type):
    reader = make_reader()
    body = b"List-Unsubscribe=One-Click"
    if "multipart" in content_type:
        body = b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).generic("POST", address_of(reader, "end"), body, content_type)
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
        assert not answer.cookies
    reader.refresh_from_db()
    assert reader.ended_at


@pytest.mark.parametrize("wrong", ["settings", "end"])
def test_token_opens_the_page_of_its_purpose_alone(client, wrong):
    reader = make_reader()
    other = {"settings": "end", "end": "settings"}[wrong]
    assert client.get(f"/en/press/subscriptions/{wrong}/{reader.token(other)}/").status_code == 404
    assert client.get(f"/en/press/subscriptions/confirmation/{reader.token(wrong)}/").status_code == 404


@pytest.mark.parametrize("kind", WORTH_HIDING)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pages_behind_a_token_are_kept_and_told_by_nobody(ask, kind, method):
    ask()
    path = link_of(Letter.objects.get(), "confirmation") if kind == "confirmation" else address_of(make_reader(), kind)
    answer = getattr(Client(), method)(path, {"end": "1"} if method == "post" else {})
    assert answer.status_code in (200, 303)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies
