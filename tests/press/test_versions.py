"""Every save is a version with its author; two are compared in words, and earlier words are brought back."""

import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from press import verbs
from press.models import Attachment, Release, ReleasePicture
from press.newsroom.media_versions import instants_of_change
from press.newsroom.versions import versions_of, what_was_done
from tests.factories_media import file, picture
from tests.factories_press import make_release, writer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DRAFT = Release.Status.DRAFT


@pytest.fixture
def client(db):
    user = User.objects.create_user("cem", is_staff=True, first_name="Cem")
    user.groups.add(Group.objects.get(name="editors"))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def history_of(release):
    return reverse("admin:press_release_history", args=[release.pk])


def restoration_of(release, earlier):
    return reverse("admin:press_release_step", args=[release.pk, "restoration"]) + f"?earlier={earlier.history_id}"


def rewritten(release, **words):
    release = Release.objects.get(pk=release.pk)
    for name, text in words.items():
        setattr(release, name, text)
    return verbs.save(release, by=writer("second-writer"))


def test_each_version_says_who_saved_it_and_what_was_done():
    release = rewritten(make_release(status=DRAFT), title="Other title", body="<p>Other</p>")
    release = verbs.submit(release, by=writer())
    release = verbs.approve(release, by=writer("press-approver"))
    verbs.publish(release, by=writer("press-approver"))
    rows = [*versions_of(release)]
    assert [(what_was_done(row), row.history_user.username) for row in reversed(rows)] == [
        ("written", "press-writer"),
        ("changed: title, text", "second-writer"),
        ("handed in for review", "second-writer"),
        ("approved", "press-approver"),
        ("given an instant of publication", "press-approver"),
    ]


def test_versions_are_asked_for_in_as_many_questions_however_many_there_are(client):
    release = rewritten(make_release(status=DRAFT), title="A")
    client.get(history_of(release))
    with CaptureQueriesContext(connection) as of_two:
        client.get(history_of(release))
    for number in range(8):
        rewritten(release, title=f"Title {number}")
    with CaptureQueriesContext(connection) as of_ten:
        client.get(history_of(release))
    assert len(of_two) == len(of_ten)


def test_any_two_versions_are_compared_the_older_first(client):
    release = rewritten(
        make_release(status=DRAFT, body="<p>One visit is enough.</p>"), body="<h2>Two visits is enough.</h2>"
    )
    newer, older = release.history.all()
    for query in ({"from": older.pk, "to": newer.pk}, {"from": newer.pk, "to": older.pk}):
        shown = client.get(history_of(release), query).content.decode()
        assert "<del>One</del><ins>Two</ins>" in shown
        assert "was: paragraph, is now: heading" in shown
        assert "Restore the older words" in shown


def test_words_of_pictures_and_files_are_versions_too(client):
    release = make_release(status=DRAFT)
    release = verbs.illustrate(release, pictures=[picture(alternative="A box", caption="Full")], by=writer())
    release = verbs.enclose(release, files=[file(title="Protocol")], by=writer())
    (shown,) = verbs.as_illustrations(release)
    release = verbs.illustrate(release, pictures=[replace(shown, alternative="A crate")], by=writer("second-writer"))
    verbs.enclose(release, files=[], by=writer())
    versions = [*versions_of(release)]
    dates = instants_of_change(release)
    assert [what_was_done(row, dates) for row in versions] == ["pictures or files changed"] * 4 + ["written"]
    newest, renamed, _enclosed, _illustrated, written = versions
    page = client.get(history_of(release), {"from": written.pk, "to": renamed.pk}).content.decode()
    assert re.search(r"<ins>Picture \d+: A crate – Full</ins>", page)
    assert "<ins>Protocol (protocol.pdf, Azerbaijani)</ins>" in page
    page = client.get(history_of(release), {"from": renamed.pk, "to": newest.pk}).content.decode()
    assert "<del>Protocol (protocol.pdf, Azerbaijani)</del>" in page
    assert "A crate" not in page
    assert "Restore the older words" not in page, "where no word differs there is nothing to restore"


