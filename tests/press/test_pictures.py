"""Pictures on their way in: refused with a reason, else re-encoded in sizes, upright, without metadata (T4, T15)."""

import hashlib
import io
import logging
import random
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import IntegrityError
from PIL import Image

from commission.file_contents import picture_making
from press import verbs
from press.media.receiving import cut_anew, received_picture
from press.models import Picture, Release, ReleasePicture, Rendition
from tests.factories_media import (
    CAMERA,
    GPS,
    PDF,
    encoded,
    halves,
    make_pictured,
    moving,
    photograph,
    picture,
    plain,
    png_that_claims,
    swapped_profile,
    upload,
)  # fmt: skip
from tests.factories_press import make_release, writer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PAGE, THUMBNAIL, CARD = Rendition.Purpose.PAGE, Rendition.Purpose.THUMBNAIL, Rendition.Purpose.SOCIAL


def opened(content):
    return Image.open(io.BytesIO(content))


def largest(received, purpose=PAGE, format="jpeg"):
    found = [each for each in received.renditions if (each.purpose, each.format) == (purpose, format)]
    return opened(max(found, key=lambda each: each.made.width).made.content)


def sizes(received):
    return sorted((each.purpose, each.format, each.made.width, each.made.height) for each in received.renditions)


def test_a_picture_is_made_once_in_all_sizes_and_formats():
    assert sizes(received_picture(upload(plain(size=(4000, 3000))))) == [
        ("page", "jpeg", 960, 720), ("page", "jpeg", 1600, 1200),
        ("page", "webp", 320, 240), ("page", "webp", 640, 480),
        ("page", "webp", 960, 720), ("page", "webp", 1600, 1200),
        ("social", "jpeg", 1200, 630),
        ("thumbnail", "jpeg", 768, 512), ("thumbnail", "webp", 384, 256), ("thumbnail", "webp", 768, 512),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("size", "widths", "cards"),
    [
        pytest.param((30, 20), [30], 0, id="tiny"),
        pytest.param((700, 500), [320, 700], 1, id="a width that saves little is left out"),
        pytest.param((1600, 1000), [320, 640, 960, 1600], 1, id="as wide as the widest"),
        pytest.param((200, 3000), [43, 85, 128, 200], 0, id="a strip"),
    ],
)
def test_nothing_is_enlarged(size, widths, cards):
    received = received_picture(upload(plain(size=size)))
    made = sizes(received)
    assert [width for purpose, format, width, _ in made if (purpose, format) == ("page", "webp")] == widths
    assert sum(purpose == CARD for purpose, *_ in made) == cards
    assert max(width for _, _, width, _ in made) <= size[0]
    assert (received.width, received.height) == size


def test_what_is_made_is_upright_and_has_nothing_that_the_camera_wrote():
    assert opened(photograph()).getexif().get_ifd(GPS)
    received = received_picture(upload(photograph()))
    assert (received.width, received.height) == (2000, 3000)
    for each in received.renditions:
        shown = opened(each.made.content)
        assert dict(shown.getexif()) == {}, each.name
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(shown.info), each.name
        assert b"Sample telephone" not in each.made.content
        assert CAMERA not in shown.getexif()
    assert largest(received).size == (1600, 2400)


def test_colours_of_another_profile_become_those_of_the_web():
    assert largest(received_picture(upload(plain("PNG", colour="red")))).getpixel((9, 9))[0] > 240
    red, green, _blue = largest(
        received_picture(upload(plain("PNG", colour="red", icc_profile=swapped_profile())))
    ).getpixel((9, 9))
    assert (green > 200, red < 100) == (True, True)


def test_a_broken_profile_leaves_the_colours_as_they_are():
    received = received_picture(upload(plain("PNG", colour="red", icc_profile=b"none of the kind")))
    assert largest(received).getpixel((9, 9))[0] > 240


@pytest.mark.parametrize(
    ("kind", "mode", "colour", "expected"),
    [
        ("PNG", "RGBA", (0, 0, 0, 0), 255),
        ("PNG", "LA", (0, 0), 255),
        ("PNG", "I;16", 40_000, 156),
        ("PNG", "1", 1, 255),
        ("GIF", "P", 0, 0),
        ("WEBP", "RGB", "white", 255),
        ("AVIF", "RGB", "white", 255),
        ("BMP", "RGB", "white", 255),
        ("TIFF", "CMYK", (0, 0, 0, 0), 255),
        ("JPEG", "CMYK", (0, 0, 0, 0), 255),
        ("JPEG", "L", 255, 255),
    ],
)
def test_a_picture_of_another_kind_is_shown_alike(kind, mode, colour, expected):
    content = encoded(Image.new(mode, (60, 40), colour), kind)
    shown = largest(received_picture(upload(content, f"hall.{kind.lower()}")))
    assert (shown.format, shown.mode, shown.size) == ("JPEG", "RGB", (60, 40))
    assert abs(shown.getpixel((9, 9))[0] - expected) <= 4


