"""Pictures of releases: re-encoded on the way in, refused with a reason, seen only by whom the release is for."""

import io
import struct
import uuid
import zlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from press import verbs
from press.models import Release
from tests.factories_press import make_release

pytestmark = pytest.mark.django_db
ADD = "/admin/press/release/add/"
GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x010F
LATER = timezone.now() + timedelta(days=1)


def encoded(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def photograph():
    """A JPEG as a telephone makes it: 3000 by 2000, lying on its side, with camera and place."""
    exif = Image.Exif()
    exif[CAMERA], exif[ORIENTATION] = "Sample telephone", 6
    exif.get_ifd(GPS).update({1: "N", 2: (40.0, 24.0, 0.0), 3: "E", 4: (49.0, 52.0, 0.0)})
    return encoded(Image.new("RGB", (3000, 2000), "teal"), "JPEG", exif=exif)


def png_that_claims(width, height):
    """A small file whose header promises `width` by `height` pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def send(client, content, *, name="hall.jpg", alternative="A polling station.", address=ADD):
    """Send the form of a release with a picture."""
    data = {
        "language": "en",
        "title": "With a picture",
        "body": "<p>Text</p>",
        "translation_key": str(uuid.uuid4()),
        "image_alternative": alternative,
    }
    data["image"] = SimpleUploadedFile(name, content)
    return client.post(address, data, headers={"accept-language": "en"})


def stored_bytes():
    with Release.objects.get().image.open() as file:
        return file.read()


def errors(answer):
    assert answer.status_code == 200
    assert not Release.objects.exists()
    return answer.context["adminform"].form.errors


def make_pictured(**fields):
    release = make_release(image_alternative="A hall.", **fields)
    release.image.save("picture.jpg", ContentFile(encoded(Image.new("RGB", (40, 20), "teal"), "JPEG")))
    return release


def test_a_picture_is_stored_upright_reduced_and_without_what_the_camera_wrote(admin_client):
    assert GPS in Image.open(io.BytesIO(photograph())).getexif()
    assert send(admin_client, photograph()).status_code == 302
    stored = Image.open(io.BytesIO(stored_bytes()))
    assert (stored.format, stored.size) == ("JPEG", (1067, 1600))
    assert dict(stored.getexif()) == {}
    assert b"Sample telephone" not in stored_bytes()


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("GIF", "P"), ("WEBP", "RGB"), ("TIFF", "CMYK")], ids=lambda value: value
)
def test_a_picture_of_another_kind_becomes_a_jpeg(admin_client, kind, mode):
    content = encoded(Image.new(mode, (30, 20)), kind)
    assert send(admin_client, content, name=f"hall.{kind.lower()}").status_code == 302
    stored = Image.open(io.BytesIO(stored_bytes()))
    assert (stored.format, stored.mode, stored.size) == ("JPEG", "RGB", (30, 20))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        pytest.param(png_that_claims(6000, 5000), "a.png", "more than 25 million pixels", id="large"),
        pytest.param(png_that_claims(10_000, 10_000), "a.png", "not an image or a corrupted image", id="bomb-warned"),
        pytest.param(png_that_claims(60_000, 60_000), "a.png", "not an image or a corrupted image", id="bomb"),
        pytest.param(b"plain words", "a.jpg", "not an image or a corrupted image", id="text"),
        pytest.param(b"", "a.jpg", "file is empty", id="empty"),
        pytest.param(
            b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "not an image or a corrupted image", id="svg"
        ),
        pytest.param(photograph()[:5000], "a.jpg", "not a picture that can be read", id="cut-off"),
        pytest.param(b"\xff" * 20_000_001, "a.jpg", "not an image or a corrupted image", id="too-many-bytes"),
    ],
)
def test_what_is_no_picture_is_refused_beside_its_field(admin_client, content, name, said):
    found = errors(send(admin_client, content, name=name))
    assert list(found) == ["image"]
    assert said in str(found["image"])


def test_a_picture_larger_than_the_limit_is_refused(admin_client):
    padded = photograph() + b"\0" * 20_000_000
    assert "larger than 20 MB" in str(errors(send(admin_client, padded))["image"])


def test_a_picture_needs_words_for_who_cannot_see_it(admin_client):
    found = errors(send(admin_client, photograph(), alternative=" "))
    assert list(found) == ["image_alternative"]
    assert "Say what the picture shows" in str(found["image_alternative"])


def test_the_picture_of_a_public_release_is_for_everybody(client):
    release = make_pictured()
    answer = client.get(release.image_url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(answer.getvalue())).size == (40, 20)
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert f'src="{release.image_url}" alt="A hall."' in client.get(release.get_absolute_url()).content.decode()


HIDDEN = [
    pytest.param({"status": Release.Status.DRAFT}, id="draft"),
    pytest.param({"embargoed_until": LATER}, id="embargoed"),
    pytest.param({"published_at": LATER}, id="scheduled"),
]


@pytest.mark.parametrize("fields", HIDDEN)
def test_the_public_address_hides_the_picture_of_what_is_not_public(client, admin_client, fields):
    release = make_pictured(**fields)
    assert client.get(release.image_url).status_code == 404
    assert admin_client.get(release.image_url).status_code == 404


def test_the_public_address_forgets_the_picture_of_a_withdrawn_release(client, admin_user):
    release = make_pictured()
    verbs.withdraw(release, by=admin_user, reason="Wrong.")
    assert client.get(release.image_url).status_code == 404


def test_a_key_that_names_no_picture_is_not_found(client):
    assert client.get(f"/media/{uuid.uuid4()}/picture.jpg").status_code == 404
    assert client.get(f"/media/{make_release().image_key}/picture.jpg").status_code == 404


@pytest.mark.parametrize("fields", HIDDEN)
def test_the_preview_shows_staff_the_picture(admin_client, fields):
    release = make_pictured(**fields)
    own = reverse("admin:press_release_picture", args=[release.pk])
    preview = admin_client.get(reverse("admin:press_release_preview", args=[release.pk]))
    assert f'<img src="{own}" alt="A hall.">' in preview.content.decode()
    assert "no-store" in preview["Cache-Control"]
    answer = admin_client.get(own)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in answer["Cache-Control"]
    assert answer.getvalue().startswith(b"\xff\xd8")


@pytest.mark.parametrize("name", ["preview", "picture"])
def test_preview_and_picture_are_for_staff_who_may_see_releases(client, django_user_model, name):
    address = reverse(f"admin:press_release_{name}", args=[make_pictured(status=Release.Status.DRAFT).pk])
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={address}")
    client.force_login(django_user_model.objects.create_user("reader"))
    assert client.get(address).status_code == 302
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("name", ["preview", "picture"])
def test_preview_and_picture_of_nothing_are_not_found(admin_client, name):
    assert admin_client.get(reverse(f"admin:press_release_{name}", args=[1])).status_code == 404


def test_a_release_without_a_picture_has_none_in_the_preview(admin_client):
    release = make_release(status=Release.Status.DRAFT)
    assert admin_client.get(reverse("admin:press_release_picture", args=[release.pk])).status_code == 404
    preview = admin_client.get(reverse("admin:press_release_preview", args=[release.pk]))
    assert "<figure>" not in preview.content.decode()
