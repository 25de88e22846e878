"""The calendar: events in three languages, voting days by themselves, and files that calendar programs read."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.utils import timezone, translation

from commission.models import Election
from press import verbs
from press.models import CalendarEvent, Release, Topic
from tests.factories_press import BAKU, make_release, writer

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TITLE = {"az": "Brifinq", "en": "Briefing", "ru": "Брифинг"}


def make_event(**fields):
    """An event of tomorrow, public, valid by default."""
    values = {"title": TITLE, "starts_at": timezone.now() + DAY} | fields
    return verbs.announce(CalendarEvent(**values), by=writer())


def read(client, address="/en/press/calendar/events.ics"):
    """The events of a file, as a calendar program reads them."""
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_calendar_shows_what_is_to_come_in_the_language_of_the_page(client):
    make_event()
    make_event(title={"en": "Longpast"}, starts_at=timezone.now() - 3 * DAY)
    for language, title in TITLE.items():
        text = client.get(f"/{language}/press/calendar/").content.decode()
        assert title in text
        assert "Longpast" not in text


def test_calendar_hides_an_event_until_it_is_public(client):
    event = make_event(title={"en": "Secretmeeting"}, public_from=timezone.now() + HOUR)
    for address in ("/en/press/calendar/", "/en/press/calendar/events.ics", "/en/"):
        assert b"Secretmeeting" not in client.get(address).content
    assert client.get(f"/en/press/calendar/{event.uuid.hex}.ics").status_code == 404
    CalendarEvent.objects.update(public_from=timezone.now())
    for address in ("/en/press/calendar/", "/en/press/calendar/events.ics", "/en/"):
        assert b"Secretmeeting" in client.get(address).content


def test_calendar_links_a_release_once_it_is_public_and_in_the_language_of_the_page(client):
    hidden = make_release(title="Hiddenword", published_at=timezone.now() + HOUR)
    shown = make_release(title="Shownword")
    make_release(title="Göstərilən", language="az", translation_key=shown.translation_key)
    make_event(release=hidden)
    make_event(release=shown)
    text = client.get("/en/press/calendar/").content.decode()
    assert "Shownword" in text
    assert "Hiddenword" not in text
    assert "hiddenword" not in text
    assert "Göstərilən" in client.get("/az/press/calendar/").content.decode()


def test_event_file_gives_the_instant_in_utc():
    with translation.override("en"):
        from press import calendar

        event = make_event(starts_at=datetime(2030, 5, 6, 15, 30, tzinfo=BAKU), place={"en": "Hall, 1; north"})
        raw = calendar.as_ical(calendar.entries(timezone.now())).decode()
    assert "DTSTART:20300506T113000Z" in raw
    assert "DTEND:20300506T123000Z" in raw  # an hour, since no end was given
    assert "LOCATION:Hall\\, 1\\; north" in raw
    assert f"UID:{event.uuid.hex}@portal.example" in raw


def test_event_of_whole_days_has_dates_of_the_commission_and_the_first_day_after(client):
    make_event(
        is_whole_day=True,
        starts_at=datetime(2030, 5, 6, 2, tzinfo=BAKU),  # in UTC still the day before
        ends_at=datetime(2030, 5, 8, 10, tzinfo=BAKU),
    )
    (event,) = read(client)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2030, 5, 6), date(2030, 5, 9))
    assert "6 May 2030 – 8 May 2030" in client.get("/en/press/calendar/").content.decode()


def test_event_keeps_its_uid_and_counts_what_programs_must_notice(client):
    event = make_event()
    before = read(client)[0]
    event.text = {"en": "Other words"}
    event = verbs.announce(event, by=writer())
    assert read(client)[0]["sequence"] == 0
    event.starts_at, event.ends_at = event.starts_at + HOUR, event.ends_at + HOUR
    verbs.announce(event, by=writer(), at=datetime(2030, 1, 1, tzinfo=UTC))
    after = read(client)[0]
    assert after["uid"] == before["uid"]
    assert after["sequence"] == 1
    assert after.decoded("dtstamp") == datetime(2030, 1, 1, tzinfo=UTC)


def test_event_that_is_cancelled_stays_and_says_so(client):
    event = make_event()
    verbs.cancel(event, by=writer())
    verbs.cancel(event, by=writer())
    (found,) = read(client)
    assert (found["status"], found["sequence"]) == ("CANCELLED", 1)
    assert "Does not take place" in client.get("/en/press/calendar/").content.decode()


def test_voting_day_of_an_announced_election_stands_in_the_calendar(client):
    on = timezone.localdate() + timedelta(days=40)
    known = {"voting_on": on, "ends_on": on + DAY}
    Election.objects.create(key="M2030", name={"en": "Municipal elections"}, announced_on=on - 60 * DAY, **known)
    Election.objects.create(key="P2030", name={"en": "Not yet announced"}, announced_on=on - DAY, **known)
    text = client.get("/en/press/calendar/").content.decode()
    assert "Voting day: Municipal elections" in text
    assert "Not yet announced" not in text
    (event,) = read(client, "/en/press/calendar/election-M2030.ics")
    assert event.decoded("dtstart") == on
    assert event["uid"] == "election-M2030@portal.example"
    assert client.get("/en/press/calendar/election-P2030.ics").status_code == 404


@pytest.mark.parametrize("key", ["x", "0" * 32, "election-none", "election-", "G" * 32])
def test_file_of_no_event_is_not_found(client, key):
    assert client.get(f"/en/press/calendar/{key}.ics").status_code == 404


@pytest.mark.parametrize(("hours", "status"), [(0, 200), (1, 404)], ids=["announced", "not-yet"])
def test_topic_of_an_event_is_found_once_the_event_is_announced(client, hours, status):
    topic = Topic.objects.create(slug="sessions", name={"en": "Sessions"})
    make_event(topic=topic, public_from=timezone.now() + timedelta(hours=hours))
    for page in ("", "feed/", "rss/"):
        assert client.get(f"/en/press/topics/sessions/{page}").status_code == status
    shown = client.get("/en/press/calendar/").content.decode()
    assert ("/en/press/topics/sessions/" in shown) == (status == 200)


def test_calendar_queries_do_not_grow(client, django_assert_num_queries):
    topic = Topic.objects.create(slug="sessions", name={"en": "Sessions"})
    for _ in range(2):
        make_event(topic=topic, release=make_release())
    with django_assert_num_queries(3):
        client.get("/en/press/calendar/")
    for _ in range(20):
        make_event(topic=topic, release=make_release())
    with django_assert_num_queries(3):
        client.get("/en/press/calendar/")


def test_calendar_answers_not_modified(client):
    make_event()
    for address in ("/en/press/calendar/", "/en/press/calendar/events.ics"):
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304


def test_event_is_entered_and_cancelled_in_the_admin(admin_client):
    answer = admin_client.post(
        "/admin/press/calendarevent/add/",
        {
            "title_az": "İclas", "title_en": "Session", "title_ru": "Заседание", "end": "1",
            "starts_at_0": "06.05.2030", "starts_at_1": "11:00", "ends_at_0": "", "ends_at_1": "",
            "public_from_0": "01.02.2026", "public_from_1": "10:00", "topic": "", "election": "", "release": "",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    event = CalendarEvent.objects.get()
    assert event.ends_at - event.starts_at == HOUR
    assert event.changed_by.username == "admin"
    chosen = {"action": "cancel", "_selected_action": [event.pk], "end": "1"}
    admin_client.post("/admin/press/calendarevent/", chosen)
    assert CalendarEvent.objects.get().cancelled_by.username == "admin"


def test_event_keeps_going_when_its_release_is_deleted():
    draft = make_release(status=Release.Status.DRAFT)
    event = make_event(release=draft)
    verbs.remove(draft)
    event.refresh_from_db()
    assert event.release is None
