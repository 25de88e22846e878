"""Staff look at previews without metadata, made outside of the request; originals stay as they came (T4, T15)."""

import hashlib
import io
import logging
import os
import random

import pytest
from django.core.files.storage import storages
from PIL import Image

from appeals.evidence import previews
from appeals.models import Evidence
from commission.file_contents import picture_making
from tests.appeals.files_made_by_hand import good, hostile, jpeg_of, picture, png_of
from tests.factories_appeals import evidence, make_filing

pytestmark = pytest.mark.django_db


def photo(size=(2400, 1800), **more):
    """A photo of a telephone: with the place and the maker, lying on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Telephone Works", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 22.0, 38.1), 3: "E", 4: (49.0, 53.0, 31.2)})
    return picture(size=size, exif=exif, comment=b"at home", **more)


def filed(body, name="photo.jpg"):
    """The evidence of a filing with this one file, after the worker had its turn."""
    item = make_filing(uploads=[evidence(name, body)]).evidence.get()
    while previews.make_one():
        pass
    item.refresh_from_db()
    return item


def opened(item):
    with item.preview.open("rb") as file:
        return Image.open(io.BytesIO(file.read()))


def test_preview_is_upright_small_and_without_metadata_and_the_original_is_untouched():
    body = photo()
    assert b"Telephone Works" in body
    assert Image.open(io.BytesIO(body)).getexif().get_ifd(0x8825)
    item = filed(body)
    preview = opened(item)
    assert preview.format == "JPEG"
    assert preview.size[0] < preview.size[1] <= 1600
    assert dict(preview.getexif()) == {}
    assert not {"exif", "comment", "icc_profile", "xmp"} & set(preview.info)
    with item.preview.open("rb") as file:
        assert b"Telephone Works" not in file.read()
    with item.file.open("rb") as original:
        assert original.read() == body
    assert hashlib.sha256(body).hexdigest() == item.sha256


@pytest.mark.parametrize(
    "name",
    [name for name, (_, kind) in good().items() if kind in ("jpeg", "png", "gif", "webp", "tiff", "bmp", "avif")],
)
def test_picture_of_every_kind_has_a_preview(name):
    item = filed(good()[name][0], name)
    assert item.preview_tried_at
    if name in ("large.jpg", "scan.png"):  # they claim more than they hold
        assert not item.preview or opened(item)
    else:
        assert opened(item).size == (40, 30)


def test_transparent_parts_become_white():
    assert opened(filed(picture("PNG", mode="RGBA"), "clear.png")).getpixel((5, 5)) == (255, 255, 255)


def test_jpeg_of_two_hundred_megapixels_is_reduced_while_it_is_decoded():
    item = filed(picture(size=(16_320, 12_240)))
    assert max(opened(item).size) == 1600


@pytest.mark.parametrize(
    ("name", "body"),
    [
        pytest.param("a.png", png_of(5001, 5000), id="more than 25 megapixels"),
        pytest.param("a.jpg", jpeg_of(15_000, 14_700), id="more than 220 megapixels"),
        pytest.param("a.jpg", picture()[:300], id="cut"),
        pytest.param("a.png", png_of(4000, 4000), id="less than it claims"),
        pytest.param("a.heic", good()["IMG_1.HEIC"][0], id="no decoder"),
        pytest.param("a.pdf", good()["protocol.pdf"][0], id="no picture"),
    ],
)
def test_picture_that_cannot_be_read_is_kept_without_a_preview_and_not_tried_again(name, body):
    item = filed(body, name)
    assert not item.preview
    assert not previews.make_one()
    with item.file.open("rb") as original:
        assert original.read() == body


def test_nothing_marked_is_ever_given_to_a_decoder(monkeypatch):
    asked = []
    monkeypatch.setattr(previews, "_made", asked.append)
    corpus = [(name, body) for name, (body, _, caution) in hostile().items() if caution]
    for start in range(0, len(corpus), 10):
        make_filing(uploads=[evidence(name, body) for name, body in corpus[start : start + 10]])
    assert not previews.make_one()
    assert asked == []


@pytest.mark.parametrize("scan", ["pending", "infected", "error"])
def test_file_that_a_scanner_withholds_has_no_preview(scan):
    make_filing(uploads=[evidence("photo.jpg", picture())])
    Evidence.objects.update(scan=scan)
    assert not previews.make_one()
    Evidence.objects.update(scan="clean")
    assert previews.make_one()


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("import os; os.kill(os.getpid(), 9)", id="killed"),
        pytest.param("bytearray(2**31)", id="takes more memory than it may"),
        pytest.param("import time; time.sleep(60)", id="hangs"),
        pytest.param("while True: pass", id="never ends"),
    ],
)
def test_child_that_dies_or_hangs_leaves_no_preview_and_the_worker_alive(monkeypatch, tmp_path, program):
    child = tmp_path / "child.py"
    source = previews.CHILD.read_text().replace("    from PIL import", f"    {program}\n    from PIL import")
    assert program in source
    child.write_text(source)
    monkeypatch.setattr(picture_making, "CPU_SECONDS", 1)
    monkeypatch.setattr(previews, "CHILD", child)
    monkeypatch.setattr(previews, "CHILD_SECONDS", 3)
    make_filing(uploads=[evidence("photo.jpg", picture())])
    assert previews.make_one()
    assert not Evidence.objects.get().preview
    assert not previews.make_one()


def test_child_knows_no_secret_and_imports_nothing_of_the_portal(monkeypatch, tmp_path):
    child, seen = tmp_path / "child.py", tmp_path / "seen"
    child.write_text(f"import os, sys; open({str(seen)!r}, 'w').write(repr([dict(os.environ), sys.path]))")
    monkeypatch.setattr(previews, "CHILD", child)
    make_filing(uploads=[evidence("photo.jpg", picture())])
    previews.make_one()
    assert os.environ["SECRET_KEY"] not in seen.read_text()
    assert "DATABASE_URL" not in seen.read_text()


def test_random_bytes_behind_a_picture_s_beginning_break_nothing(caplog):
    caplog.set_level(logging.ERROR)
    chance = random.Random(4)
    for kind, name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("GIF", "a.gif"), ("WEBP", "a.webp"), ("TIFF", "a.tif")):
        body = bytearray(picture(kind, size=(300, 300)))
        for _ in range(40):
            body[chance.randrange(20, len(body))] = chance.randrange(256)
        filed(bytes(body), name)
    assert not Evidence.objects.to_preview().exists()


def test_preview_of_an_original_that_is_gone_is_not_tried_again():
    item = make_filing(uploads=[evidence("photo.jpg", picture())]).evidence.get()
    storages["evidence"].delete(item.file.name)
    assert previews.make_one()
    assert not previews.make_one()
