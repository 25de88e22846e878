"""What an editor can do in the admin, and cannot do by mistake."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from press import verbs
from press.models import Release
from tests.factories_press import make_release

pytestmark = pytest.mark.django_db
LIST = "/admin/press/release/"
DRAFT, PUBLISHED, WITHDRAWN = Release.Status


@pytest.fixture
def publisher(client, django_user_model):
    """A client signed in as a publisher."""
    return signed_in(client, django_user_model, "publishers")


def signed_in(client, users, group):
    user = users.objects.create_user(group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    client.user = user
    return client


def act(client, action, *releases, **fields):
    """Run an action of the list; the messages that it left."""
    data = {"action": action, "_selected_action": [release.pk for release in releases]} | fields
    answer = client.post(LIST, data, headers={"accept-language": "en"}, follow=True)
    assert answer.status_code == 200
    return [str(message) for message in answer.context["messages"]]


def make(status, user=None):
    release = make_release(title=f"A {status} one", status=DRAFT if status == DRAFT else PUBLISHED)
    return verbs.withdraw(release, by=user, reason="Wrong figures.") if status == WITHDRAWN else release


def test_newsroom_public_release_keeps_its_instant(admin_client):
    release = make_release()
    data = {"language": "en", "title": "Changed", "translation_key": str(release.translation_key), "end": "1"}
    answer = admin_client.post(reverse("admin:press_release_change", args=[release.pk]), data)
    assert answer.status_code == 200
    assert "published_at" in answer.context["adminform"].form.errors
    release.refresh_from_db()
    assert release.title == "Lists are checked"


def test_publishing_makes_drafts_public_and_says_how_many(publisher):
    first, second = make_release(status=DRAFT, published_at=None), make_release(status=DRAFT, published_at=None)
    before = timezone.now()
    assert act(publisher, "publish", first, second) == ["2 releases done."]
    for release in (first, second):
        release.refresh_from_db()
        assert (release.status, release.published_by) == (PUBLISHED, publisher.user)
        assert before <= release.published_at <= timezone.now()
        assert publisher.get(release.get_absolute_url()).status_code == 200


def test_publishing_keeps_the_instant_that_was_set(publisher):
    release = make_release(status=DRAFT)
    act(publisher, "publish", release)
    assert Release.objects.get().published_at == release.published_at


def test_withdrawing_takes_the_release_away_with_its_reason(publisher):
    release = make(PUBLISHED)
    assert act(publisher, "withdraw", release, reason=" Wrong figures. ") == ["1 release done."]
    release.refresh_from_db()
    assert (release.status, release.withdrawn_by) == (WITHDRAWN, publisher.user)
    assert release.withdrawal_reason == "Wrong figures."
    page = publisher.get(release.get_absolute_url())
    assert page.status_code == 410
    assert "Wrong figures." in page.content.decode()


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_withdrawal_without_a_reason_changes_nothing(publisher, reason):
    release = make(PUBLISHED)
    said = act(publisher, "withdraw", release, reason=reason)
    assert said == ["A withdrawal needs a reason: it is shown to the public."]
    assert Release.objects.get().status == PUBLISHED


@pytest.mark.parametrize(
    ("action", "status"),
    [("publish", PUBLISHED), ("publish", WITHDRAWN), ("withdraw", DRAFT), ("withdraw", WITHDRAWN)],
)
def test_what_the_state_does_not_allow_is_named_and_changes_nothing(publisher, action, status):
    release = make(status, publisher.user)
    before = Release.objects.values().get()
    said = act(publisher, action, release, reason="Another reason.")
    assert said == [f"Not possible in this state: {release}", "0 releases done."]
    assert Release.objects.values().get() == before


def test_the_possible_ones_of_many_are_done(publisher):
    draft, public = make(DRAFT), make(PUBLISHED)
    assert act(publisher, "publish", draft, public) == [f"Not possible in this state: {public}", "1 release done."]
    draft.refresh_from_db()
    assert draft.status == PUBLISHED


@pytest.mark.parametrize(("action", "status"), [("publish", DRAFT), ("withdraw", PUBLISHED)])
def test_an_editor_neither_publishes_nor_withdraws(client, django_user_model, action, status):
    editor = signed_in(client, django_user_model, "editors")
    release = make(status)
    assert 'value="publish"' not in editor.get(LIST).content.decode()
    assert act(editor, action, release, reason="Because.") == []
    assert Release.objects.get().status == status


def test_nothing_is_deleted_from_the_list(publisher):
    assert "delete_selected" not in publisher.get(LIST).content.decode()
    act(publisher, "delete_selected", make(DRAFT), post="yes")
    assert Release.objects.count() == 1


@pytest.mark.parametrize(("status", "code"), [(DRAFT, 302), (PUBLISHED, 403), (WITHDRAWN, 403)])
def test_only_a_draft_is_deleted(publisher, status, code):
    release = make(status, publisher.user)
    address = reverse("admin:press_release_delete", args=[release.pk])
    assert publisher.post(address, {"post": "yes"}).status_code == code
    assert Release.objects.exists() == (status != DRAFT)
