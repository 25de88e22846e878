"""Named journalists are given links to an embargoed release: by whom, for how long, and what is written down."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commission.management.commands import forget
from commission.models import Letter
from press import letters, verbs
from press.models import EarlyLink, EarlyReader, Step
from press.models.readers import LONGEST
from tests.factories_press import make_early_reader, make_release, writer
from tests.press.early_links import DAY, HOUR, address_in, embargoed, give, publisher, reader

__all__ = ["embargoed", "publisher", "reader"]  # fixtures

pytestmark = pytest.mark.django_db
SECRET = "Quillfeather"  # stands in the text of what the factory makes


def kinds(release):
    return [*release.steps.order_by("id").values_list("kind", flat=True)]


def staff(group):
    user = User.objects.create_user(f"of the {group}", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def step(release, noun):
    return reverse("admin:press_release_step", args=[release.pk, noun])


# Giving ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"status": "draft"}, id="draft"),
        pytest.param({"status": "review"}, id="in-review"),
        pytest.param({}, id="public"),
        pytest.param({"status": "withdrawn"}, id="withdrawn"),
    ],
)
def test_only_what_was_approved_and_is_still_to_come_is_given(reader, publisher, fields):
    release = make_release(**fields)
    with pytest.raises(verbs.NotPossible):
        verbs.give_early(release, readers=[reader], by=publisher)
    assert not Letter.objects.exists()


def test_what_was_approved_without_an_instant_is_not_given(reader, publisher):
    release = verbs.approve(make_release(status="review"), by=publisher)
    with pytest.raises(verbs.NotPossible):
        verbs.give_early(release, readers=[reader], by=publisher)


@pytest.mark.parametrize(
    ("ahead", "works_for"),
    [pytest.param(DAY, DAY, id="until the embargo ends"), pytest.param(60 * DAY, LONGEST, id="14 days at most")],
)
def test_a_link_works_until_the_embargo_ends_and_14_days_at_most(reader, ahead, works_for):
    at = timezone.now()
    link, _address = give(make_release(embargoed_until=at + ahead), reader, at=at)
    assert link.expires_at == at + works_for


@pytest.mark.parametrize("after", [-HOUR, LONGEST + HOUR], ids=["passed", "too far"])
def test_another_end_is_refused(embargoed, reader, publisher, after):
    at = timezone.now()
    with pytest.raises(verbs.NotPossible):
        verbs.give_early(embargoed, readers=[reader], expires_at=at + after, by=publisher, at=at)
    with pytest.raises(IntegrityError, match="early_link_expires_in_time"), transaction.atomic():
        EarlyLink.objects.create(
            release=embargoed, reader=reader, token_digest="0" * 64, given_by=publisher, expires_at=at + after
        )


def test_whose_accreditation_has_ended_is_given_nothing(embargoed, reader, publisher):
    reader = verbs.end_reader(reader, by=publisher)
    with pytest.raises(verbs.NotPossible):
        verbs.give_early(embargoed, readers=[reader], by=publisher)
    with pytest.raises(verbs.NotPossible):
        verbs.end_reader(reader, by=publisher)


# What is written down -------------------------------------------------------


def test_each_opening_is_written_down_with_its_network_and_the_first_in_the_journal(client, embargoed, reader):
    link, address = give(embargoed, reader)
    client.get(address, REMOTE_ADDR="192.0.2.77")
    client.get(address, REMOTE_ADDR="2001:db8:1:2::7")
    client.head(address)
    assert [*link.openings.values_list("network", flat=True)] == ["2001:db8:1::/48", "192.0.2.0/24"]
    verbs.revoke_early(embargoed, links=[link], by=writer("press-approver"))
    assert kinds(embargoed)[-3:] == [Step.Kind.EARLY_GIVEN, Step.Kind.EARLY_OPENED, Step.Kind.EARLY_REVOKED]
    assert {step.note for step in embargoed.steps.all()[:3]} == {"Sample Journalist, Sample Gazette"}


def test_all_links_are_revoked_at_once(client, embargoed, publisher):
    readers = [make_early_reader(email=f"{number}@gazette.example") for number in range(3)]
    links = verbs.give_early(embargoed, readers=readers, by=publisher)
    addresses = [address_in(letter) for letter in Letter.objects.all()]
    assert verbs.revoke_early(embargoed, links=links, by=publisher) == 3
    assert [client.get(address).status_code for address in addresses] == [404] * 3
    with pytest.raises(verbs.NotPossible):
        verbs.revoke_early(embargoed, links=links, by=publisher)


def test_the_proxys_log_leaves_the_token_out():
    text = Path(settings.BASE_DIR, "deploy/nginx.conf").read_text()
    pattern = re.search(r"~\^(\S+) \$shown\.\.\.;", text).group(1).replace("?<", "?P<")
    assert re.match(pattern, f"/en/press/early/{'x' * 43}/").group("shown") == "/en/press/early/"
    locations = re.findall(r"location ~ (\S+) \{([^}]*)\}", text)
    body = next(body for pattern, body in locations if re.search(pattern, f"/en/press/early/{'x' * 43}/media/a/b.jpg"))
    assert "proxy_cache off;" in body
    assert "error_log /dev/null;" in body


# The admin ------------------------------------------------------------------


def test_a_publisher_gives_links_and_sees_who_has_read(in_english, client, embargoed, reader):
    desk = staff("publishers")
    assert reader.name in desk.get(step(embargoed, "early-readers")).content.decode()
    answer = desk.post(step(embargoed, "early-readers"), {"readers": [reader.pk], "end": "1"})
    assert answer.status_code == 302
    page = reverse("admin:press_release_change", args=[embargoed.pk])
    assert "not yet" in desk.get(page).content.decode()
    client.get(address_in(Letter.objects.get()), REMOTE_ADDR="192.0.2.77")
    text = desk.get(page).content.decode()
    assert "1 time," in text
    assert "192.0.2.0/24" in text
    assert f"{step(embargoed, 'early-links')}?links={EarlyLink.objects.get().pk}" in text


def test_a_publisher_revokes_the_links_that_are_ticked(client, embargoed, publisher):
    readers = [make_early_reader(name=f"Journalist {name}", email=f"{name}@gazette.example") for name in "ABC"]
    links = verbs.give_early(embargoed, readers=readers, by=publisher)
    desk = staff("publishers")
    one = desk.get(step(embargoed, "early-links"), {"links": links[1].pk}).content.decode()
    ticked = r'value="(\d+)"[^>]*\bchecked'
    assert re.findall(ticked, one) == [str(links[1].pk)]
    every = desk.get(step(embargoed, "early-links")).content.decode()
    assert sorted(map(int, re.findall(ticked, every))) == [link.pk for link in links]
    desk.post(step(embargoed, "early-links"), {"links": [links[0].pk, links[2].pk], "end": "1"})
    assert [*EarlyLink.objects.standing(timezone.now())] == [links[1]]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({}, "This field is required.", id="nobody"),
        pytest.param({"expires_at": "2020-01-01T10:00"}, "This instant has passed.", id="passed"),
        pytest.param({"expires_at": "2199-01-01T10:00"}, "A link works for 14 days at most.", id="too far"),
    ],
)
def test_what_cannot_be_given_is_said_beside_the_field(in_english, embargoed, reader, fields, said):
    values = {"end": "1"} | ({"readers": [reader.pk]} if fields else {}) | fields
    answer = staff("publishers").post(step(embargoed, "early-readers"), values)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_an_editor_neither_gives_nor_sees_links(embargoed, reader):
    give(embargoed, reader)
    desk = staff("editors")
    for noun in ("early-readers", "early-links"):
        assert desk.get(step(embargoed, noun)).status_code == 403
        assert desk.post(step(embargoed, noun), {"readers": [reader.pk], "end": "1"}).status_code == 403
    page = desk.get(reverse("admin:press_release_change", args=[embargoed.pk]))
    assert page.status_code == 200
    assert reader.email not in page.content.decode()
    assert desk.get(reverse("admin:press_earlyreader_changelist")).status_code == 403
    assert desk.post(reverse("admin:press_earlyreader_end", args=[reader.pk]), {"end": "1"}).status_code == 403


def test_a_publisher_accredits_and_ends_it(in_english, embargoed):
    desk = staff("publishers")
    add = reverse("admin:press_earlyreader_add")
    values = {"name": "Ayan Sample", "outlet": "Sample TV", "email": "ayan@tv.example", "language": "az"}
    assert desk.post(add, values).status_code == 302
    again = desk.post(add, values | {"email": "AYAN@tv.example"})
    assert "An early reader with this e-mail address is there already." in again.content.decode()
    link, _address = give(embargoed, EarlyReader.objects.get())
    end = reverse("admin:press_earlyreader_end", args=[link.reader_id])
    assert "1 link works now." in desk.get(end).content.decode()
    assert desk.post(end, {"end": "1"}).status_code == 302
    assert desk.post(end, {"end": "1"}).status_code == 409
    link.refresh_from_db()
    assert link.revoked_at is not None
    text = desk.get(reverse("admin:press_earlyreader_change", args=[link.reader_id])).content.decode()
    assert "The accreditation ended" in text
    assert "Embargoword" in text
    assert desk.post(add, values).status_code == 302


def test_the_page_of_a_release_asks_the_same_of_many_links(embargoed, publisher, django_assert_max_num_queries):
    desk = staff("publishers")
    page = reverse("admin:press_release_change", args=[embargoed.pk])

    def questions():
        with django_assert_max_num_queries(60) as asked:
            desk.get(page)
        return len(asked)

    give(embargoed, make_early_reader(email="first@gazette.example"))
    questions()  # who is there is written down at the first look
    few = questions()
    readers = [make_early_reader(email=f"{number}@gazette.example") for number in range(10)]
    for link in verbs.give_early(embargoed, readers=readers, by=publisher):
        verbs.open_early(link)
        verbs.open_early(link)
    assert questions() == few


def test_no_letter_names_the_release(embargoed, reader):
    link, _address = give(embargoed, reader)
    letter = letters.early_link(link, "t" * 43)
    for word in ("Embargoword", "One visit", SECRET):
        assert word not in letter["subject"] + letter["body"]


def test_openings_are_forgotten_in_time(embargoed, reader, settings):
    link, _address = give(embargoed, reader)
    opening = verbs.open_early(link)
    later = opening.at + timedelta(days=settings.ADMIN_LOG_KEPT_DAYS, seconds=1)
    rows = dict(forget.forgotten(later))
    assert [*rows["openings by early readers"]] == [opening]
    assert [*dict(forget.forgotten(timezone.now()))["openings by early readers"]] == []


@pytest.mark.parametrize(("group", "is_told"), [("publishers", True), ("editors", False), ("case officers", False)])
def test_the_index_warns_who_can_still_take_it_back_of_an_embargo_that_ends_soon(group, is_told):
    make_release(title="Soonword", embargoed_until=timezone.now() + HOUR / 2)
    make_release(title="Laterword", embargoed_until=timezone.now() + DAY)
    text = staff(group).get("/admin/").content.decode()
    assert ("Soonword" in text) == is_told
    assert "Laterword" not in text