@pytest.mark.parametrize("focus", [(0, 50), (100, 50)], ids=["left", "right"])
def test_what_is_cut_keeps_the_focus_in_sight(focus):
    received = received_picture(upload(halves()), focus=focus)
    for purpose in (CARD, THUMBNAIL):
        shown = largest(received, purpose)
        share = sum(shown.getpixel((x, 9))[0] > 128 for x in range(shown.width)) / shown.width
        assert (share > 0.6) == (focus[0] == 0)


NO_PICTURE = "no picture that can be taken, but by its content:"
BROKEN = "damaged or cut off"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        pytest.param(photograph() + bytes(30_000_000), "a.jpg", "larger than 20 MB", id="30 MB"),
        pytest.param(png_that_claims(30_000, 30_000), "a.png", "more than 25 million pixels", id="30,000 x 30,000"),
        pytest.param(png_that_claims(6000, 5000), "a.png", "more than 25 million pixels", id="more than 25 million"),
        pytest.param(png_that_claims(4000, 4000), "a.png", BROKEN, id="less than it claims"),
        pytest.param(photograph()[:5000], "a.jpg", BROKEN, id="cut off"),
        pytest.param(b"<!doctype html><script>x()</script>", "a.jpg", f"{NO_PICTURE} web", id="html"),
        pytest.param(b"<svg xmlns='x'/>", "a.svg", f"{NO_PICTURE} SVG", id="svg"),
        pytest.param(PDF, "a.jpg", f"{NO_PICTURE} PDF", id="pdf"),
        pytest.param(b"plain words", "a.jpg", f"{NO_PICTURE} text", id="text"),
        pytest.param(b"\0\0\0\x18ftypheic" + bytes(90), "a.heic", f"{NO_PICTURE} HEIC", id="heic"),
        pytest.param(moving("GIF"), "a.gif", "moves or has several pages", id="a moving GIF"),
        pytest.param(moving("WEBP"), "a.webp", "moves or has several pages", id="a moving WebP"),
        pytest.param(moving("PNG"), "a.png", "moves or has several pages", id="a moving PNG"),
        pytest.param(moving("GIF", 2_000), "a.gif", "moves or has several pages", id="a bomb of 2,000 pictures"),
        pytest.param(moving("TIFF"), "a.tif", "moves or has several pages", id="pages"),
        pytest.param(b"GIF89a" + b"\xff" * 500, "a.gif", BROKEN, id="noise behind a beginning"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_with_a_sentence(content, name, said):
    with pytest.raises(ValidationError) as refused:
        received_picture(upload(content, name))
    assert said in refused.value.messages[0]


def test_a_bomb_is_refused_before_it_is_decoded():
    started = time.process_time()
    with pytest.raises(ValidationError, match="25 million"):
        received_picture(upload(png_that_claims(60_000, 60_000)))
    assert time.process_time() - started < 1


def test_a_decoder_that_dies_or_hangs_refuses_the_picture(tmp_path, monkeypatch):
    monkeypatch.setattr(picture_making, "CPU_SECONDS", 1)
    entries = [{"format": "JPEG", "quality": 80, "box": [9, 9]}]
    for program in ("import os; os.kill(os.getpid(), 9)", "bytearray(2**31)", "while True: pass"):
        child = tmp_path / "child.py"
        source = picture_making.CHILD.read_text().replace("    from PIL import Image\n", f"    {program}\n", 1)
        assert program in source
        child.write_text(source)
        with pytest.raises(picture_making.NotMade):
            picture_making.make(upload(plain()), "jpeg", entries, child=child)


def test_the_original_is_kept_byte_for_byte_where_no_address_leads(client):
    release = make_pictured(picture(photograph()))
    stored = Picture.objects.get()
    with stored.original.open("rb") as original:
        assert original.read() == photograph()
    assert stored.sha256 == hashlib.sha256(photograph()).hexdigest()
    assert (stored.size, stored.width, stored.height) == (len(photograph()), 2000, 3000)
    assert (stored.uploaded_by, stored.focus) == (writer(), (50, 50))
    assert "original" not in client.get(release.get_absolute_url()).content.decode()
    for name in (stored.original.name, "original", stored.original.name.rpartition("/")[2]):
        assert client.get(f"/media/{stored.key}/{name}").status_code == 404


def test_pictures_are_set_as_a_whole_in_their_order(django_capture_on_commit_callbacks):
    release = make_pictured(picture(alternative="A"), picture(alternative="B"), picture(alternative="C"))
    first, second, third = verbs.as_illustrations(release)
    files = [*second.picture.renditions.all()]
    with django_capture_on_commit_callbacks(execute=True):
        verbs.illustrate(release, pictures=[third, first, picture(alternative="D")], by=writer())
    assert [use.alternative for use in release.pictures.all()] == ["C", "A", "D"]
    assert not Picture.objects.filter(pk=second.picture.pk).exists()
    assert not any(each.file.storage.exists(each.file.name) for each in files)
    assert not storages["originals"].exists(second.picture.original.name)
    with first.picture.renditions.all()[0].file.open("rb") as kept:
        assert kept.read()


def test_a_failed_transaction_keeps_the_files(django_capture_on_commit_callbacks):
    release = make_pictured()
    stored = Picture.objects.get()
    with django_capture_on_commit_callbacks(execute=False):
        verbs.illustrate(release, pictures=[], by=writer())
    assert storages["originals"].exists(stored.original.name)


def test_another_focus_cuts_anew_under_new_addresses(django_capture_on_commit_callbacks):
    release = make_pictured(picture(halves()))
    stored = Picture.objects.get()
    before = {each.name: each for each in stored.renditions.all()}
    (shown,) = verbs.as_illustrations(release)
    moved = verbs.Illustration(
        picture=stored, alternative=shown.alternative, focus=(0, 50), crops=cut_anew(stored, focus=(0, 50))
    )
    with django_capture_on_commit_callbacks(execute=True):
        verbs.illustrate(release, pictures=[moved], by=writer())
    after = {each.name: each for each in stored.renditions.all()}
    changed = {each.purpose for name, each in before.items() if name not in after}
    assert (changed, len(before)) == ({CARD, THUMBNAIL}, len(after))
    assert Picture.objects.get().focus == (0, 50)
    gone = [each for name, each in before.items() if name not in after]
    assert not any(each.file.storage.exists(each.file.name) for each in gone)


def test_pictures_of_what_was_approved_take_the_approval_back():
    release = make_release(status=Release.Status.REVIEW)
    release = verbs.approve(release, by=writer("press-approver"))
    release = verbs.illustrate(release, pictures=[picture()], by=writer("third"))
    assert (release.status, release.steps.first().kind) == (Release.Status.DRAFT, "called_back")
    release = verbs.submit(release, by=writer())
    with pytest.raises(verbs.NeedsAnother):
        verbs.approve(release, by=writer("third"))


def test_pictures_of_a_public_release_are_written_in_the_journal():
    release = make_pictured(picture(alternative="A hall."))
    step = release.steps.first()
    assert (step.kind, step.note, step.by) == ("media_changed", "+ A hall.", writer())
    before = release.steps.count()
    verbs.illustrate(release, pictures=verbs.as_illustrations(release), by=writer())
    assert release.steps.count() == before
    verbs.illustrate(release, pictures=[], by=writer())
    assert release.steps.first().note == "− A hall."


def test_a_withdrawn_release_is_illustrated_no_more():
    with pytest.raises(verbs.NotPossible):
        verbs.illustrate(make_release(status=Release.Status.WITHDRAWN), pictures=[], by=writer())


def test_a_translation_shows_the_same_pictures_until_the_last_of_them_goes(django_capture_on_commit_callbacks):
    original = make_pictured(status=Release.Status.DRAFT)
    translation = verbs.translate(original, language="ru", by=writer())
    assert [use.picture for use in translation.pictures.all()] == [use.picture for use in original.pictures.all()]
    stored = Picture.objects.get()
    verbs.remove(original)
    assert Picture.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        verbs.remove(translation)
    assert not Picture.objects.exists()
    assert not storages["originals"].exists(stored.original.name)


def test_a_picture_without_words_for_who_cannot_see_it_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="has_alternative"):
        make_pictured(picture(alternative=" "))
    assert not ReleasePicture._meta.get_field("alternative").blank


def test_random_bytes_behind_a_picture_s_beginning_break_nothing(caplog):
    caplog.set_level(logging.ERROR)
    chance = random.Random(6)
    for kind in ("JPEG", "PNG", "WEBP"):
        body = bytearray(plain(kind, size=(300, 300)))
        for _ in range(40):
            body[chance.randrange(20, len(body))] = chance.randrange(256)
        try:
            received_picture(upload(bytes(body)))
        except ValidationError as error:
            assert error.messages  # noqa: PT017  either is right
