"""The kind of a file by its bytes; its name and declared type are not believed. Pure functions over an open file.

Nothing is unpacked, decoded or rendered to find out: what is looked at is the
beginning, the end, and the directory of an archive. A file that is not what it
seems is taken all the same; it carries a caution and is only offered as a
download (threats T3 and T4).
"""

import codecs
import re
import struct
from dataclasses import dataclass

from commission.file_contents import archives, picture_sizes

# kind: media type, endings of names that claim it
KINDS = {
    "jpeg": ("image/jpeg", (".jpg", ".jpeg", ".jpe")),
    "png": ("image/png", (".png",)),
    "gif": ("image/gif", (".gif",)),
    "webp": ("image/webp", (".webp",)),
    "tiff": ("image/tiff", (".tif", ".tiff", ".dng")),
    "bmp": ("image/bmp", (".bmp",)),
    "avif": ("image/avif", (".avif",)),
    "heic": ("image/heic", (".heic", ".heif")),
    "pdf": ("application/pdf", (".pdf",)),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (".docx", ".docm", ".dotx", ".dotm"),
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (".xlsx", ".xlsm", ".xlsb", ".xltx"),
    ),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        (".pptx", ".pptm", ".ppsx"),
    ),
    "odt": ("application/vnd.oasis.opendocument.text", (".odt", ".ott")),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
    "odp": ("application/vnd.oasis.opendocument.presentation", (".odp",)),
    "rtf": ("application/rtf", (".rtf",)),
    "ole": ("application/x-ole-storage", (".doc", ".xls", ".ppt", ".msg")),
    "zip": ("application/zip", (".zip",)),
    "archive": ("application/octet-stream", (".rar", ".7z", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".zst")),
    "mp4": ("video/mp4", (".mp4", ".m4v", ".mov", ".m4a", ".3gp", ".3g2")),
    "webm": ("video/webm", (".webm", ".mkv", ".mka")),
    "avi": ("video/x-msvideo", (".avi",)),
    "asf": ("video/x-ms-asf", (".wmv", ".wma", ".asf")),
    "mpeg": ("video/mpeg", (".mpg", ".mpeg", ".vob", ".ts", ".mts", ".m2ts")),
    "flv": ("video/x-flv", (".flv",)),
    "mp3": ("audio/mpeg", (".mp3",)),
    "aac": ("audio/aac", (".aac",)),
    "flac": ("audio/flac", (".flac",)),
    "ogg": ("audio/ogg", (".ogg", ".oga", ".ogv", ".opus")),
    "wav": ("audio/wav", (".wav",)),
    "amr": ("audio/amr", (".amr",)),
    "html": ("text/html", (".html", ".htm", ".xhtml")),
    "svg": ("image/svg+xml", (".svg",)),
    "xml": ("text/xml", (".xml",)),
    "mail": ("message/rfc822", (".eml", ".mht", ".mhtml")),
    "text": ("text/plain", (".txt", ".csv", ".md", ".log", ".srt", ".vtt", ".json")),
    "program": ("application/octet-stream", (".exe", ".dll", ".scr", ".com", ".msi", ".bat", ".cmd", ".js", ".vbs")),
    "unknown": ("application/octet-stream", ()),
}
PICTURES = ("jpeg", "png", "gif", "webp", "tiff", "bmp", "avif")  # those of which a preview can be made
BOMB, MIXED, NESTED, ACTIVE = "bomb", "mixed", "nested", "active"  # the gravest first

HEAD_BYTES = 64 * 1024
TAIL_BYTES = 66 * 1024  # the end record of an archive with its longest comment
MOST_PIXELS = 220_000_000
RIPEST_GZIP = 100  # times its size

