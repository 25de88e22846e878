"""A pinned release stands on top of home and list from its start to its end, if the public may read it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from press import verbs
from press.models import Pin, Release, Step
from tests.factories_press import NOON, make_imported, make_release, writer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def pinned():
    """An old release that is pinned, among newer ones."""
    old = make_release(title="Pinnedword", published_at=NOON - timedelta(days=400))
    for number in range(25):
        make_imported(title=f"Newer number {number}x", published_at=NOON + number * HOUR)
    verbs.pin(old, shown_until=timezone.now() + HOUR, by=writer())
    return old


def test_pinned_release_stands_on_top_of_home_and_of_the_first_page(client, pinned):
    for address in ("/en/", "/en/press/"):
        text = client.get(address).content.decode()
        assert text.index("Pinnedword") < text.index("Newer number 24x"), address
    page = client.get("/en/press/?page=2")
    assert page.context["pinned"] == []
    assert page.content.decode().count("Pinnedword") == 1  # in its own place


def test_pinned_release_is_not_shown_twice_on_one_page(client):
    release = make_release(title="Pinnedword")
    verbs.pin(release, shown_until=timezone.now() + HOUR, by=writer())
    for address in ("/en/", "/en/press/"):
        assert client.get(address).content.decode().count("Pinnedword") == 1


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"status": Release.Status.DRAFT}, id="draft"),
        pytest.param({"embargoed_until": timezone.now() + HOUR}, id="embargo"),
        pytest.param({"published_at": timezone.now() + HOUR}, id="scheduled"),
        pytest.param({"status": Release.Status.WITHDRAWN}, id="withdrawn"),
        pytest.param({"language": "az"}, id="language"),
    ],
)
def test_pinned_release_that_is_not_public_is_not_shown(client, fields):
    verbs.pin(make_release(title="Hiddenword", **fields), shown_until=timezone.now() + HOUR, by=writer())
    for address in ("/en/", "/en/press/"):
        assert "Hiddenword" not in client.get(address).content.decode()


def test_pin_begins_and_ends_by_itself():
    release = make_release()
    start = timezone.now()
    verbs.pin(release, shown_from=start + HOUR, shown_until=start + 2 * HOUR, by=writer())
    shown = [list(Release.objects.public(start).pinned(start + late)) for late in (HOUR - HOUR / 60, HOUR, 2 * HOUR)]
    assert shown == [[], [release], []]


def test_pin_gives_way_to_a_new_one_and_leaves_lines_in_the_journal():
    release = make_release()
    verbs.pin(release, shown_until=timezone.now() + HOUR, by=writer())
    pin = verbs.pin(release, shown_until=timezone.now() + 2 * HOUR, by=writer())
    assert Pin.objects.get() == pin
    verbs.unpin(pin, by=writer())
    verbs.unpin(pin, by=writer())
    kinds = list(release.steps.values_list("kind", flat=True)[:3])
    assert kinds == [Step.Kind.UNPINNED, Step.Kind.PINNED, Step.Kind.PINNED]


def test_pin_that_ends_before_it_begins_is_refused():
    now = timezone.now()
    with pytest.raises(ValidationError):
        Pin(release=make_release(), shown_from=now, shown_until=now - HOUR, pinned_by=writer()).full_clean()


def test_pin_is_set_and_taken_away_in_the_admin(admin_client):
    release = make_release()
    until = timezone.localtime(timezone.now() + HOUR)
    answer = admin_client.post(
        "/admin/press/pin/add/",
        {
            "release": release.pk, "end": "1",
            "shown_from_0": "01.02.2026", "shown_from_1": "10:00",
            "shown_until_0": until.strftime("%d.%m.%Y"), "shown_until_1": until.strftime("%H:%M:%S"),
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["errors"]
    pin = Pin.objects.get()
    assert pin.pinned_by.username == "admin"
    assert admin_client.post(f"/admin/press/pin/{pin.pk}/delete/", {"post": "yes", "end": "1"}).status_code == 302
    assert not Pin.objects.exists()
    assert release.steps.first().kind == Step.Kind.UNPINNED
