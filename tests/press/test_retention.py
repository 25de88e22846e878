"""Drafts that nobody touches may be forgotten; what the public has read never is."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from press import verbs
from press.models import Attachment, Picture, Release, ReleasePicture, Rendition
from tests.factories_media import file, picture
from tests.factories_press import make_release

LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture
def releases(db, django_user_model):
    """One release of each kind by name, all untouched for longer than any setting of these tests."""
    officer = django_user_model.objects.create_user("officer")
    draft = Release.Status.DRAFT
    made = {
        "draft": make_release(title="Old draft", status=draft),
        "another draft": make_release(title="Another old draft", status=draft),
        "public": make_release(title="Public"),
        "withdrawn": verbs.withdraw(make_release(title="Withdrawn"), by=officer, reason="Wrong."),
    }
    Release.objects.update(changed_at=LONG_AGO)
    return made | {"fresh draft": make_release(title="Fresh draft", status=draft)}


def forget():
    out = StringIO()
    call_command("forget", stdout=out)
    return out.getvalue()


def test_drafts_are_kept_for_ever_unless_told_otherwise(releases):
    assert "0 drafts removed" in forget()
    assert Release.objects.count() == len(releases)


def test_only_drafts_past_their_time_are_removed(releases, settings):
    settings.DRAFT_RELEASES_KEPT_DAYS = 365
    assert "2 drafts removed" in forget()
    left = set(Release.objects.values_list("pk", flat=True))
    assert left == {releases[name].pk for name in ("public", "withdrawn", "fresh draft")}


def test_versions_of_a_removed_draft_go_in_time_and_those_of_others_stay(releases, settings, monkeypatch):
    verbs.illustrate(releases["draft"], pictures=[picture()], by=None)
    verbs.enclose(releases["draft"], files=[file()], by=None)
    verbs.remove(releases["draft"])
    models = (Release, ReleasePicture, Attachment)
    of_others = Release.history.exclude(id=releases["draft"].pk).count()
    forget()
    assert Release.history.count() > of_others
    assert ReleasePicture.history.exists()
    settings.ADMIN_LOG_KEPT_DAYS = 10
    later = timezone.now() + timedelta(days=11)
    monkeypatch.setattr(timezone, "now", lambda: later)
    forget()
    assert [model.history.count() for model in models] == [of_others, 0, 0]


def test_drafts_younger_than_the_setting_stay(releases, settings):
    settings.DRAFT_RELEASES_KEPT_DAYS = 401
    assert "0 drafts removed" in forget()
    assert Release.objects.count() == len(releases)


def test_pictures_and_files_of_a_removed_draft_go_too(releases, django_capture_on_commit_callbacks):
    draft = verbs.illustrate(releases["draft"], pictures=[picture()], by=None)
    verbs.enclose(draft, files=[file()], by=None)
    stored = [Picture.objects.get().original, *(each.file for each in Rendition.objects.all())]
    stored.append(Attachment.objects.get().file)
    with django_capture_on_commit_callbacks(execute=True):
        verbs.remove(draft)
    assert not Picture.objects.exists()
    assert not any(each.storage.exists(each.name) for each in stored)


@pytest.mark.parametrize("name", ["public", "withdrawn"])
def test_what_was_public_is_not_removed(releases, name):
    with pytest.raises(verbs.NotPossible):
        verbs.remove(releases[name])
    assert Release.objects.filter(pk=releases[name].pk).exists()
