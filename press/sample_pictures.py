"""Pictures for the sample releases, drawn of plain shapes: nobody takes them for photographs."""

import io

from PIL import Image, ImageDraw

SIZE = (1200, 800)
FINE = 2  # drawn twice as large, then reduced: smooth edges
SKY, FLOOR, WALL, DARK, BLUE, PAPER, GREEN, WARM = (
    "#cfe6f2", "#e8e0d2", "#f3f6f8", "#14212b", "#0b5c86", "#ffffff", "#1a6b43", "#c98b3c",
)  # fmt: skip


class _Sheet:
    """A drawing in units of a thousandth of its width."""

    def __init__(self, ground):
        self.picture = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), ground)
        self.draw = ImageDraw.Draw(self.picture)
        self.unit = SIZE[0] * FINE / 1_000

    def _at(self, *points):
        return [(x * self.unit, y * self.unit) for x, y in points]

    def box(self, left, top, right, bottom, colour, radius=0):
        self.draw.rounded_rectangle(self._at((left, top), (right, bottom)), radius=radius * self.unit, fill=colour)

    def disc(self, x, y, radius, colour):
        self.draw.ellipse(self._at((x - radius, y - radius), (x + radius, y + radius)), fill=colour)

    def shape(self, colour, *points):
        self.draw.polygon(self._at(*points), fill=colour)

    def line(self, colour, width, *points):
        self.draw.line(self._at(*points), fill=colour, width=round(width * self.unit), joint="curve")

    def as_jpeg(self):
        out = io.BytesIO()
        self.picture.resize(SIZE, Image.Resampling.LANCZOS).save(out, "JPEG", quality=90)
        return out.getvalue()


def _person(sheet, x, height, coat):
    """Somebody without a face, standing at `x` from the left."""
    sheet.shape(coat, (x - 55, 620), (x - 38, height + 70), (x + 38, height + 70), (x + 55, 620))
    sheet.disc(x, height + 28, 36, WARM)


def ballot_box():
    """A ballot box on a table, a paper half way in."""
    sheet = _Sheet(SKY)
    sheet.box(0, 470, 1_000, 667, FLOOR)
    sheet.box(180, 520, 820, 560, WARM, 8)
    sheet.shape(PAPER, (430, 130), (560, 110), (580, 290), (445, 300))
    sheet.line(BLUE, 9, (470, 185), (495, 210), (540, 155))
    sheet.box(320, 270, 680, 525, BLUE, 14)
    sheet.box(300, 250, 700, 300, DARK, 10)
    sheet.box(400, 266, 610, 282, PAPER, 6)
    sheet.disc(500, 410, 62, PAPER)
    sheet.line(GREEN, 16, (470, 412), (494, 436), (534, 384))
    return sheet.as_jpeg()


def polling_station():
    """A hall with three booths and people who wait."""
    sheet = _Sheet(WALL)
    sheet.box(0, 540, 1_000, 667, FLOOR)
    for left in (80, 330, 580):
        sheet.box(left, 180, left + 190, 560, BLUE, 6)
        sheet.box(left + 18, 210, left + 172, 560, PAPER)
        sheet.box(left + 18, 380, left + 172, 396, WARM)
    _person(sheet, 850, 250, GREEN)
    _person(sheet, 935, 280, DARK)
    return sheet.as_jpeg()


def training():
    """A person at a board, others who sit before it."""
    sheet = _Sheet(SKY)
    sheet.box(0, 560, 1_000, 667, FLOOR)
    sheet.box(330, 110, 850, 400, DARK, 10)
    for row, width in enumerate((330, 260, 300)):
        sheet.box(400, 170 + row * 75, 400 + width, 190 + row * 75, PAPER, 8)
    _person(sheet, 220, 210, BLUE)
    for x in (380, 560, 740, 920):
        sheet.disc(x, 520, 34, WARM)
        sheet.shape(GREEN, (x - 70, 667), (x - 45, 560), (x + 45, 560), (x + 70, 667))
    return sheet.as_jpeg()