_OFFSETS = [
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (0, b"%PDF-", "pdf"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"{\\rtf", "rtf"),
    (0, b"Rar!\x1a\x07", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"\x1f\x8b\x08", "archive"),
    (0, b"BZh", "archive"),
    (0, b"\xfd7zXZ\x00", "archive"),
    (0, b"\x28\xb5\x2f\xfd", "archive"),
    (257, b"ustar", "archive"),
    (0, b"\x1aE\xdf\xa3", "webm"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "asf"),
    (0, b"\x00\x00\x01\xba", "mpeg"),
    (0, b"\x00\x00\x01\xb3", "mpeg"),
    (0, b"FLV\x01", "flv"),
    (0, b"ID3", "mp3"),
    (0, b"fLaC", "flac"),
    (0, b"OggS", "ogg"),
    (0, b"#!AMR", "amr"),
    (0, b"MZ", "program"),
    (0, b"\x7fELF", "program"),
]
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
_BRANDS = dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic")
_BRANDS |= dict.fromkeys((b"avif", b"avis"), "avif")
_QUICKTIME = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_MPEG_LAYER_3 = {0xFA, 0xFB, 0xF2, 0xF3, 0xE2, 0xE3}
_ADTS = {0xF0, 0xF1, 0xF8, 0xF9}
# as browsers sniff it (WHATWG, MIME Sniffing, 7.1): a tag from this list, ended by a space or >
_HTML = re.compile(
    r"<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p"
    r"|meta|link|form|img|object|embed)[\s>/]",
    re.IGNORECASE,
)
_SVG = re.compile(r"<(\w{1,20}:)?svg[\s>]", re.IGNORECASE)
# what may stand before the first tag: how it begins, how it ends
_BEFORE_TAGS = (("<?xml", "?>"), ("<!--", "-->"), ("<!doctype svg", ">"))
_MAIL = re.compile(r"([A-Za-z][\w-]*:[^\n]*\n([ \t][^\n]*\n)*)*?(mime-version|content-type):", re.IGNORECASE)
_CODE_IN_A_PICTURE = (b"<script", b"<html", b"<?php", b"<!doctype html", b"javascript:")
_SVG_IN_A_PICTURE = re.compile(rb"<svg[\s>]")
_SCRIPT_AS_GIF = re.compile(rb"GIF8[79]a\s*(=|/\*|//)")
_ACTIVE_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
_VBA = "_VBA_PROJECT".encode("utf-16-le")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True)
class Look:
    """What a file is: a key of KINDS, and a caution (BOMB, MIXED, NESTED, ACTIVE) or an empty text."""

    kind: str
    caution: str = ""


