"""Evidence of the sample filings: made here, of nobody and nowhere."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

SIZE = (960, 640)


def note():
    """A note in plain text."""
    return ContentFile("Müşahidəçinin qeydi (nümunə).\n".encode(), name="müşahidə-qeydi.txt")


def photo():
    """A drawn ballot box, as a photograph would come: named after who took it."""
    picture = Image.new("RGB", SIZE, "#d8d2c4")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((280, 220, 680, 560), fill="#f4f4f0", outline="#3a4a5a", width=8)
    pen.rectangle((420, 208, 540, 232), fill="#3a4a5a")
    pen.polygon([(440, 120), (540, 100), (556, 214), (456, 214)], fill="#ffffff", outline="#8a8a8a")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return ContentFile(out.getvalue(), name="Xəyalzadə-qutu.jpg")


def named_otherwise():
    """A text that calls itself a picture, which the desk marks."""
    return ContentFile("Bu, şəkil deyil (nümunə).\n".encode(), name="protokol.jpg")
