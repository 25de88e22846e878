"""A release that became public is written to each of its readers once, whatever happens in between."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commission import outbox
from commission.models import Letter
from press import verbs
from press.models import Delivery, Mailing, Release, Subscription, Topic
from press.subscriptions import mailings
from press.verbs import subscribing
from tests.factories_press import make_hidden, make_release, writer
from tests.factories_readers import make_news, make_reader, make_readers

pytestmark = pytest.mark.django_db
BAKU = ZoneInfo("Asia/Baku")


@pytest.fixture
def small_portions(monkeypatch):
    monkeypatch.setattr(mailings, "PORTION", 3)


def write_all(at=None):
    while mailings.write_some(at):
        pass


def addressees():
    return sorted(Letter.objects.values_list("to", flat=True))


@pytest.fixture
def evening():
    """An instant of today at which the day's letters are written."""
    return timezone.localtime().replace(hour=20, minute=0)


# Who gets what ---------------------------------------------------------------


def test_release_is_written_to_each_reader_once(small_portions):
    make_readers(8)
    release = make_news()
    write_all()
    write_all()
    assert addressees() == [f"reader{number}@example.org" for number in range(8)]
    mailing = Mailing.objects.get()
    assert (mailing.written, mailing.done_at is not None) == (8, True)
    assert mailings.progress(release) == {"sent": 0, "written": 8, "mailing": mailing}


def test_letter_says_what_there_is_and_how_to_stop():
    reader = make_reader()
    release = make_news("Ballots are printed", lead="In three languages.", dateline_place="Baku")
    write_all()
    letter = Letter.objects.get()
    assert (letter.subject, letter.language, letter.is_bulk, letter.holds_link) == (release.title, "en", True, True)
    for part in (
        "Ballots are printed",
        "Baku, ",
        "In three languages.",
        f"https://portal.example/en/press/{release.year}",
    ):
        assert part in letter.body
    for purpose in ("settings", "end"):
        assert f"/en/press/subscriptions/{purpose}/{reader.token(purpose)}/" in letter.body
    assert max(len(line) for line in letter.body.splitlines() if "https" not in line) <= 78


def test_readers_of_another_language_topic_or_frequency_get_none_and_those_without_topic_get_all():
    results, lists = (Topic.objects.create(slug=slug, name={"en": slug}) for slug in ("results", "lists"))
    make_reader("all@example.org")
    make_reader("results@example.org", topics=[results, lists])
    make_reader("lists@example.org", topics=[lists])
    make_reader("daily@example.org", frequency="daily")
    make_reader("az@example.org", language="az")
    make_news(topic=results)
    write_all()
    assert addressees() == ["all@example.org", "results@example.org"]


def test_who_has_not_confirmed_has_ended_or_came_later_gets_none():
    make_reader("unconfirmed@example.org", is_confirmed=False)
    make_reader("late@example.org", confirmed_at=timezone.now())
    ended = make_reader("ended@example.org")
    subscribing.end(ended, because=Subscription.End.READER)
    make_news()
    write_all()
    assert addressees() == []


def test_nothing_is_written_of_what_is_not_public_old_or_imported():
    make_reader()
    make_hidden()
    make_news("Withdrawn", status=Release.Status.WITHDRAWN)
    make_release(title="Old", published_at=timezone.now() - timedelta(days=4))
    imported = Release(
        language="en",
        title="Imported",
        body="<p>x</p>",
        published_at=timezone.now(),
        source_url="https://old.example/1",
    )
    verbs.take_over(imported)
    older, newer = make_news("Older"), make_news("Newer")
    verbs.supersede(older, newer=newer, by=writer("press-approver"))
    write_all()
    assert list(Letter.objects.values_list("subject", flat=True)) == ["Newer"]


def test_embargoed_release_is_written_when_its_embargo_has_passed():
    make_reader()
    until = timezone.now() + timedelta(hours=1)
    make_release(published_at=timezone.now() - timedelta(days=9), embargoed_until=until)
    write_all(until - timedelta(seconds=1))
    assert addressees() == []
    write_all(until)
    assert addressees() == ["reader@example.org"]


# Interrupted -----------------------------------------------------------------


def test_release_withdrawn_between_two_portions_stops_and_what_is_not_sent_is_taken_back(small_portions):
    make_readers(8)
    release = make_news()
    mailings.write_some()
    sent = Letter.objects.order_by("pk").first()
    Letter.objects.filter(pk=sent.pk).update(sent_at=timezone.now())
    verbs.withdraw(release, by=writer("press-approver"), reason="Wrong.")
    write_all()
    assert list(Letter.objects.values_list("pk", flat=True)) == [sent.pk]
    assert Mailing.objects.get().stopped_at


def test_release_superseded_between_two_portions_stops(small_portions):
    make_readers(8)
    older = make_news("Older")
    mailings.write_some()
    verbs.supersede(older, newer=make_news("Newer"), by=writer("press-approver"))
    write_all()
    assert not Letter.objects.filter(subject="Older").exists()
    assert Letter.objects.filter(subject="Newer").count() == 8


def cut_off(rows):
    raise RuntimeError(f"{len(list(rows))} rows")