def examined(file, size):
    """The Look of an open file (binary, seekable) of `size` bytes; it is left standing anywhere."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    start = max(0, size - TAIL_BYTES)
    file.seek(start)
    tail = file.read(TAIL_BYTES)
    directory = archives.directory_of(file, tail, start)
    kind = kind_of(head)
    if kind == "zip":
        kind = archives.office_kind(head, directory) or kind
    if kind in ("unknown", "text") and b"%PDF-" in head[:1024] and b"%%EOF" in tail:
        before = head[: head.index(b"%PDF-")].removeprefix(codecs.BOM_UTF8)  # what readers of PDF skip
        return Look("pdf", MIXED if before.strip() else _caution("pdf", head, tail, size, directory))
    return Look(kind, _caution(kind, head, tail, size, directory))


def kind_of(head):
    """The kind of a file that begins with `head`: a key of KINDS, `unknown` where nothing fits.

    The office documents of today come out as `zip`: what they are stands in their directory.
    """
    for offset, magic, kind in _OFFSETS:
        if head[offset : offset + len(magic)] == magic:
            return kind
    return _kind_of_container(head) or _kind_of_stream(head) or _kind_of_text(head)


def _kind_of_container(head):
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "mp4")
    if head[4:8] in _QUICKTIME and len(head) > 12:
        return "mp4"
    if head[:2] == b"BM" and len(head) >= 26 and head[6:10] == bytes(4) and head[14:18] in picture_sizes.BMP_HEADERS:
        return "bmp"
    return None


def _kind_of_stream(head):
    if len(head) > 4 and head[0] == 0xFF and head[1] in _MPEG_LAYER_3 and head[2] & 0xF0 != 0xF0:
        return "mp3"
    if len(head) > 7 and head[0] == 0xFF and head[1] in _ADTS:
        return "aac"
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return "mpeg"
    return None


def _kind_of_text(head):
    text = as_text(head)
    if text is None:
        return "unknown"
    beginning = text.lstrip("\ufeff \t\r\n\f")
    first_tag = _first_tag(beginning)
    if _SVG.match(first_tag) or beginning[:13].lower() == "<!doctype svg":
        return "svg"
    if _HTML.match(first_tag):
        return "html"
    if beginning.startswith("<?xml"):
        return "xml"
    if _MAIL.match(beginning[:8192]):
        return "mail"
    return "text"


def _first_tag(text):
    """`text` from its first tag on, past declarations and comments; looked for once from left to right."""
    at = 0
    while at < len(text):
        rest = text[at : at + 16].lower()
        end = next((end for start, end in _BEFORE_TAGS if rest.startswith(start)), None)
        if end is None:
            break
        found = text.find("]>" if end == ">" and "[" in text[at : at + 200] else end, at)
        if found < 0:
            break
        at = found + len(end)
        while at < len(text) and text[at] in "> \t\r\n\f":
            at += 1
    return text[at:]


def as_text(head):
    """The beginning of a text in UTF-8, UTF-16 with its mark or a code page of one byte; None for what is no text."""
    mark = head[:2]
    encodings = ["utf-16"] if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else ["utf-8", "cp1251"]
    for encoding in encodings:
        try:
            # an incremental decoder lets a character be cut at the end of the head, and nowhere else
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            return None
        # of bytes in no known encoding, those of a language hold spaces
        return text if encoding != "cp1251" or " " in text or "\n" in text else None
    return None


def _caution(kind, head, tail, size, directory):
    """The gravest thing to be said against the file."""
    office = kind in ("docx", "xlsx", "pptx", "odt", "ods", "odp")
    if _is_bomb(kind, head, tail, size, directory):
        return BOMB
    if _is_mixed(kind, head, tail, is_archive=kind == "zip" or office, directory=directory):
        return MIXED
    if directory and directory.holds_archive:
        return NESTED
    if kind in ("html", "svg", "mail", "program") or (directory and directory.holds_program):
        return ACTIVE
    if (kind == "pdf" and _ACTIVE_PDF.search(head + tail)) or (kind == "ole" and _VBA in head + tail):
        return ACTIVE
    return ""


def _is_bomb(kind, head, tail, size, directory):
    if directory and directory.is_bomb:
        return True
    if kind == "archive" and head[:2] == b"\x1f\x8b" and len(tail) >= 4:
        return struct.unpack("<I", tail[-4:])[0] > max(RIPEST_GZIP * size, archives.HARMLESS_BYTES)
    return picture_sizes.pixels(kind, head) > MOST_PIXELS


def _is_mixed(kind, head, tail, *, is_archive, directory):
    if directory and directory.entries and not is_archive:
        return True
    if directory and directory.has_something_before:
        return True
    if kind == "gif" and _SCRIPT_AS_GIF.match(head):
        return True
    if kind != "pdf" and b"%PDF-" in head[:1024] and b"%%EOF" in tail:
        return True
    if kind in PICTURES or kind in ("heic", "mp3", "wav", "ogg", "mp4"):
        return _holds_code(head) or _holds_code(tail)
    return kind == "pdf" and bool(_HTML.search(head[:1024].decode("latin-1")))


def _holds_code(part):
    # plain searches, since a regular expression that ignores case takes 5 ms of every photo
    part = part.lower()
    return any(sign in part for sign in _CODE_IN_A_PICTURE) or bool(_SVG_IN_A_PICTURE.search(part))


def is_named_otherwise(name, kind):
    """Whether the ending of `name` belongs to another kind than `kind`; an ending that no kind claims says nothing."""
    claimed = {known for known, (_type, endings) in KINDS.items() if name.lower().endswith(endings)}
    return bool(claimed) and kind not in claimed
