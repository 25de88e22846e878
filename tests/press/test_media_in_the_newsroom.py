"""Pictures and files in the newsroom: on the form of a release, and on a page of its own once it is public."""

import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from press import verbs
from press.models import Attachment, Picture, Release, ReleasePicture, Rendition
from press.newsroom.media_inlines import MediaFormSet
from tests.factories_media import PDF, file, halves, make_pictured, photograph, picture, png_that_claims, upload
from tests.factories_press import make_release, writer
from tests.press.test_pictures_shown import make_hidden

pytestmark = pytest.mark.django_db
DRAFT = Release.Status.DRAFT
LATER = timezone.now() + timedelta(days=1)


@pytest.fixture
def editor(client, django_user_model):
    """Somebody who writes and does not publish, signed in."""
    user = django_user_model.objects.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name="editors"))
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def publisher(client, django_user_model):
    user = django_user_model.objects.create_user("publisher", is_staff=True)
    user.groups.add(Group.objects.get(name="publishers"))
    client.force_login(user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def rows(prefix, *rows, initial=0):
    """What a formset sends: its management form and its rows."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def new_picture(**fields):
    return {"upload": upload(photograph()), "alternative": "A hall.", "caption": "", "credit": "", "focal_x": 50,
            "focal_y": 50, "place": ""} | fields  # fmt: skip


def stored_picture(use, **fields):
    shown = use.picture
    return {"id": use.pk, "release": use.release_id, "alternative": use.alternative, "caption": use.caption,
            "credit": shown.credit, "focal_x": shown.focal_x, "focal_y": shown.focal_y,
            "place": use.position + 1} | fields  # fmt: skip


def form_of(release=None, *, pictures=(), files=()):
    """What the form of a release sends, with rows of pictures and files."""
    words = {"language": "en", "title": "With pictures", "body": "<p>Text</p>", "slug": "", "end": "1"}
    if release is not None:
        words["from_version"] = Release.objects.get(pk=release.pk).version
    stored = sum("id" in row for row in pictures), sum("id" in row for row in files)
    return words | rows("pictures", *pictures, initial=stored[0]) | rows("attachments", *files, initial=stored[1])


ADD = "/admin/press/release/add/"


def change(release):
    return reverse("admin:press_release_change", args=[release.pk])


def errors_of(answer, prefix="pictures"):
    """The errors of the rows with this prefix, by row."""
    assert answer.status_code == 200
    (shown,) = [each for each in answer.context["inline_admin_formsets"] if each.formset.prefix == prefix]
    return [{name: " ".join(told) for name, told in row.items()} for row in shown.formset.errors]


def test_a_release_is_written_with_pictures_and_files(editor, django_user_model):
    first = new_picture(alternative="Second", place=2, credit="Sample photo")
    second = new_picture(upload=upload(halves()), alternative="First", place=1, caption="Morning", focal_x=0)
    document = {"upload": upload(PDF, "Qərar 5.pdf"), "title": "", "language": "", "place": ""}
    answer = editor.post(ADD, form_of(pictures=[first, second], files=[document]))
    assert answer.status_code == 302, answer.content.decode()
    release = Release.objects.get()
    assert [use.alternative for use in release.pictures.all()] == ["First", "Second"]
    shown = release.pictures.first()
    assert (shown.caption, shown.picture.focus) == ("Morning", (0, 50))
    assert shown.picture.uploaded_by == django_user_model.objects.get(username="editor")
    assert release.pictures.last().picture.credit == "Sample photo"
    attachment = release.attachments.get()
    assert (attachment.title, attachment.language, attachment.kind) == ("Qərar 5", "en", "pdf")


def test_a_form_without_pictures_has_none(editor):
    empty = {"alternative": "", "caption": "", "credit": "", "focal_x": 50, "focal_y": 50, "place": ""}
    assert editor.post(ADD, form_of(pictures=[empty])).status_code == 302
    assert not ReleasePicture.objects.exists()
    assert Release.objects.get().title == "With pictures"


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        pytest.param({"alternative": " "}, "alternative", "required", id="without words"),
        pytest.param({"upload": upload(photograph() + bytes(30_000_000))}, "upload", "larger than 20 MB", id="30 MB"),
        pytest.param(
            {"upload": upload(png_that_claims(30_000, 30_000))}, "upload", "million pixels", id="30,000 x 30,000"
        ),
        pytest.param({"upload": upload(photograph()[:5000])}, "upload", "damaged or cut off", id="cut off"),
        pytest.param({"upload": upload(b"<html><body>x</body></html>")}, "upload", "web page (HTML)", id="html"),
        pytest.param({"upload": ""}, "upload", "Choose a picture", id="no picture"),
        pytest.param({"upload": upload(b"")}, "upload", "empty", id="empty"),
        pytest.param({"focal_x": 101}, "focal_x", "100", id="focus outside"),
    ],
)
def test_what_is_wrong_with_a_picture_is_said_beside_its_field_and_changes_nothing(editor, row, field, said):
    (found,) = errors_of(editor.post(ADD, form_of(pictures=[new_picture(**row)])))
    assert list(found) == [field]
    assert said in found[field]
    assert not Release.objects.exists()
    assert not Picture.objects.exists()


def test_what_is_wrong_with_a_file_is_said_beside_its_field(editor):
    wrong = {"upload": upload(b"<html></html>", "a.pdf"), "title": "A", "language": "en", "place": ""}
    (found,) = errors_of(editor.post(ADD, form_of(files=[wrong])), "attachments")
    assert "web page (HTML)" in found["upload"]
    assert not Release.objects.exists()


def test_pictures_are_shown_changed_moved_and_removed(editor, django_capture_on_commit_callbacks):
    release = make_pictured(*(picture(alternative=name) for name in "ABC"), status=DRAFT)
    first, second, third = release.pictures.all()
    page = editor.get(change(release)).content.decode()
    small = Rendition.objects.filter(picture=first.picture, format="webp").order_by("width").first()
    address = reverse("admin:press_release_media_file", args=[release.pk, first.picture.key, small.name])
    assert f'<img src="{address}" width="320" height="240" alt="A">' in page
    sent = [
        stored_picture(first, place=3, alternative="A2", credit="Sample photo"),
        stored_picture(second) | {"DELETE": "on"},
        stored_picture(third, place=1, focal_x=0),
    ]
    answer = editor.post(change(release), form_of(release, pictures=sent))
    assert answer.status_code == 302, answer.content.decode()
    assert [use.alternative for use in release.pictures.all()] == ["C", "A2"]
    assert Picture.objects.count() == 2
    assert release.pictures.first().picture.focus == (0, 50)
    assert release.pictures.last().picture.credit == "Sample photo"


def test_another_picture_takes_the_place_and_keeps_the_words(editor):
    release = make_pictured(picture(alternative="A", caption="Kept"), status=DRAFT)
    (use,) = release.pictures.all()
    sent = stored_picture(use, upload=upload(halves()))
    assert editor.post(change(release), form_of(release, pictures=[sent])).status_code == 302
    (after,) = release.pictures.all()
    assert (after.alternative, after.caption, after.picture.width) == ("A", "Kept", 4000)
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("fields", [{"status": DRAFT}, {"embargoed_until": LATER}], ids=["draft", "embargoed"])
def test_staff_sees_pictures_and_files_of_what_is_not_public(editor, client, fields):
    release = make_hidden(**fields)
    preview = editor.get(reverse("admin:press_release_preview", args=[release.pk]))
    text = preview.content.decode()
    assert "no-store" in preview["Cache-Control"]
    addresses = re.findall(rf"(/admin/press/release/{release.pk}/media/[^\s\"]+)", text)
    assert len(addresses) >= 5
    assert '"/media/' not in text
    for address in addresses:
        answer = editor.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert Image.open(io.BytesIO(answer.getvalue())).size


def test_the_preview_leads_to_files(editor):
    release = verbs.enclose(make_release(status=DRAFT), files=[file()], by=writer())
    text = editor.get(reverse("admin:press_release_preview", args=[release.pk])).content.decode()
    (address,) = re.findall(r'href="(/admin/press/release/\d+/media/[^"]+)"', text)
    assert editor.get(address).getvalue() == PDF


def test_pictures_and_files_are_for_staff_who_may_see_releases(client, django_user_model):
    release = make_pictured(status=DRAFT)
    small = Rendition.objects.first()
    address = reverse("admin:press_release_media_file", args=[release.pk, small.picture.key, small.name])
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={address}")
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("change_one", ["release", "key", "name"])
def test_a_file_of_another_release_is_not_found_below_this_one(editor, change_one):
    release, other = make_pictured(status=DRAFT), make_pictured(status=DRAFT, title="Other")
    small = Rendition.objects.filter(picture__uses__release=release).first()
    foreign = other.pictures.get().picture.key
    place = {
        "release": [other.pk, small.picture.key, small.name],
        "key": [release.pk, foreign, small.name],
        "name": [release.pk, small.picture.key, "original"],
    }[change_one]
    assert editor.get(reverse("admin:press_release_media_file", args=place)).status_code == 404


def media_page(release):
    return reverse("admin:press_release_media", args=[release.pk])


def test_who_may_publish_changes_pictures_and_files_of_a_public_release(publisher, django_user_model):
    release = verbs.enclose(make_pictured(picture(alternative="A")), files=[file(title="Old")], by=writer())
    page = publisher.get(change(release)).content.decode()
    assert f'href="{media_page(release)}"' in page
    (use,), (attachment,) = release.pictures.all(), release.attachments.all()
    assert "Old" in publisher.get(media_page(release)).content.decode()
    kept = {"id": attachment.pk, "release": release.pk, "title": "New", "language": "az", "place": 1}
    sent = rows("pictures", stored_picture(use, alternative="A2"), new_picture(alternative="B"), initial=1)
    answer = publisher.post(media_page(release), sent | rows("attachments", kept, initial=1))
    assert (answer.status_code, answer["Location"]) == (302, change(release))
    assert [each.alternative for each in release.pictures.all()] == ["A2", "B"]
    assert release.attachments.get().title == "New"
    notes = [(step.kind, step.by.username) for step in release.steps.all()[:2]]
    assert notes == [("media_changed", "publisher")] * 2
    assert Release.objects.get().status == Release.Status.APPROVED


def test_what_is_withdrawn_in_this_very_moment_keeps_its_pictures(publisher, monkeypatch):
    release = make_pictured()
    (use,) = release.pictures.all()
    save = MediaFormSet.save

    def too_late(formset):
        if release.is_published(timezone.now()):
            verbs.withdraw(release, by=writer(), reason="Wrong.")
        return save(formset)

    monkeypatch.setattr(MediaFormSet, "save", too_late)
    sent = rows("pictures", stored_picture(use, alternative="Late"), initial=1) | rows("attachments")
    answer = publisher.post(media_page(release), sent, follow=True)
    assert "Nothing was changed." in answer.content.decode()
    assert [each.alternative for each in release.pictures.all()] == ["A hall."]


def test_a_file_that_somebody_took_away_does_not_come_back():
    release = verbs.enclose(make_release(), files=[file()], by=writer())
    (gone,) = release.attachments.all()
    verbs.enclose(release, files=[], by=writer())
    with pytest.raises(verbs.NotPossible):
        verbs.enclose(release, files=[verbs.Enclosure(title="A", language="az", attachment=gone)], by=writer())
    assert not Attachment.objects.exists()


def test_what_is_wrong_on_the_page_of_a_public_release_changes_nothing(publisher):
    release = make_pictured()
    (use,) = release.pictures.all()
    sent = rows("pictures", stored_picture(use, alternative=""), new_picture(upload=upload(b"words")), initial=1)
    answer = publisher.post(media_page(release), sent | rows("attachments"))
    assert [list(row) for row in errors_of(answer)] == [["alternative"], ["upload"]]
    assert [each.alternative for each in release.pictures.all()] == ["A hall."]


def test_who_may_not_publish_does_not_change_what_is_public(editor):
    release = make_pictured()
    assert f'"{media_page(release)}"' not in editor.get(change(release)).content.decode()
    for answer in (editor.get(media_page(release)), editor.post(media_page(release), {"end": "1"})):
        assert answer.status_code == 403
    (use,) = release.pictures.all()
    answer = editor.post(change(release), form_of(release, pictures=[stored_picture(use, alternative="Forged")]))
    assert answer.status_code == 403
    assert release.pictures.get().alternative == "A hall."


def test_the_form_of_a_public_release_only_shows_its_pictures(publisher):
    text = publisher.get(change(make_pictured(picture(credit="Sample photo")))).content.decode()
    assert "Sample photo" in text
    assert 'name="pictures-0-alternative"' not in text
    assert 'type="file"' not in text


def test_the_page_of_public_pictures_is_for_nothing_else(publisher):
    assert publisher.get(media_page(make_pictured(status=DRAFT))).status_code == 403
    withdrawn = verbs.withdraw(make_pictured(), by=writer(), reason="Wrong.")
    assert publisher.get(media_page(withdrawn)).status_code == 403


def test_credit_and_focus_that_the_public_sees_in_another_language_are_not_changed_by_an_editor(editor):
    release = make_pictured(picture(credit="Sample photo"))
    translation = make_release(language="ru", status=DRAFT, translation_key=release.translation_key)
    verbs.illustrate(translation, pictures=verbs.as_illustrations(release), by=writer())
    (use,) = translation.pictures.all()
    sent = stored_picture(use, alternative="Зал", credit="Forged", focal_x=0)
    assert (
        editor.post(change(translation), form_of(translation, pictures=[sent]) | {"language": "ru"}).status_code == 302
    )
    assert translation.pictures.get().alternative == "Зал"
    shown = Picture.objects.get()
    assert (shown.credit, shown.focus) == ("Sample photo", (50, 50))


def test_the_number_of_queries_of_the_form_does_not_grow_with_pictures(editor, django_assert_max_num_queries):
    release = make_pictured(status=DRAFT)
    editor.get(change(release))  # from now on it is known who has it open
    with django_assert_max_num_queries(40) as few:
        editor.get(change(release))
    verbs.illustrate(release, pictures=[picture() for _ in range(4)], by=writer())
    with django_assert_max_num_queries(40) as many:
        editor.get(change(release))
    assert len(many) == len(few)
    assert not Attachment.objects.exists()
