"""How many pixels a picture says it has, from its first bytes; nothing is decoded. Pure functions."""

import struct

BMP_HEADERS = {struct.pack("<I", size) for size in (12, 40, 52, 56, 64, 108, 124)}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # start of frame; the three others are tables (ITU T.81, B.1.1.3)
_ALONE = {0x01, *range(0xD0, 0xDA)}  # markers without a length


def pixels(kind, head):
    """Width times height of a picture of `kind` that begins with `head`; 0 where it does not say so there."""
    reader = {"png": _png, "gif": _gif, "bmp": _bmp, "webp": _webp, "jpeg": _jpeg, "tiff": _tiff}.get(kind)
    try:
        width, height = reader(head) if reader else (0, 0)
    except (struct.error, IndexError):
        return 0
    return width * height


def _png(head):
    return struct.unpack(">II", head[16:24])


def _gif(head):
    return struct.unpack("<HH", head[6:10])


def _bmp(head):
    if head[14:18] == struct.pack("<I", 12):
        return struct.unpack("<HH", head[18:22])
    return tuple(abs(length) for length in struct.unpack("<ii", head[18:26]))


def _webp(head):
    chunk = head[12:16]
    if chunk == b"VP8X":
        return tuple(int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
    if chunk == b"VP8L":
        bits = struct.unpack("<I", head[21:25])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return tuple(length & 0x3FFF for length in struct.unpack("<HH", head[26:30]))


def _jpeg(head):
    at = 2
    while at + 9 < len(head):
        if head[at] != 0xFF:
            return 0, 0
        marker = head[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        if marker in _ALONE or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + struct.unpack(">H", head[at + 2 : at + 4])[0]
    return 0, 0


def _tiff(head):
    order = "<" if head[:2] == b"II" else ">"
    at = struct.unpack(order + "I", head[4:8])[0]
    found = {}
    for number in range(struct.unpack(order + "H", head[at : at + 2])[0]):
        entry = head[at + 2 + 12 * number : at + 14 + 12 * number]
        tag, form = struct.unpack(order + "HH", entry[:4])
        if tag in (256, 257):
            found[tag] = struct.unpack(order + ("H" if form == 3 else "I"), entry[8 : 10 if form == 3 else 12])[0]
    return found.get(256, 0), found.get(257, 0)
