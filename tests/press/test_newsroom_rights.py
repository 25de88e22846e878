"""Inside: who may not publish does not, and staff of the other side see no release that the public cannot read."""

import itertools

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from press.models import EarlyReader, Release
from press.newsroom import rights
from press.newsroom.steps import STEPS
from tests.factories_appeals import make_commission, make_staff
from tests.factories_press import make_release
from tests.house.test_url_policies import ADDRESSES
from tests.press import leak_world
from tests.press.leak_world import hide, open_newsroom
from tests.press.test_leaks import FOUND, text_of, told

pytestmark = pytest.mark.django_db
OTHER_SIDE = ("case officers", "experts", "commissioners", "administrators")
NOUNS = [*STEPS]


def of_the(group):
    """A member of a group, signed in."""
    if group in OTHER_SIDE[:3]:
        user = make_staff(f"of the {group}", group=group, commission=make_commission())
    else:
        user = User.objects.create_user(f"of the {group}", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def newsroom(shared_rows):
    with shared_rows():
        world = open_newsroom()
        hide(world)
    yield world
    with shared_rows():
        leak_world.remove_files()


def addresses_of(newsroom):
    """Every address of the admin, those of the newsroom for each thing that is hidden there."""
    # of each kind one language: a right looks at who asks before it looks at the release
    releases = [release for (_, language), release in newsroom.hidden.items() if language == "en"]
    rows = {"earlyreader": [*EarlyReader.objects.all()], "topic": [newsroom.hidden_topic], "release": releases}
    for name, parameters in ADDRESSES.items():
        if not name.startswith("admin:") or set(parameters) - {"pk", "object_id", "noun"}:
            continue
        of = next((rows[model] for model in rows if name.startswith(f"admin:press_{model}")), [])
        if not parameters:
            yield reverse(name)
        for row, noun in itertools.product(of if parameters else [], NOUNS if "noun" in parameters else [""]):
            known = {"pk": row.pk, "object_id": row.pk, "noun": noun}
            yield reverse(name, kwargs={parameter: known[parameter] for parameter in parameters})
    kind = ContentType.objects.get_for_model(Release).pk
    yield from (reverse("admin:view_on_site", args=[kind, release.pk]) for release in releases)
    yield from (
        f"{reverse('admin:autocomplete')}?app_label=press&model_name={model}&field_name={field}&term=quill"
        for model, field in (("release", "topic"), ("release", "superseded_by"), ("earlylink", "reader"))
    )


@pytest.mark.parametrize("group", OTHER_SIDE)
def test_the_other_side_sees_no_release_that_is_not_public(newsroom, group):
    client, leaks = of_the(group), []
    # who looks after accounts and letters sees who works here and to whom letters go
    allowed = {"quillauthor", "quillpublisher", "quillreadermail"} if group == "administrators" else set()
    for address in addresses_of(newsroom):
        response = client.get(address)
        text = text_of(response)
        leaks += [f"{address}: {each}" for each in told(response, text) - allowed - set(FOUND.findall(address))]
        if "/press/" in address and response.status_code not in (403, 404, 405):
            leaks.append(f"{address}: {response.status_code}")
    assert not leaks, "\n".join(leaks)


def test_an_editor_does_see_them(newsroom):
    """A mistake that closed the newsroom to everybody would make every refusal look right."""
    client = of_the("editors")
    seen = set()
    for address in addresses_of(newsroom):
        if "/press/release/" in address and address.endswith("/change/"):
            response = client.get(address)
            seen |= told(response, text_of(response))
    assert {leak_world.word(kind, "en", "title") for kind in leak_world.HIDDEN} <= seen
    assert "quillreadermail" not in seen


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("group", ["editors", "publishers"])
def test_a_step_opens_for_who_has_its_right_alone(noun, group):
    may = group == "publishers" or rights.VERBS[STEPS[noun].verb][0] == rights.WRITE
    release = make_release(status="review")
    address = reverse("admin:press_release_step", args=[release.pk, noun])
    client = of_the(group)
    before = Release.objects.values().get(pk=release.pk)
    assert client.get(address).status_code in ((200, 404) if may else (403,))  # 404: it wants to be told of what
    if not may:
        assert client.post(address, {"end": "1", "publication": "now", "reason": "x", "note": "x"}).status_code == 403
        assert Release.objects.values().get(pk=release.pk) == before


def test_an_editor_is_offered_no_step_of_a_publisher(in_english):
    release = make_release(status="review")
    text = of_the("editors").get(reverse("admin:press_release_change", args=[release.pk])).content.decode()
    offered = {noun for noun in NOUNS if reverse("admin:press_release_step", args=[release.pk, noun]) in text}
    assert offered == {"translation"}