def test_the_same_pictures_once_more_are_no_version():
    release = verbs.illustrate(make_release(status=DRAFT), pictures=[picture()], by=writer())
    release = verbs.enclose(release, files=[file()], by=writer())
    counts = [model.history.count() for model in (Release, ReleasePicture, Attachment)]
    verbs.illustrate(release, pictures=verbs.as_illustrations(release), by=writer())
    same = [
        verbs.Enclosure(title=each.title, language=each.language, attachment=each) for each in release.attachments.all()
    ]
    verbs.enclose(release, files=same, by=writer())
    assert [model.history.count() for model in (Release, ReleasePicture, Attachment)] == counts


@pytest.mark.parametrize("name", ["from", "to"])
def test_a_version_of_another_release_is_not_compared(client, name):
    release, other = make_release(status=DRAFT), make_release(status=DRAFT, title="Secret other")
    query = {"from": release.history.get().pk, "to": release.history.get().pk}
    assert client.get(history_of(release), query).status_code == 200
    for wrong in (other.history.get().pk, "x", 10**30, "-1"):
        assert client.get(history_of(release), query | {name: wrong}).status_code == 404


def test_a_version_of_another_release_is_not_restored(client):
    release, other = make_release(status=DRAFT), make_release(status=DRAFT, title="Secret other")
    url = restoration_of(release, other.history.get())
    assert client.get(url).status_code == 404
    sent = {"earlier": other.history.get().pk, "version": release.version}
    assert client.post(url, sent).status_code == 404
    with pytest.raises(ValueError, match="Secret other"):
        verbs.restore(release, earlier=other.history.get(), by=client.user)
    assert Release.objects.get(pk=release.pk).title == release.title


def test_earlier_words_are_brought_back_by_a_save_of_their_own(client):
    release = make_release(status=DRAFT, title="First")
    first = release.history.get()
    second = rewritten(release, title="Second")
    url = restoration_of(release, first)
    assert "<del>Second</del><ins>First</ins>" in client.get(url).content.decode()
    assert client.post(url, {"earlier": first.pk, "version": second.version}).status_code == 302
    stored = Release.objects.get()
    assert (stored.title, stored.version, stored.author) == ("First", second.version + 1, client.user)
    assert release.history.filter(title="Second").exists()


def test_a_restoration_from_a_stale_page_changes_nothing(client):
    release = make_release(status=DRAFT, title="First")
    first = release.history.get()
    second = rewritten(release, title="Second")
    rewritten(release, title="Third")
    answer = client.post(restoration_of(release, first), {"earlier": first.pk, "version": second.version})
    assert answer.status_code == 409
    assert Release.objects.get().title == "Third"


def test_of_a_public_release_a_correction_is_proposed_with_the_earlier_words(client):
    release = rewritten(make_release(status=DRAFT, title="First"), title="Second")
    first = release.history.last()
    release = verbs.publish(
        verbs.approve(verbs.submit(release, by=writer()), by=writer("press-approver")), by=writer("press-approver")
    )
    url, sent = restoration_of(release, first), {"earlier": first.pk, "version": release.version}
    assert client.post(url, sent | {"is_major": "1", "note": ""}).status_code == 422
    assert client.post(url, sent | {"is_major": "1", "note": "The title was wrong."}).status_code == 302
    assert Release.objects.get().title == "Second"
    change = release.changes.waiting().get()
    assert (change.words, change.is_major, change.note) == ({"title": "First"}, True, "The title was wrong.")
    assert change.proposed_by == client.user


def test_a_withdrawn_release_is_not_restored(client):
    release = make_release(status=Release.Status.WITHDRAWN)
    first = release.history.last()
    assert (
        client.post(restoration_of(release, first), {"earlier": first.pk, "version": release.version}).status_code
        == 409
    )
    with pytest.raises(verbs.NotPossible):
        verbs.restore(release, earlier=first, by=client.user, at=timezone.now())


def test_who_may_not_see_releases_sees_no_versions():
    user = User.objects.create_user("stranger", is_staff=True)
    stranger = Client()
    stranger.force_login(user)
    release = make_release(status=DRAFT)
    assert stranger.get(history_of(release)).status_code == 403
    assert stranger.get(restoration_of(release, release.history.get())).status_code == 403
