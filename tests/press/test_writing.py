"""Writing: what is typed is kept and offered, who has a release open is told, a stale save overwrites nobody."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from press import verbs
from press.models import Presence, Release, Typed
from press.newsroom.advising import leading_nowhere
from press.newsroom.entries import ReleaseAdmin
from tests.factories_media import NOTHING_ADDED
from tests.factories_press import make_release, writer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DRAFT = Release.Status.DRAFT
TYPED_URL = "/admin/press/release/typed/"


def editor(name, group="editors"):
    user = User.objects.create_user(name, is_staff=True, first_name=name.title())
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def ada(db):
    return editor("ada")


@pytest.fixture
def ben(db):
    return editor("ben")


@pytest.fixture
def release(db):
    return make_release(status=DRAFT, title="Lists are checked", body="<p>First words.</p>")


def page_of(release):
    return reverse("admin:press_release_change", args=[release.pk])


def opened(client, release=None, **query):
    """What the form of the page holds when somebody opens it."""
    url = page_of(release) if release else reverse("admin:press_release_add")
    answer = client.get(url, query)
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    names = ["title", "lead", "body", "dateline_place", "press_contact", "document_number", "slug", "language"]
    values = {name: form[name].value() or "" for name in names if name in form.fields}
    return (
        values | NOTHING_ADDED | {"from_version": form["from_version"].value(), "writing": str(form["writing"].value())}
    )


def keeps(client, form, release=None, **words):
    sent = form | words | {"release": release.pk if release else ""}
    return client.post(TYPED_URL, sent)


# What is typed


def test_what_is_typed_is_offered_to_who_typed_it_and_taken_up(ada, ben, release):
    form = opened(ada, release)
    assert keeps(ada, form, release, title="Half a tit", body="<p>New</p>").json()["kept"] is True
    assert Release.objects.get().version == release.version
    offered = ada.get(page_of(release)).content.decode()
    assert "You typed something and did not save it" in offered
    assert "You typed something" not in ben.get(page_of(release)).content.decode()
    again = opened(ada, release, typed=form["writing"])
    assert (again["title"], again["body"], again["writing"]) == ("Half a tit", "<p>New</p>", form["writing"])
    assert (ben_sees := opened(ben, release, typed=form["writing"]))["title"] == "Lists are checked", ben_sees


def test_what_is_typed_goes_with_the_save_and_cannot_come_back(ada, release):
    form = opened(ada, release)
    keeps(ada, form, release, title="Half")
    assert ada.post(page_of(release), form | {"title": "Whole"}).status_code == 302
    assert keeps(ada, form, release, title="Late").status_code == 409
    [typed] = Typed.objects.all()
    assert (typed.words, typed.done_at is None) == ({}, False)
    assert "You typed something" not in ada.get(page_of(release)).content.decode()


def test_what_is_typed_for_a_new_release_is_kept_too(ada, ben):
    form = opened(ada)
    keeps(ada, form, title="A new one", body="<p>Begun</p>", language="az")
    assert "A new one" in ada.get(reverse("admin:press_release_add")).content.decode()
    assert "A new one" not in ben.get(reverse("admin:press_release_add")).content.decode()
    again = opened(ada, typed=form["writing"])
    assert (again["title"], again["language"]) == ("A new one", "az")
    assert ada.post(reverse("admin:press_release_add"), again).status_code == 302
    assert not Typed.objects.filter(done_at=None).exists()
    assert Release.objects.get().title == "A new one"


def test_what_is_typed_can_be_dropped(ada, release):
    form = opened(ada, release)
    keeps(ada, form, release, title="Half")
    answer = ada.post(TYPED_URL, {"writing": form["writing"], "release": release.pk, "drop": "1"})
    assert answer.url == page_of(release)
    assert not Typed.objects.filter(done_at=None).exists()


def test_what_says_the_same_as_what_is_stored_is_not_offered(ada, release):
    form = opened(ada, release)
    keeps(ada, form, release)
    assert "You typed something" not in ada.get(page_of(release)).content.decode()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param({"writing": "no key"}, 422, id="no key"),
        pytest.param({"from_version": "one"}, 422, id="no version"),
        pytest.param({"title": "x" * 501}, 422, id="too long"),
        pytest.param({"release": "999999"}, 404, id="no such release"),
        pytest.param({"release": "one"}, 404, id="no number"),
    ],
)
def test_what_cannot_be_kept_is_refused(ada, sent, status):
    form = {"writing": str(uuid.uuid4()), "from_version": "0", "release": "", "title": "a"}
    assert ada.post(TYPED_URL, form | sent).status_code == status
    assert not Typed.objects.exists()


def test_nobody_writes_to_the_page_of_another_person(ada, ben, release):
    form = opened(ada, release)
    keeps(ada, form, release, title="Mine")
    assert keeps(ben, form, release, title="Theirs").status_code == 409
    ben.post(TYPED_URL, {"writing": form["writing"], "release": release.pk, "drop": "1"})
    assert Typed.objects.get(done_at=None).words["title"] == "Mine"


def test_what_is_typed_is_forgotten_after_its_days(ada, release, settings):
    settings.TYPED_WORDS_KEPT_DAYS = 14
    keeps(ada, opened(ada, release), release, title="Half")
    call_command("forget")
    assert Typed.objects.count() == 1
    Typed.objects.update(at=timezone.now() - timedelta(days=15))
    call_command("forget")
    assert not Typed.objects.exists()


# Who is here


def test_a_second_editor_is_told_who_has_it_and_since_when(ada, ben, release):
    opened(ada, release)
    shown = ben.get(page_of(release)).content.decode()
    since = timezone.localtime(Presence.objects.get(by=ada.user).since)
    assert f"Ada has had this release open since {since:%H:%M}." in shown
    assert "Ada has had" not in ada.get(page_of(release)).content.decode()


def test_presence_ends_with_the_save_with_leaving_and_after_a_while(ada, release):
    at = timezone.now()
    verbs.attend(release, by=ada.user, at=at)
    others = Presence.objects.of_others
    somebody = writer()
    assert others(release, somebody, at + timedelta(minutes=14)).exists()
    assert not others(release, somebody, at + timedelta(minutes=16)).exists()
    form = opened(ada, release)
    assert others(release, somebody, timezone.now()).exists()
    ada.post(page_of(release), form | {"title": "Saved"})
    assert not others(release, somebody, timezone.now()).exists()
    opened(ada, release)
    ada.post(reverse("admin:press_release_presence", args=[release.pk]), {"leaves": "1"})
    assert not others(release, somebody, timezone.now()).exists()


def test_a_page_that_beats_is_believed_for_two_minutes_and_keeps_its_beginning(ada, release):
    at = timezone.now()
    verbs.attend(release, by=ada.user, at=at)
    minute = timedelta(minutes=1)
    verbs.attend(release, by=ada.user, at=at + 5 * minute, beats=True)
    presence = Presence.objects.get()
    assert (presence.since, presence.until) == (at, at + 7 * minute)
    verbs.attend(release, by=ada.user, at=at + 60 * minute)
    assert Presence.objects.get().since == at + 60 * minute


def test_a_beat_answers_with_who_else_is_here_and_the_version(ada, ben, release):
    opened(ada, release)
    answer = ben.post(reverse("admin:press_release_presence", args=[release.pk])).json()
    assert [each["name"] for each in answer["others"]] == ["Ada"]
    assert answer["version"] == release.version


# A stale save


def test_a_stale_save_is_refused_with_both_versions_and_saved_when_sent_again(ada, ben, release):
    mine, theirs = opened(ada, release), opened(ben, release)
    assert ben.post(page_of(release), theirs | {"title": "What Ben wrote"}).status_code == 302
    answer = ada.post(page_of(release), mine | {"title": "What Ada wrote"})
    assert Release.objects.get().title == "What Ben wrote"
    shown = answer.content.decode()
    assert "What is stored, and what you typed" in shown
    [field] = answer.context["conflict"]["fields"]
    assert "".join(text for _, text in field["stored"]) == "What Ben wrote"
    assert "".join(text for _, text in field["typed"]) == "What Ada wrote"
    assert (field["by"], answer.context["conflict"]["by"]) == ("both", ben.user)
    form = answer.context["adminform"].form
    assert form["title"].value() == "What Ada wrote"
    again = mine | {"title": "What both wrote", "from_version": form["from_version"].value()}
    assert ada.post(page_of(release), again).status_code == 302
    assert Release.objects.get().title == "What both wrote"
    assert Release.history.filter(title="What Ben wrote").exists()


def test_a_save_that_does_not_say_from_which_version_is_refused(ada, release):
    form = opened(ada, release)
    del form["from_version"]
    assert ada.post(page_of(release), form | {"title": "Forged"}).status_code == 200
    assert Release.objects.get().title == "Lists are checked"


def test_what_somebody_else_changed_and_i_did_not_touch_is_carried_over(ada, ben, release):
    mine, theirs = opened(ada, release), opened(ben, release)
    ben.post(page_of(release), theirs | {"body": "<p>Ben's text.</p>"})
    answer = ada.post(page_of(release), mine | {"title": "Ada's title"})
    conflict, form = answer.context["conflict"], answer.context["adminform"].form
    assert [(each["name"], each["by"]) for each in conflict["fields"]] == [("title", "you")]
    assert conflict["carried"] == ["Text"]
    assert form["body"].value() == "<p>Ben's text.</p>"


def test_a_save_that_comes_between_the_look_and_the_write_is_seen(ada, ben, release, monkeypatch):
    mine, save, find, state = opened(ada, release), verbs.save, ReleaseAdmin.get_object, []

    def save_after_ben(obj, *, by, **kwargs):  # what the lock finds when Ben was faster by a moment
        if by == ada.user and not state:
            state.append("raced")
            raise verbs.Stale(release)
        return save(obj, by=by, **kwargs)

    def find_what_ben_saved(*args, **kwargs):
        if state == ["raced"]:
            state.append("saved")
            save(Release.objects.get(pk=release.pk), by=ben.user)
        return find(*args, **kwargs)

    monkeypatch.setattr(verbs, "save", save_after_ben)
    monkeypatch.setattr(ReleaseAdmin, "get_object", find_what_ben_saved)
    answer = ada.post(page_of(release), mine | {"title": "Ada's"})
    assert answer.context["conflict"] is not None
    assert Release.objects.get().title == "Lists are checked"


def test_what_was_typed_when_the_release_became_public_goes_into_a_correction(ada):
    release = make_release(published_at=timezone.now() + timedelta(hours=1), title="Soon public")
    form = opened(ada, release)
    Release.objects.filter(pk=release.pk).update(published_at=timezone.now())
    answer = ada.post(page_of(release), form | {"title": "Better words"}, follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("admin:press_release_step", args=[release.pk, "correction"]))
    correction = answer.context["form"]
    assert correction["title"].value() == "Better words"
    sent = {name: correction[name].value() for name in ("version", "writing", *Release.WORDS)} | {"is_major": ""}
    ada.post(answer.redirect_chain[0][0], sent)
    assert release.changes.get().words == {"title": "Better words"}
    assert not Typed.objects.filter(done_at=None).exists()


def test_a_stale_correction_shows_both_versions_and_can_be_sent_again(ada):
    release, publisher = make_release(), writer("press-approver")
    url = reverse("admin:press_release_step", args=[release.pk, "correction"])
    form = ada.get(url).context["form"]
    sent = {name: form[name].value() for name in ("version", "writing", *Release.WORDS)} | {"is_major": ""}
    change = verbs.propose(release, words={"title": "Ben's title"}, is_major=False, by=writer())
    verbs.make(change, by=publisher)
    answer = ada.post(url, sent | {"title": "Ada's title"})
    assert (answer.status_code, answer.context["conflict"]["fields"][0]["name"]) == (409, "title")
    again = sent | {"title": "Ada's title", "version": answer.context["form"]["version"].value()}
    assert ada.post(url, again).status_code == 302
    assert release.changes.waiting().get().words == {"title": "Ada's title"}


# Advice


def test_advice_stands_on_the_page_and_never_refuses(ada, release):
    form = opened(ada, release)
    body = '<h4>Low</h4><p><a href="/en/press/2026/no-such/">here</a> on Friday, 9 February 2026.</p>'
    answer = ada.post(page_of(release), form | {"body": body}, follow=True)
    assert "4 pieces of advice on" in answer.content.decode()
    shown = ada.get(page_of(release)).content.decode()
    for words in ("skips a level", "leads nowhere", "does not say where", "does not fit the date"):
        assert words in shown


def test_links_to_this_site_are_followed_in_the_database(django_assert_max_num_queries):
    public, hidden = make_release(title="Public one"), make_release(title="Hidden", status=DRAFT)
    moved = make_release(title="Moved one")
    old = moved.get_absolute_url()
    verbs.readdress(moved, slug="elsewhere", by=writer())
    good = [public.get_absolute_url(), old, "/az/press/", "https://elsewhere.example/x/", "#note", "/en/search/?q=a"]
    bad = [hidden.get_absolute_url(), "/en/nothing/", "/en/press/topics/none/", "/en/pages/none/"]
    with django_assert_max_num_queries(5):
        assert leading_nowhere(good * 5 + bad * 5, timezone.now()) == set(bad)


def test_advice_is_shown_where_it_is_approved():
    publisher = editor("publisher", "publishers")
    release = make_release(status=Release.Status.REVIEW, body='<p><a href="https://a.example/">here</a></p>')
    shown = publisher.get(reverse("admin:press_release_step", args=[release.pk, "approval"])).content.decode()
    assert "The text of a link does not say where it leads." in shown
