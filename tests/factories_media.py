"""Pictures and files for tests, made here byte by byte."""

import io
import struct
import uuid
import zlib
from dataclasses import replace
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from press import verbs
from press.media.receiving import received_file, received_picture
from tests.factories_press import make_release, writer

# what the form of a release sends where nothing is added to its pictures and files
NOTHING_ADDED = {
    f"{prefix}-{name}_FORMS": "0" for prefix in ("pictures", "attachments") for name in ("TOTAL", "INITIAL")
}
GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x010F
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def encoded(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def plain(kind="JPEG", *, size=(2000, 1500), mode="RGB", colour="teal", **options):
    """A picture of one colour."""
    return encoded(Image.new(mode, size, colour), kind, **options)


def photograph():
    """A JPEG as a telephone makes it: 3000 by 2000, lying on its side, with camera and place."""
    exif = Image.Exif()
    exif[CAMERA], exif[ORIENTATION] = "Sample telephone", 6
    exif.get_ifd(GPS).update({1: "N", 2: (40.0, 24.0, 0.0), 3: "E", 4: (49.0, 52.0, 0.0)})
    return plain(size=(3000, 2000), exif=exif, comment=b"at home")


def halves(left="red", right="blue", size=(4000, 1000)):
    """A picture whose left half has another colour than its right."""
    picture = Image.new("RGB", size, left)
    picture.paste(right, (size[0] // 2, 0, *size))
    return encoded(picture, "PNG")


def moving(kind="GIF", pictures=3):
    frames = [Image.new("RGB", (40, 30), (number * 90 % 256, 0, 0)) for number in range(pictures)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:])


def png_that_claims(width, height):
    """A small file whose header promises `width` by `height` pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


def swapped_profile():
    """A colour profile whose red is the green of sRGB, and the other way round."""
    known = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return known.replace(b"rXYZ", b"temp").replace(b"gXYZ", b"rXYZ").replace(b"temp", b"gXYZ")


def upload(content, name="hall.jpg"):
    return SimpleUploadedFile(name, content)


@lru_cache(maxsize=16)
def _received(content, focus):
    """What a process of its own has made of a picture: of the same bytes the same, so it is made once."""
    return received_picture(upload(content), focus=focus)


def picture(content=None, **words):
    """A picture as a verb takes it."""
    content = content or plain()
    once = _received(content, words.get("focus", (50, 50)))
    received = replace(once, upload=upload(content), key=uuid.uuid4())
    return verbs.Illustration(**{"alternative": "A hall.", "received": received} | words)


def file(content=PDF, name="protocol.pdf", **words):
    """An attachment as a verb takes it."""
    received = received_file(upload(content, name))
    return verbs.Enclosure(**{"title": "Protocol", "language": "az", "received": received} | words)


def make_pictured(*pictures, **fields):
    """A release with pictures, one unless told otherwise."""
    release = make_release(**fields)
    return verbs.illustrate(release, pictures=list(pictures or [picture()]), by=writer())
