"""The social card of what has no picture: the commission's emblem and name. Made once a process and language."""

import io
from functools import lru_cache

from django.conf import settings
from django.http import HttpResponse
from PIL import Image, ImageDraw, ImageFont

from commission.http import public_page
from commission.translated import in_language

WIDTH, HEIGHT = 1200, 630
PAPER, INK, ACCENT = "#ffffff", "#14212b", "#0b5c86"  # as in static/css/tokens.css
FINE = 3  # drawn so many times as large, then reduced: smooth lines
EMBLEM = 48  # the grid on which static/img/emblem.svg is drawn
FONTS = ("DejaVuSerif-Bold.ttf", "NotoSerif-Bold.ttf", "LiberationSerif-Bold.ttf")
LARGEST_LETTER, SMALLEST_LETTER = 72, 36
MAX_AGE = 86_400


def _font(size, name):
    """A font that has the letters of `name`; None where none is installed and the name is not plain ASCII."""
    for font in FONTS:
        try:
            return ImageFont.truetype(font, size)
        except OSError:
            continue
    return ImageFont.load_default(size) if name.isascii() else None


def _emblem(draw, *, left, top, side):
    """The ballot box of static/img/emblem.svg."""
    unit = side / EMBLEM
    pen = {"fill": ACCENT, "width": round(3 * unit), "joint": "curve"}

    def at(*points):
        return [(left + x * unit, top + y * unit) for x, y in points]

    draw.rounded_rectangle(at((6, 20), (42, 42)), radius=2 * unit, outline=ACCENT, width=round(3 * unit))
    draw.line(at((16, 20), (16, 8), (32, 8), (32, 20)), **pen)
    draw.line(at((2, 20), (46, 20)), **pen)
    draw.line(at((19, 14), (23, 18), (30, 10)), **pen)


def _lines(name, font, width):
    """`name` in as few lines as fit into `width`."""
    lines = []
    for word in name.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _lettering(name, width):
    """The largest font in which `name` takes at most three lines of `width`, and those lines; None without a font."""
    for size in range(LARGEST_LETTER, SMALLEST_LETTER - 1, -4):
        font = _font(size * FINE, name)
        if font is None:
            return None, []
        lines = _lines(name, font, width)
        if len(lines) <= 3 and all(font.getlength(line) <= width for line in lines):
            break
    return font, lines


@lru_cache(maxsize=8)
def card(name):
    """The card with this name as the bytes of a PNG."""
    picture = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), PAPER)
    draw = ImageDraw.Draw(picture)
    font, lines = _lettering(name, 620 * FINE)
    side, margin = 300 * FINE, 110 * FINE
    left = margin if font else (picture.width - side) // 2
    _emblem(draw, left=left, top=(picture.height - side) // 2, side=side)
    if font:
        text = {"font": font, "spacing": 18 * FINE}
        place = (margin + side + 70 * FINE, picture.height / 2)
        draw.multiline_text(place, "\n".join(lines), fill=INK, anchor="lm", **text)
    draw.rectangle((0, (HEIGHT - 18) * FINE, picture.width, picture.height), fill=ACCENT)
    out = io.BytesIO()
    picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


@public_page
def default_card(request):
    """The card in the page's language."""
    response = HttpResponse(card(in_language(settings.COMMISSION_NAME)), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response
