"""Pictures on their way in: verified, turned upright, reduced, re-encoded without metadata."""

import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_BYTES = 20_000_000
MAX_PIXELS = 25_000_000
WIDTH = HEIGHT = 1600


def reencoded(upload):
    """`upload` as a JPEG without EXIF, at most 1600 pixels wide; raises ValidationError for what is no picture."""
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 20 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(upload)
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(_("The picture has more than 25 million pixels."))
            picture = ImageOps.exif_transpose(picture)
            picture.thumbnail((WIDTH, HEIGHT))
            flat = Image.new("RGB", picture.size, "white")
            rgba = picture.convert("RGBA")
            flat.paste(rgba, mask=rgba.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("This file is not a picture that can be read.")) from error
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return ContentFile(out.getvalue(), name="picture.jpg")