def test_portion_that_fails_leaves_nothing_and_is_written_again(small_portions, monkeypatch):
    make_readers(8)
    make_news()
    mailings.write_some()
    with monkeypatch.context() as patch:
        patch.setattr(Delivery.objects, "bulk_create", cut_off)
        with pytest.raises(RuntimeError):
            mailings.write_some()
    assert (Letter.objects.count(), Mailing.objects.get().written) == (3, 3)
    write_all()
    assert len(set(addressees())) == len(addressees()) == 8


def test_database_refuses_to_bring_a_release_to_a_reader_twice():
    reader, release = make_reader(), make_news()
    Delivery.objects.create(subscription=reader, release=release)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(subscription=reader, release=release)
    write_all()
    assert addressees() == []


def test_reader_who_stops_in_the_middle_gets_no_letter_that_is_still_here():
    reader = make_reader()
    make_news()
    write_all()
    subscribing.end(reader, because=Subscription.End.READER)
    assert addressees() == []


def test_letter_of_a_citizen_put_in_the_middle_leaves_first():
    make_readers(5)
    make_news()
    write_all()
    citizen = outbox.post(to="ayan@people.example", subject="Your complaint", body="Received.", language="az")
    make_news("Another")
    write_all()
    order = [letter.pk for letter in Letter.objects.due(timezone.now())]
    assert order[0] == citizen.pk
    assert order[1:] == sorted(order[1:])


def test_queries_of_a_portion_do_not_grow_with_its_readers(django_assert_num_queries, monkeypatch):
    make_readers(2)
    make_news()
    with django_assert_num_queries(13):
        mailings.write_some()
    for number in range(20):
        make_reader(f"more{number}@example.org")
    make_news("Another")
    with django_assert_num_queries(13):
        mailings.write_some()
    assert Letter.objects.filter(subject="Another").count() == 22


# The letter of the day -------------------------------------------------------


def test_letter_of_the_day_brings_what_is_new_once_and_only_then(evening):
    make_reader(frequency="daily")
    make_news("First", at=evening)
    make_news("Second", at=evening)
    assert mailings.write_days(evening.replace(hour=17)) is False
    while mailings.write_days(evening):
        pass
    letter = Letter.objects.get()
    assert letter.body.index("First") < letter.body.index("Second")
    assert letter.subject.startswith("2 press releases, ")
    mailings.write_days(evening + timedelta(hours=1))
    mailings.write_days(evening + timedelta(days=1))
    assert Letter.objects.count() == 1
    make_news("Third", at=evening + timedelta(days=2))
    mailings.write_days(evening + timedelta(days=2))
    assert Letter.objects.order_by("pk").last().subject.startswith("1 press release, ")


def test_hour_of_the_day_is_that_of_the_commission(settings):
    settings.RELEASES_DIGEST_HOUR = 18
    make_reader(frequency="daily", confirmed_at=datetime(2026, 2, 1, tzinfo=BAKU))
    make_release(published_at=datetime(2026, 2, 9, 12, tzinfo=BAKU))
    assert not mailings.write_days(datetime(2026, 2, 9, 17, 59, tzinfo=BAKU))
    assert mailings.write_days(datetime(2026, 2, 9, 18, 0, tzinfo=BAKU))


def test_letter_of_the_day_holds_the_topics_and_the_language_of_its_reader(evening):
    topic = Topic.objects.create(slug="results", name={"en": "Results"})
    make_reader(frequency="daily", topics=[topic])
    make_reader("az@example.org", frequency="daily", language="az")
    make_news("Wanted", at=evening, topic=topic)
    make_news("Of no topic", at=evening)
    mailings.write_days(evening)
    letter = Letter.objects.get()
    assert "Wanted" in letter.body
    assert "Of no topic" not in letter.body


def test_reader_who_changes_the_frequency_gets_no_release_twice_and_misses_none(evening):
    reader = make_reader()
    make_news("First", at=evening)
    write_all(evening)
    subscribing.change_wishes(reader, topics=[], frequency="daily")
    make_news("Second", at=evening)
    write_all(evening)
    mailings.write_days(evening)
    bodies = [letter.body for letter in Letter.objects.order_by("pk")]
    assert len(bodies) == 2
    assert "Second" in bodies[1]
    assert "First" not in bodies[1]


def test_letter_of_the_day_that_is_not_sent_is_written_anew_without_what_was_withdrawn(evening):
    make_reader(frequency="daily")
    wrong = make_news("Wrong one", at=evening)
    make_news("Right one", at=evening)
    mailings.write_days(evening)
    verbs.withdraw(wrong, by=writer("press-approver"), reason="Wrong.", at=evening)
    mailings.write_days(evening)
    letter = Letter.objects.get()
    assert "Right one" in letter.body
    assert "Wrong one" not in letter.body


# Refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tries", "code", "is_ended"),
    [
        pytest.param(8, 550, True, id="no such mailbox"),
        pytest.param(7, 550, False, id="not often enough"),
        pytest.param(40, 450, False, id="mailbox full for now"),
        pytest.param(40, None, False, id="our own server is dead"),
    ],
)
def test_subscription_ends_where_its_address_is_refused_for_good(tries, code, is_ended):
    reader = make_reader()
    make_news()
    write_all()
    Letter.objects.update(attempts=tries, refusal_code=code)
    assert subscribing.end_refused() is is_ended
    reader.refresh_from_db()
    assert reader.ended_because == ("refused" if is_ended else "")
    assert Letter.objects.exists() is not is_ended
